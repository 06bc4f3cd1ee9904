/// Unpacks images. The only writer of a root file system to disk.
///
/// Two locks, each enough alone, keep an archive inside its target: the rules of
/// [io.stage1kvm.aci.layout.LayoutChecker] are asked before each entry is made, and every call
/// names a file by a directory descriptor and one plain name, where the descriptor was opened
/// without following a single link (`openat2` with `RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS`).
package io.stage1kvm.aci.extract;
