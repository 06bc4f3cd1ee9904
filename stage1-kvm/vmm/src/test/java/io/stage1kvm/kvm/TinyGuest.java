package io.stage1kvm.kvm;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.stage1kvm.sys.Mapping;
import io.stage1kvm.sys.Struct;
import io.stage1kvm.sys.Sys;
import io.stage1kvm.sys.abi.KvmState.kvm_regs;
import io.stage1kvm.sys.abi.KvmState.kvm_segment;
import io.stage1kvm.sys.abi.KvmState.kvm_sregs;
import io.stage1kvm.sys.abi.Mman;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;

/// A guest of some instructions of real mode at 0x1000 in memory of 64 KiB; ds begins at
/// [#DEVICES], where nothing is. Needs `/dev/kvm`.
final class TinyGuest implements AutoCloseable {
  static final long DEVICES = 0x20000;

  private static final int SIZE = 0x10000;
  private static final int CODE = 0x1000;

  final Kvm kvm;
  final Vm vm;
  final Vcpu vcpu;
  private final Mapping memory;

  TinyGuest(String code) throws Exception {
    assumeTrue(Files.exists(Path.of("/dev/kvm")), "this host has no /dev/kvm");
    memory = Sys.memory().mapAnonymous(SIZE, Mman.PROT_READ | Mman.PROT_WRITE, Mman.MAP_SHARED);
    Sys.memory().view(memory, 0, SIZE).put(CODE, HexFormat.ofDelimiter(" ").parseHex(code));
    kvm = Kvm.open();
    vm = kvm.createVm();
    vm.setTssAddress(0xfffbd000L);
    vm.setIdentityMapAddress(0xfffbc000L);
    vm.createIrqchip();
    vm.createPit();
    vm.setMemory(0, 0, SIZE, memory.address(0, SIZE));
    vcpu = vm.createVcpu(0);
    Struct sregs = new Struct(kvm_sregs.sizeof);
    vcpu.getSregs(sregs);
    sregs.putInt64(kvm_sregs.cs + kvm_segment.base, 0);
    sregs.putInt16(kvm_sregs.cs + kvm_segment.selector, 0);
    sregs.putInt64(kvm_sregs.ds + kvm_segment.base, DEVICES);
    sregs.putInt16(kvm_sregs.ds + kvm_segment.selector, (int) (DEVICES >> 4));
    vcpu.setSregs(sregs);
    Struct regs = new Struct(kvm_regs.sizeof);
    regs.putInt64(kvm_regs.rip, CODE);
    regs.putInt64(kvm_regs.rsp, CODE);
    regs.putInt64(kvm_regs.rflags, 2);
    vcpu.setRegs(regs);
  }

  @Override
  public void close() throws Exception {
    vcpu.close();
    vm.close();
    kvm.close();
    memory.close();
  }
}
