package io.stage1kvm.sys;

import static io.stage1kvm.sys.Kernel.call;
import static io.stage1kvm.sys.abi.Syscall.SYS_readv;
import static io.stage1kvm.sys.abi.Syscall.SYS_writev;

import io.stage1kvm.sys.jna.LibC;

final class LinuxPacketCalls implements PacketCalls {

  static final LinuxPacketCalls INSTANCE = new LinuxPacketCalls();

  private LinuxPacketCalls() {}

  @Override
  public long receive(Fd file, IoVector vector) {
    long done = call(SYS_readv, file.number(), vector.address(), vector.pieces());
    return done < 0 ? -LibC.errno() : done;
  }

  @Override
  public long send(Fd file, IoVector vector) {
    long done = call(SYS_writev, file.number(), vector.address(), vector.pieces());
    return done < 0 ? -LibC.errno() : done;
  }
}
