/// Detached OpenPGP signatures of image files (appc `discovery.md`), and the directories in which
/// rkt keeps the keys it trusts. The only importer of Bouncy Castle.
package io.stage1kvm.aci.sign;
