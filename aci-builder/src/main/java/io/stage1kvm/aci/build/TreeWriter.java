package io.stage1kvm.aci.build;

import static io.stage1kvm.sys.abi.Fcntl.*;

import io.stage1kvm.aci.archive.AciEntry;
import io.stage1kvm.aci.archive.AciException;
import io.stage1kvm.aci.archive.AciWriter;
import io.stage1kvm.aci.archive.Attributes;
import io.stage1kvm.aci.archive.ByteText;
import io.stage1kvm.aci.layout.AciLayout;
import io.stage1kvm.sys.DeviceNumber;
import io.stage1kvm.sys.DirectoryEntry;
import io.stage1kvm.sys.Fd;
import io.stage1kvm.sys.FileCalls;
import io.stage1kvm.sys.FileStatus;
import io.stage1kvm.sys.Sys;
import io.stage1kvm.sys.SyscallException;
import io.stage1kvm.sys.abi.Stat;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Puts a manifest and a tree of files into an archive, in a fixed order.
final class TreeWriter {
  private static final int MANIFEST_MODE = 0644;
  private static final int OPEN_FILE = O_RDONLY | O_NOFOLLOW | O_NONBLOCK;
  private static final int OPEN_DIRECTORY = O_RDONLY | O_DIRECTORY | O_NOFOLLOW;

  /// An inode, whichever of its names we meet.
  private record Inode(DeviceNumber device, long number) {}

  private final FileCalls files = Sys.files();
  private final AciWriter writer;
  private final AttributeReader attributes;
  private final Map<Inode, String> seen = new HashMap<>();

  TreeWriter(AciWriter writer, BuildOptions options) {
    this.writer = writer;
    this.attributes = new AttributeReader(options);
  }

  void write(byte[] manifest, Path rootfs) throws IOException {
    // The way to the tree is the caller's and may lead through links.
    try (Fd directory = files.openat(Fd.CWD, bytes(rootfs.toString()), O_RDONLY | O_DIRECTORY, 0)) {
      FileStatus status = files.fstat(directory);
      writeManifest(manifest, status);
      writeDirectory(directory, AciLayout.ROOTFS, status);
    } catch (SyscallException e) {
      throw AciException.cannot("read", "directory", rootfs.toString(), e);
    }
  }

  /// Only the manifest's content means something: its owner and mode are fixed, its time is the
  /// rootfs's.
  private void writeManifest(byte[] manifest, FileStatus rootfs) throws IOException {
    Attributes plain = attributes.plain(MANIFEST_MODE, rootfs.mtime());
    AciEntry.File file = new AciEntry.File(AciLayout.MANIFEST, plain, manifest.length);
    writer.put(file, new ByteArrayInputStream(manifest));
  }

  private void writeDirectory(Fd directory, String name, FileStatus status) throws IOException {
    writer.put(new AciEntry.Directory(name + "/", attributes.of(directory, status)));
    for (byte[] child : sortedNames(directory)) {
      String childName = name + "/" + ByteText.decode(child);
      try {
        writeChild(directory, child, childName);
      } catch (SyscallException e) {
        throw AciException.cannot("read", "file", childName, e);
      }
    }
  }

  private List<byte[]> sortedNames(Fd directory) throws SyscallException {
    List<byte[]> names = new ArrayList<>();
    List<DirectoryEntry> some = files.getdents64(directory);
    while (!some.isEmpty()) {
      some.stream().map(DirectoryEntry::name).filter(TreeWriter::isChild).forEach(names::add);
      some = files.getdents64(directory);
    }
    names.sort(Arrays::compareUnsigned);
    return names;
  }

  private static boolean isChild(byte[] name) {
    return !(name[0] == '.' && (name.length == 1 || name.length == 2 && name[1] == '.'));
  }

  private void writeChild(Fd dir, byte[] child, String name) throws IOException {
    FileStatus status = files.statx(dir, child, AT_SYMLINK_NOFOLLOW);
    if (status.isDirectory()) {
      try (Fd directory = files.openat(dir, child, OPEN_DIRECTORY, 0)) {
        writeDirectory(directory, name, status);
      }
      return;
    }
    String first = firstName(status, name);
    if (!first.equals(name)) {
      writer.put(new AciEntry.HardLink(name, attributes.of(status), first));
      return;
    }
    writeFirst(dir, child, name, status);
  }

  /// @return the name under which the file is in the image already, else the given one
  private String firstName(FileStatus status, String name) {
    if (status.nlink() < 2) {
      return name;
    }
    String known = seen.putIfAbsent(new Inode(status.dev(), status.ino()), name);
    return known == null ? name : known;
  }

  private void writeFirst(Fd dir, byte[] child, String name, FileStatus status) throws IOException {
    switch (status.type()) {
      case Stat.S_IFREG -> writeFile(dir, child, name);
      case Stat.S_IFLNK -> {
        String target = ByteText.decode(files.readlinkat(dir, child));
        writer.put(new AciEntry.Symlink(name, attributes.of(status), target));
      }
      case Stat.S_IFCHR -> {
        DeviceNumber device = status.rdev();
        writer.put(
            new AciEntry.CharDevice(name, attributes.of(status), device.major(), device.minor()));
      }
      case Stat.S_IFBLK -> {
        DeviceNumber device = status.rdev();
        writer.put(
            new AciEntry.BlockDevice(name, attributes.of(status), device.major(), device.minor()));
      }
      default ->
          throw AciException.cannot(
              "add", "file", name, "it is a socket or a fifo, which no image may have");
    }
  }

  private void writeFile(Fd dir, byte[] child, String name) throws IOException {
    try (Fd file = files.openat(dir, child, OPEN_FILE, 0)) {
      // Asked again, of what was really opened.
      FileStatus status = files.fstat(file);
      if (!status.isRegularFile()) {
        throw AciException.cannot("read", "file", name, "it was replaced meanwhile");
      }
      Attributes attributes = this.attributes.of(file, status);
      writer.put(new AciEntry.File(name, attributes, status.size()), new FdInput(file));
    }
  }

  private static byte[] bytes(String name) {
    return ByteText.encode(name);
  }
}
