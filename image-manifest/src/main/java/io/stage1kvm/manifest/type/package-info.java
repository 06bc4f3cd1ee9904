/// The values of the appc schema: names, labels, hashes, paths, ports. A value that exists is a
/// valid one; a bad one is refused with [io.stage1kvm.manifest.type.InvalidValueException].
package io.stage1kvm.manifest.type;
