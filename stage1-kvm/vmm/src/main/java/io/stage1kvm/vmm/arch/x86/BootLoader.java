package io.stage1kvm.vmm.arch.x86;

import io.stage1kvm.vmm.memory.GuestFault;
import io.stage1kvm.vmm.memory.GuestMemory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Does what firmware and boot loader do on a real machine: puts kernel, initramfs and all tables
/// into memory.
public final class BootLoader {

  private BootLoader() {}

  /// Fills memory, which must still be all zeros, and tells how to start the processors.
  public static CpuState load(GuestMemory memory, BootRequest request)
      throws BootException, IOException {
    BootImage image = request.kernel();
    try {
      FdImageFile file = FdImageFile.of(image.name(), image.file());
      return load(memory, request, file, Kernel.parse(file, Layout.lowRegionEnd(memory)));
    } catch (GuestFault e) {
      throw new IllegalStateException("layout of memory was not checked", e);
    }
  }

  private static CpuState load(
      GuestMemory memory, BootRequest request, ImageFile file, Kernel kernel)
      throws BootException, IOException, GuestFault {
    kernel.load(file, memory);
    Initramfs initramfs = initramfs(memory, request.initramfs(), kernel);
    CpuState state = CpuState.of(kernel.entry());
    List<Piece> pieces = new ArrayList<>();
    pieces.add(CommandLine.of(request));
    pieces.add(ProcessorTables.gdt(state));
    pieces.add(ProcessorTables.resetVector());
    pieces.add(MpTable.of(request.cpus()));
    if (state.paging()) {
      pieces.add(ProcessorTables.pageTables());
    }
    boolean acpi = request.discovery() == Discovery.ACPI;
    if (acpi) {
      pieces.addAll(AcpiTables.of(request.cpus(), request.devices(), request.serial()));
    }
    long rsdp = acpi ? Layout.RSDP : 0;
    pieces.addAll(handover(kernel, initramfs, MemoryMap.of(memory), rsdp));
    for (Piece piece : pieces) {
      memory.write(piece.address(), piece.bytes());
    }
    return state;
  }

  private static Initramfs initramfs(GuestMemory memory, Optional<BootImage> image, Kernel kernel)
      throws BootException, IOException, GuestFault {
    if (image.isEmpty()) {
      return Initramfs.NONE;
    }
    FdImageFile file = FdImageFile.of(image.get().name(), image.get().file());
    Initramfs initramfs = Initramfs.place(file, kernel, Layout.lowRegionEnd(memory));
    file.load(0, initramfs.size(), memory, initramfs.address());
    return initramfs;
  }

  private static List<Piece> handover(
      Kernel kernel, Initramfs initramfs, MemoryMap map, long rsdp) {
    return kernel.entry().is64Bit()
        ? List.of(BootParams.of(kernel, initramfs, map, rsdp))
        : StartInfo.pieces(initramfs, map, rsdp);
  }
}
