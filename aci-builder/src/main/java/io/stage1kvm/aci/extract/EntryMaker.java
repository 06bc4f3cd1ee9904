package io.stage1kvm.aci.extract;

import static io.stage1kvm.aci.extract.TargetTree.bytes;
import static io.stage1kvm.sys.abi.Fcntl.*;

import io.stage1kvm.aci.archive.AciEntry;
import io.stage1kvm.aci.archive.AciException;
import io.stage1kvm.aci.archive.Attributes;
import io.stage1kvm.aci.archive.ByteText;
import io.stage1kvm.aci.archive.SparseMap;
import io.stage1kvm.aci.layout.EntryPath;
import io.stage1kvm.sys.DeviceNumber;
import io.stage1kvm.sys.Fd;
import io.stage1kvm.sys.FileCalls;
import io.stage1kvm.sys.Sys;
import io.stage1kvm.sys.SyscallException;
import io.stage1kvm.sys.abi.Stat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Makes entries on disk. Directories get their attributes last, when nothing is made in them any
/// more.
final class EntryMaker {
  /// Devices belong to us alone until their owner is set.
  private static final int DEVICE_MODE = 0600;

  /// As [java.io.InputStream#read(byte\[\], int, int)], the stored bytes of a file without its
  /// holes.
  interface Content {
    int read(byte[] buffer, int offset, int length) throws IOException;
  }

  /// A directory, as small as can be: an image may have very many.
  private record Made(byte[] path, int depth, Attributes attributes) {}

  private final FileCalls files = Sys.files();
  private final TargetTree tree;
  private final AttributeSetter attributes;
  private final Omissions omissions;
  private final List<Made> directories = new ArrayList<>();
  private final byte[] buffer = new byte[1 << 17];
  private final FileMaker fileMaker;
  private final FileQueue queue;

  EntryMaker(TargetTree tree, FileQueue queue, AttributeSetter attributes, Omissions omissions) {
    this.tree = tree;
    this.queue = queue;
    this.attributes = attributes;
    this.omissions = omissions;
    this.fileMaker = new FileMaker(attributes);
  }

  /// Makes one entry that the layout's rules let through.
  ///
  /// @param content where a file's content comes from
  void make(AciEntry entry, EntryPath path, Content content) throws IOException {
    try {
      makeOne(entry, path, content);
    } catch (SyscallException e) {
      throw failed(entry.kind(), entry.name(), e);
    }
  }

  static AciException failed(String kind, String name, SyscallException e) {
    return AciException.malformed(
        "%s '%s': %s".formatted(kind, ByteText.show(name), e.getMessage()), e);
  }

  private void makeOne(AciEntry entry, EntryPath path, Content content) throws IOException {
    switch (entry) {
      case AciEntry.File file -> makeFile(file, path, content);
      case AciEntry.Directory directory -> {
        tree.makeDirectory(path);
        byte[] name = bytes(path.toString());
        directories.add(new Made(name, path.parts().size(), directory.attributes()));
      }
      case AciEntry.Symlink link -> {
        Fd dir = tree.parentOf(path);
        files.symlinkat(bytes(link.target()), dir, bytes(path.last()));
        attributes.setOnSymlink(dir, path.last(), link.attributes());
      }
      case AciEntry.HardLink link -> makeHardLink(link, path);
      case AciEntry.CharDevice d ->
          makeDevice(d, path, Stat.S_IFCHR, new DeviceNumber(d.major(), d.minor()));
      case AciEntry.BlockDevice d ->
          makeDevice(d, path, Stat.S_IFBLK, new DeviceNumber(d.major(), d.minor()));
      case AciEntry.Fifo fifo ->
          throw new IllegalStateException("a fifo passed the rules: " + fifo);
    }
  }

  private void makeFile(AciEntry.File file, EntryPath path, Content content) throws IOException {
    Fd dir = tree.parentOf(path);
    if (FileQueue.takes(file)) {
      queue.add(dir, file, bytes(path.last()), content);
    } else {
      fileMaker.make(dir, bytes(path.last()), file, (target, map) -> write(target, map, content));
    }
  }

  private void write(Fd target, SparseMap map, Content content) throws IOException {
    for (int piece = 0; piece < map.count(); piece++) {
      if (map.hasHoles()) {
        files.lseek(target, map.offset(piece), SEEK_SET);
      }
      for (long left = map.length(piece); left > 0; ) {
        int n = content.read(buffer, 0, (int) Math.min(left, buffer.length));
        files.writeFully(target, buffer, 0, n);
        left -= n;
      }
    }
    if (map.hasHoles()) {
      files.ftruncate(target, map.size());
    }
  }

  private void makeHardLink(AciEntry.HardLink link, EntryPath path) throws IOException {
    EntryPath existing = EntryPath.of(link.target());
    if (omissions.hasDevice(existing)) {
      omissions.device(path);
    } else {
      queue.drain();
      tree.link(existing, path);
    }
  }

  private void makeDevice(AciEntry entry, EntryPath path, int type, DeviceNumber device)
      throws IOException {
    if (!attributes.privileged()) {
      omissions.device(path);
      return;
    }
    Fd dir = tree.parentOf(path);
    byte[] name = bytes(path.last());
    files.mknodat(dir, name, type | DEVICE_MODE, device);
    attributes.setOnDevice(dir, path.last(), entry.attributes());
  }

  /// Gives directories their attributes, those furthest down first: a mode may take away the way
  /// in.
  void finish() throws IOException {
    queue.drain();
    directories.sort(Comparator.comparingInt(Made::depth).reversed());
    for (Made made : directories) {
      try (Fd directory = tree.openDirectory(made.path())) {
        attributes.set(directory, made.attributes());
      } catch (SyscallException e) {
        throw failed("directory", ByteText.decode(made.path()), e);
      }
    }
  }
}
