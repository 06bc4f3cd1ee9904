package io.stage1kvm.sys.abi;

import io.stage1kvm.sys.abi.KvmState.kvm_cpuid2;
import io.stage1kvm.sys.abi.KvmState.kvm_fpu;
import io.stage1kvm.sys.abi.KvmState.kvm_lapic_state;
import io.stage1kvm.sys.abi.KvmState.kvm_mp_state;
import io.stage1kvm.sys.abi.KvmState.kvm_msrs;
import io.stage1kvm.sys.abi.KvmState.kvm_regs;
import io.stage1kvm.sys.abi.KvmState.kvm_sregs;
import io.stage1kvm.sys.abi.KvmVm.kvm_ioeventfd;
import io.stage1kvm.sys.abi.KvmVm.kvm_irq_level;
import io.stage1kvm.sys.abi.KvmVm.kvm_irqfd;
import io.stage1kvm.sys.abi.KvmVm.kvm_pit_config;
import io.stage1kvm.sys.abi.KvmVm.kvm_userspace_memory_region;

/// Requests and constants of `/dev/kvm`: `<linux/kvm.h>`. The structures are in [KvmVm], [KvmState]
/// and [KvmRun].
public final class Kvm {
  private static final int KVMIO = 0xae;

  public static final int KVM_API_VERSION = 12;

  // requests to /dev/kvm
  public static final int KVM_GET_API_VERSION = _IO(0x00);
  public static final int KVM_CREATE_VM = _IO(0x01);
  public static final int KVM_CHECK_EXTENSION = _IO(0x03);
  public static final int KVM_GET_VCPU_MMAP_SIZE = _IO(0x04);
  public static final int KVM_GET_SUPPORTED_CPUID = _IOWR(0x05, kvm_cpuid2.sizeof);

  // requests to a virtual machine
  public static final int KVM_CREATE_VCPU = _IO(0x41);
  public static final int KVM_SET_USER_MEMORY_REGION =
      _IOW(0x46, kvm_userspace_memory_region.sizeof);
  public static final int KVM_SET_TSS_ADDR = _IO(0x47);
  public static final int KVM_SET_IDENTITY_MAP_ADDR = _IOW(0x48, Long.BYTES);
  public static final int KVM_CREATE_IRQCHIP = _IO(0x60);
  public static final int KVM_IRQ_LINE = _IOW(0x61, kvm_irq_level.sizeof);
  public static final int KVM_IRQFD = _IOW(0x76, kvm_irqfd.sizeof);
  public static final int KVM_CREATE_PIT2 = _IOW(0x77, kvm_pit_config.sizeof);
  public static final int KVM_IOEVENTFD = _IOW(0x79, kvm_ioeventfd.sizeof);

  // requests to a vCPU
  public static final int KVM_RUN = _IO(0x80);
  public static final int KVM_GET_REGS = _IOR(0x81, kvm_regs.sizeof);
  public static final int KVM_SET_REGS = _IOW(0x82, kvm_regs.sizeof);
  public static final int KVM_GET_SREGS = _IOR(0x83, kvm_sregs.sizeof);
  public static final int KVM_SET_SREGS = _IOW(0x84, kvm_sregs.sizeof);
  public static final int KVM_GET_MSRS = _IOWR(0x88, kvm_msrs.sizeof);
  public static final int KVM_SET_MSRS = _IOW(0x89, kvm_msrs.sizeof);
  public static final int KVM_GET_FPU = _IOR(0x8c, kvm_fpu.sizeof);
  public static final int KVM_SET_FPU = _IOW(0x8d, kvm_fpu.sizeof);
  public static final int KVM_GET_LAPIC = _IOR(0x8e, kvm_lapic_state.sizeof);
  public static final int KVM_SET_LAPIC = _IOW(0x8f, kvm_lapic_state.sizeof);
  public static final int KVM_SET_CPUID2 = _IOW(0x90, kvm_cpuid2.sizeof);
  public static final int KVM_GET_CPUID2 = _IOWR(0x91, kvm_cpuid2.sizeof);
  public static final int KVM_GET_MP_STATE = _IOR(0x98, kvm_mp_state.sizeof);
  public static final int KVM_SET_MP_STATE = _IOW(0x99, kvm_mp_state.sizeof);
  public static final int KVM_GET_TSC_KHZ = _IO(0xa3);

  // capabilities
  public static final int KVM_CAP_IRQCHIP = 0;
  public static final int KVM_CAP_USER_MEMORY = 3;
  public static final int KVM_CAP_SET_TSS_ADDR = 4;
  public static final int KVM_CAP_EXT_CPUID = 7;
  public static final int KVM_CAP_NR_VCPUS = 9;
  public static final int KVM_CAP_NR_MEMSLOTS = 10;
  public static final int KVM_CAP_MP_STATE = 14;
  public static final int KVM_CAP_IRQFD = 32;
  public static final int KVM_CAP_PIT2 = 33;
  public static final int KVM_CAP_IOEVENTFD = 36;
  public static final int KVM_CAP_SET_IDENTITY_MAP_ADDR = 37;
  public static final int KVM_CAP_GET_TSC_KHZ = 61;
  public static final int KVM_CAP_MAX_VCPUS = 66;
  public static final int KVM_CAP_TSC_DEADLINE_TIMER = 72;
  public static final int KVM_CAP_IMMEDIATE_EXIT = 136;

  // kvm_userspace_memory_region.flags
  public static final int KVM_MEM_READONLY = 2;

  // kvm_pit_config.flags
  public static final int KVM_PIT_SPEAKER_DUMMY = 1;

  // kvm_irqfd.flags
  public static final int KVM_IRQFD_FLAG_DEASSIGN = 1;

  // kvm_ioeventfd.flags
  public static final int KVM_IOEVENTFD_FLAG_DATAMATCH = 1;
  public static final int KVM_IOEVENTFD_FLAG_PIO = 2;
  public static final int KVM_IOEVENTFD_FLAG_DEASSIGN = 4;

  // kvm_mp_state.mp_state
  public static final int KVM_MP_STATE_RUNNABLE = 0;
  public static final int KVM_MP_STATE_UNINITIALIZED = 1;
  public static final int KVM_MP_STATE_HALTED = 3;

  // kvm_cpuid_entry2.flags
  public static final int KVM_CPUID_FLAG_SIGNIFCANT_INDEX = 1;

  // kvm_run.exit_reason
  public static final int KVM_EXIT_UNKNOWN = 0;
  public static final int KVM_EXIT_EXCEPTION = 1;
  public static final int KVM_EXIT_IO = 2;
  public static final int KVM_EXIT_HYPERCALL = 3;
  public static final int KVM_EXIT_DEBUG = 4;
  public static final int KVM_EXIT_HLT = 5;
  public static final int KVM_EXIT_MMIO = 6;
  public static final int KVM_EXIT_SHUTDOWN = 8;
  public static final int KVM_EXIT_FAIL_ENTRY = 9;
  public static final int KVM_EXIT_INTR = 10;
  public static final int KVM_EXIT_INTERNAL_ERROR = 17;
  public static final int KVM_EXIT_SYSTEM_EVENT = 24;

  // kvm_run.io.direction
  public static final int KVM_EXIT_IO_IN = 0;
  public static final int KVM_EXIT_IO_OUT = 1;

  // kvm_run.internal.suberror
  public static final int KVM_INTERNAL_ERROR_EMULATION = 1;
  public static final int KVM_INTERNAL_ERROR_SIMUL_EX = 2;
  public static final int KVM_INTERNAL_ERROR_DELIVERY_EV = 3;
  public static final int KVM_INTERNAL_ERROR_UNEXPECTED_EXIT_REASON = 4;

  // kvm_run.system_event.type
  public static final int KVM_SYSTEM_EVENT_SHUTDOWN = 1;
  public static final int KVM_SYSTEM_EVENT_RESET = 2;
  public static final int KVM_SYSTEM_EVENT_CRASH = 3;

  private Kvm() {}

  // The macros of <asm-generic/ioctl.h>: direction, size of the argument, type, number.

  private static int _IO(int number) {
    return request(0, number, 0);
  }

  private static int _IOW(int number, int size) {
    return request(1, number, size);
  }

  private static int _IOR(int number, int size) {
    return request(2, number, size);
  }

  private static int _IOWR(int number, int size) {
    return request(3, number, size);
  }

  private static int request(int direction, int number, int size) {
    return direction << 30 | size << 16 | KVMIO << 8 | number;
  }
}
