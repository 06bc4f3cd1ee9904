package io.stage1kvm.vmm.arch.x86;

import io.stage1kvm.vmm.memory.GuestFault;
import io.stage1kvm.vmm.memory.GuestMemory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/// An uncompressed kernel: an ELF file for x86-64 whose segments lie at their physical addresses.
///
/// @param segments by address, none overlaps another
record ElfKernel(List<Segment> segments, Entry entry) implements Kernel {

  private static final int EHDR_SIZE = 64;
  private static final int PHDR_SIZE = 56;
  private static final int ET_EXEC = 2;
  private static final int EM_X86_64 = 62;
  private static final int PT_LOAD = 1;
  private static final int PT_NOTE = 4;

  /// Linux has 5; a file that says thousands only wants to keep us busy.
  private static final int MAX_SEGMENTS = 64;

  /// A piece of the file and its place in memory, zeros behind it up to `memorySize`.
  record Segment(long fileOffset, long fileSize, long address, long memorySize) {
    long end() {
      return address + memorySize;
    }
  }

  static boolean matches(byte[] start) {
    return start.length >= 4
        && start[0] == 0x7f
        && start[1] == 'E'
        && start[2] == 'L'
        && start[3] == 'F';
  }

  static ElfKernel parse(ImageFile file, byte[] start, long limit)
      throws IOException, BootException {
    return new Parser(file, limit).parse(start);
  }

  @Override
  public void load(ImageFile file, GuestMemory memory) throws IOException, GuestFault {
    for (Segment segment : segments) {
      file.load(segment.fileOffset, segment.fileSize, memory, segment.address);
    }
  }

  @Override
  public long end() {
    return segments.getLast().end();
  }

  @Override
  public long initramfsMax() {
    return 0xffff_ffffL;
  }

  private record Parser(ImageFile file, long limit) {

    ElfKernel parse(byte[] start) throws IOException, BootException {
      if (start.length < EHDR_SIZE) {
        throw bad("it ends inside its ELF header");
      }
      ByteBuffer header = littleEndian(start);
      checkKind(header);
      List<Segment> segments = new ArrayList<>();
      OptionalLong pvh = OptionalLong.empty();
      ByteBuffer table = programHeaders(header);
      for (int at = 0; at < table.capacity(); at += PHDR_SIZE) {
        int type = table.getInt(at);
        if (type == PT_LOAD && table.getLong(at + 40) != 0) {
          insert(segments, segment(table, at));
        } else if (type == PT_NOTE && pvh.isEmpty()) {
          pvh = pvhEntry(table, at);
        }
      }
      checkOverlaps(segments);
      return new ElfKernel(List.copyOf(segments), entry(header.getLong(24), pvh, segments));
    }

    /// Keeps them in the order of their addresses.
    private static void insert(List<Segment> segments, Segment segment) {
      int at = segments.size();
      while (at > 0 && segments.get(at - 1).address > segment.address) {
        at--;
      }
      segments.add(at, segment);
    }

    private void checkKind(ByteBuffer header) throws BootException {
      boolean right =
          header.get(4) == 2 // 64 bits
              && header.get(5) == 1 // little-endian
              && header.getShort(18) == EM_X86_64;
      if (!right) {
        throw bad("it is an ELF file for another processor than x86-64");
      }
      if (header.getShort(16) != ET_EXEC) {
        throw BootException.kernel(
            file.name(),
            "it is not an executable ELF file",
            "give an uncompressed vmlinux or a distribution's vmlinuz");
      }
    }

    private ByteBuffer programHeaders(ByteBuffer header) throws IOException, BootException {
      long offset = header.getLong(32);
      int size = Short.toUnsignedInt(header.getShort(54));
      int count = Short.toUnsignedInt(header.getShort(56));
      if (size != PHDR_SIZE) {
        throw bad("its program headers are of " + size + " bytes, not " + PHDR_SIZE);
      }
      if (count > MAX_SEGMENTS) {
        throw bad("it has " + count + " program headers, more than " + MAX_SEGMENTS);
      }
      checkInside("table of program headers", offset, (long) count * PHDR_SIZE);
      return littleEndian(file.read(offset, count * PHDR_SIZE));
    }

    private Segment segment(ByteBuffer table, int at) throws IOException, BootException {
      long offset = table.getLong(at + 8);
      long address = table.getLong(at + 24);
      long fileSize = table.getLong(at + 32);
      long memorySize = table.getLong(at + 40);
      String what = "segment at 0x" + Long.toHexString(address);
      checkInside(what, offset, fileSize);
      if (Long.compareUnsigned(fileSize, memorySize) > 0) {
        throw bad("its " + what + " is larger in the file than in memory");
      }
      if (address >= 0 && address < Layout.HIGH_MEMORY) {
        throw bad("its " + what + " is below 1 MiB");
      }
      if (address < 0 || memorySize < 0 || address > limit || memorySize > limit - address) {
        throw BootException.kernel(
            file.name(),
            "its " + what + " is not inside the machine's memory",
            "give the machine more memory than " + (limit >> 20) + " MiB");
      }
      return new Segment(offset, fileSize, address, memorySize);
    }

    private OptionalLong pvhEntry(ByteBuffer table, int at) throws IOException, BootException {
      long offset = table.getLong(at + 8);
      long size = table.getLong(at + 32);
      checkInside("note segment", offset, size);
      if (size > ElfNotes.MAX_SIZE) {
        throw bad("its notes are of " + size + " bytes, more than " + ElfNotes.MAX_SIZE);
      }
      int alignment = table.getLong(at + 48) == 8 ? 8 : 4;
      ByteBuffer notes = littleEndian(file.read(offset, (int) size));
      return ElfNotes.pvhEntry(file.name(), notes, alignment);
    }

    private void checkInside(String what, long offset, long length)
        throws IOException, BootException {
      long size = file.size();
      if (offset < 0 || length < 0 || offset > size || length > size - offset) {
        throw BootException.kernel(
            file.name(), "it ends before its " + what + " does", "the file is not complete");
      }
    }

    private void checkOverlaps(List<Segment> segments) throws BootException {
      if (segments.isEmpty()) {
        throw bad("it has no segments to load");
      }
      for (int i = 1; i < segments.size(); i++) {
        Segment segment = segments.get(i);
        if (segment.address < segments.get(i - 1).end()) {
          throw bad("its segment at 0x" + Long.toHexString(segment.address) + " overlaps another");
        }
      }
    }

    private Entry entry(long elfEntry, OptionalLong pvh, List<Segment> segments)
        throws BootException {
      Entry entry = pvh.isPresent() ? new Entry.Pvh(pvh.getAsLong()) : new Entry.Long64(elfEntry);
      for (Segment segment : segments) {
        long offset = entry.address() - segment.address;
        if (offset >= 0 && offset < segment.fileSize) {
          return requireReach(entry, segments.getLast().end());
        }
      }
      throw bad("its entry 0x" + Long.toHexString(entry.address()) + " is not inside a segment");
    }

    private Entry requireReach(Entry entry, long end) throws BootException {
      if (entry instanceof Entry.Long64 && end > Layout.IDENTITY_MAPPED) {
        throw bad("it has no PVH entry and does not lie in the first GiB");
      }
      return entry;
    }

    private BootException bad(String reason) {
      return BootException.kernel(file.name(), reason);
    }

    private static ByteBuffer littleEndian(byte[] bytes) {
      return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
  }
}
