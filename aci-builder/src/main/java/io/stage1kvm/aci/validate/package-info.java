/// Judges whole images: every finding, not just the first.
package io.stage1kvm.aci.validate;
