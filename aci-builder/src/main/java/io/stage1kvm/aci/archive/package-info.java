/// Tar archives, plain or compressed: the bytes of an App Container Image.
///
/// [io.stage1kvm.aci.archive.AciReader] turns bytes into [io.stage1kvm.aci.archive.AciEntry]s and
/// an image ID in one pass; [io.stage1kvm.aci.archive.AciWriter] does the reverse. This package
/// knows tar's words (names, modes, links), not the layout of an image, and trusts no byte it
/// reads.
///
/// Names are bytes on Linux. They travel through Java as strings that keep every byte, see
/// [io.stage1kvm.aci.archive.ByteText].
///
/// The only package that imports commons-compress (bzip2) and xz.
package io.stage1kvm.aci.archive;
