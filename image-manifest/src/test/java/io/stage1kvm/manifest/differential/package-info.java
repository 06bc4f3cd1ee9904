/// Manifests by the thousand, and what this library, the specification and actool say of each.
package io.stage1kvm.manifest.differential;
