package io.stage1kvm.vmm.arch.x86;

import java.util.ArrayList;
import java.util.List;

/// ACPI's description of the devices, and how to switch the machine off.
final class Dsdt {

  /// Linux's own id for virtio-mmio.
  private static final String VIRTIO_MMIO = "LNRO0005";

  /// A 16550A.
  private static final String SERIAL = "PNP0501";

  private Dsdt() {}

  static byte[] of(List<MmioDevice> devices, boolean serial) {
    List<byte[]> terms = new ArrayList<>();
    for (int i = 0; i < devices.size(); i++) {
      terms.add(virtio(i, devices.get(i)));
    }
    if (serial) {
      terms.add(serial());
    }
    // \_S5 must be named even if there is no device.
    byte[] off = Aml.name("\\_S5_", Aml.list(Layout.ACPI_POWER_OFF, 0, 0, 0));
    byte[] body = Aml.join(Aml.scope("\\_SB_", terms.toArray(byte[][]::new)), off);
    return AcpiTables.table("DSDT", 2, body);
  }

  private static byte[] virtio(int number, MmioDevice device) {
    return Aml.device(
        "V%03X".formatted(number),
        Aml.name("_HID", Aml.string(VIRTIO_MMIO)),
        Aml.name("_UID", Aml.integer(number)),
        Aml.name("_CCA", Aml.integer(1)), // Sees what the processors' caches hold.
        Aml.name(
            "_CRS",
            Aml.resources(
                Aml.memory(device.address(), Layout.MMIO_DEVICE_SIZE),
                Aml.interrupt(device.gsi()))));
  }

  private static byte[] serial() {
    return Aml.device(
        "COM1",
        Aml.name("_HID", Aml.eisaId(SERIAL)),
        Aml.name("_UID", Aml.integer(0)),
        Aml.name("_CRS", Aml.resources(Aml.ports(Layout.COM1, 8), Aml.interrupt(Layout.COM1_GSI))));
  }
}
