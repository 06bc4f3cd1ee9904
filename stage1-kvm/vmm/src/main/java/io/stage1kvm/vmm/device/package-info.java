/// Small devices at ports, each behind [io.stage1kvm.vmm.bus.BusDevice]: a serial port, the ways to
/// reset a machine and to switch it off, the boot timer. They call back in the vCPU's thread.
package io.stage1kvm.vmm.device;
