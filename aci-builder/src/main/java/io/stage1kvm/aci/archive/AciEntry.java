package io.stage1kvm.aci.archive;

/// One member of an archive, as it stands there: nothing about its name is checked yet.
///
/// Names and link targets are [ByteText]; a name may have leading `./` and trailing `/`.
public sealed interface AciEntry {
  /// The name as written in the archive.
  String name();

  /// Mode, owner, time and extended attributes.
  Attributes attributes();

  /// What it is, for messages: `file`, `hard link`, …
  String kind();

  /// A regular file. Its content follows in the stream.
  ///
  /// @param map where its bytes lie, if it has holes
  record File(String name, Attributes attributes, SparseMap map) implements AciEntry {
    /// A file without holes.
    ///
    /// @param size bytes of content
    public File(String name, Attributes attributes, long size) {
      this(name, attributes, SparseMap.dense(size));
    }

    /// Bytes of content, holes included.
    public long size() {
      return map.size();
    }

    @Override
    public String kind() {
      return "file";
    }
  }

  record Directory(String name, Attributes attributes) implements AciEntry {
    @Override
    public String kind() {
      return "directory";
    }
  }

  /// @param target any text; it is resolved inside the container, never by us
  record Symlink(String name, Attributes attributes, String target) implements AciEntry {
    @Override
    public String kind() {
      return "symlink";
    }
  }

  /// A second name of an earlier entry.
  ///
  /// @param target the name of that entry, from the top of the archive
  record HardLink(String name, Attributes attributes, String target) implements AciEntry {
    @Override
    public String kind() {
      return "hard link";
    }
  }

  record CharDevice(String name, Attributes attributes, int major, int minor) implements AciEntry {
    @Override
    public String kind() {
      return "character device";
    }
  }

  record BlockDevice(String name, Attributes attributes, int major, int minor) implements AciEntry {
    @Override
    public String kind() {
      return "block device";
    }
  }

  /// Read so that it can be refused by name: no image needs one.
  record Fifo(String name, Attributes attributes) implements AciEntry {
    @Override
    public String kind() {
      return "fifo";
    }
  }
}
