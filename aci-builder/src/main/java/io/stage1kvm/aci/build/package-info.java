/// Makes images of directories: the same tree gives the same bytes.
///
/// ```java
/// ImageManifest manifest = ImageManifest.builder("example.com/app").app(…).build();
/// ImageID id = AciBuilder.fromRootfs(manifest, rootfs).build(output, BuildOptions.defaults());
/// ```
///
/// Entries stand in the order of their names' bytes, below their directory. Names of owners,
/// access times, inode numbers and the order of the file system never get into an image. What
/// does, and may differ between two makings of "the same" tree, can be settled: times by
/// [io.stage1kvm.aci.build.BuildOptions#timestamp()], owners by
/// [io.stage1kvm.aci.build.BuildOptions#ownerRoot()].
package io.stage1kvm.aci.build;
