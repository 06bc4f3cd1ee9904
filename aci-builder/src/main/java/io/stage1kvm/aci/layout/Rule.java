package io.stage1kvm.aci.layout;

/// What an image must keep, with a name that stays the same for whoever filters findings by it.
public enum Rule {
  /// The bytes are a tar archive, whole, plain or compressed by gzip, bzip2 or xz.
  ARCHIVE("archive"),
  /// There is a file `manifest` at the top.
  MANIFEST_PRESENT("manifest-present"),
  /// It is a valid image manifest.
  MANIFEST_VALID("manifest-valid"),
  /// There is a directory `rootfs` at the top.
  ROOTFS_PRESENT("rootfs-present"),
  /// Nothing else is at the top.
  TOP_LEVEL("top-level"),
  /// Names are relative.
  NAME_RELATIVE("name-relative"),
  /// Names have no `..`.
  NAME_INSIDE("name-inside"),
  /// Each name is there once.
  NAME_ONCE("name-once"),
  /// What has something below it is a directory.
  PARENT_DIRECTORY("parent-directory"),
  /// Hard links name an earlier entry of the rootfs.
  HARD_LINK_INSIDE("hard-link-inside"),
  /// Files, directories, links and devices only.
  ENTRY_TYPE("entry-type");

  private final String id;

  Rule(String id) {
    this.id = id;
  }

  /// The name, such as `name-inside`.
  public String id() {
    return id;
  }
}
