/// The Maven goal `aci:build`.
///
/// Runs the `aci` command in a JVM of its own, which may be newer than Maven's.
package io.stage1kvm.maven;
