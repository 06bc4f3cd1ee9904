/// Docker archives and OCI layouts to App Container Images.
///
/// Sources are hostile: every blob is checked against its digest, sizes and numbers of entries are
/// bounded, and layers are put together in memory as names ([LayerTree]); nothing of theirs is
/// written to disk under a name of theirs.
package io.stage1kvm.aci.convert;
