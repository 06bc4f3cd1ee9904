package io.stage1kvm.machine.qemu;

import io.stage1kvm.machine.Machine;
import java.nio.file.Path;

/// A process of its own for a test that kills it: starts a machine of scripts and waits.
final class SupervisorToKill {

  private SupervisorToKill() {}

  public static void main(String[] arguments) throws Exception {
    try (Machine machine =
        QemuMachine.start(
            new FakePrograms(Path.of(arguments[0])).config(), FakePrograms.EMULATED)) {
      machine.console().read(); // Both scripts run now.
      System.out.println("ready");
      machine.await();
    }
  }
}
