package io.stage1kvm.machine.qemu;

import static org.assertj.core.api.Assertions.assertThat;

import io.stage1kvm.machine.Executables;
import io.stage1kvm.machine.Hypervisor;
import io.stage1kvm.machine.MachineConfig;
import io.stage1kvm.machine.SharedDirectory;
import io.stage1kvm.machine.Virtiofsd;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

final class QemuArgumentsTest {

  private static String arguments(boolean debug, boolean hardware) {
    MachineConfig config =
        new MachineConfig(
            "rkt-1,2",
            Path.of("vmlinux"),
            Path.of("initramfs.cpio"),
            "extra=1",
            3,
            640,
            List.of(new SharedDirectory("pod", Path.of("share"))),
            debug,
            Path.of("a,b"),
            new Executables(
                Path.of("child"),
                new Virtiofsd(List.of("virtiofsd"), Virtiofsd.Kind.C),
                "qemu-system-x86_64"));
    return String.join(
        "\n",
        QemuArguments.of(
            "/usr/bin/qemu-system-x86_64",
            config,
            new Hypervisor(
                Hypervisor.Monitor.QEMU, hardware, Optional.empty(), OptionalInt.empty()),
            Path.of("a,b/console"),
            List.of(Path.of("a,b/fs0.sock"))));
  }

  @Test
  void describesWholeMachine() {
    assertThat(arguments(false, false))
        .isEqualTo(
            """
            /usr/bin/qemu-system-x86_64
            -name
            rkt-1,,2
            -nodefaults
            -no-user-config
            -display
            none
            -no-reboot
            -sandbox
            on,obsolete=deny,elevateprivileges=deny,spawn=deny,resourcecontrol=deny
            -M
            microvm,acpi=off,pic=on,pit=on,rtc=on,isa-serial=off,auto-kernel-cmdline=on,x-option-roms=off,memory-backend=ram
            -accel
            tcg
            -cpu
            max,-erms
            -smp
            cpus=3
            -m
            size=640M
            -object
            memory-backend-memfd,id=ram,share=on,size=640M
            -global
            virtio-mmio.force-legacy=false
            -kernel
            vmlinux
            -initrd
            initramfs.cpio
            -append
            console=hvc0 panic=-1 reboot=t tsc=reliable no_timer_check noreplace-smp swiotlb=noforce dummy.numdummies=0 quiet 8250.nr_uarts=0 mitigations=off extra=1
            -chardev
            file,id=console,path=a,,b/console
            -chardev
            stdio,id=agent,signal=off
            -device
            virtio-serial-device,max_ports=2
            -device
            virtconsole,chardev=console
            -device
            virtserialport,chardev=agent,name=io.stage1kvm.agent
            -object
            rng-random,id=rng,filename=/dev/urandom
            -device
            virtio-rng-device,rng=rng
            -device
            virtio-balloon-device,deflate-on-oom=on
            -chardev
            socket,id=fs0,path=a,,b/fs0.sock
            -device
            vhost-user-fs-device,queue-size=1024,chardev=fs0,tag=pod\
            """
                .stripIndent());
  }

  @Test
  void usesTheHostsCpuWithHardware() {
    assertThat(arguments(false, true)).contains("-accel\nkvm\n-cpu\nhost\n");
  }

  @Test
  void speaksOnSerialPortWhenDebugging() {
    assertThat(arguments(true, false))
        .contains(",isa-serial=on,")
        .contains("earlycon=uart8250,io,0x3f8,115200 ignore_loglevel mitigations=off extra=1\n")
        .contains("-chardev\nfile,id=serial,path=a,,b/console\n-serial\nchardev:serial");
  }
}
