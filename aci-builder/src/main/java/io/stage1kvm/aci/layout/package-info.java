/// The layout of an App Container Image: `manifest` and `rootfs/`, nothing else, and every rule
/// that an archive's entries must keep to be one (appc `aci.md`, "Image Layout").
///
/// [io.stage1kvm.aci.layout.AciLayout] holds every name of the format.
/// [io.stage1kvm.aci.layout.LayoutChecker] judges entries one by one; whoever extracts an image
/// stops at its first finding, whoever validates collects them all.
package io.stage1kvm.aci.layout;
