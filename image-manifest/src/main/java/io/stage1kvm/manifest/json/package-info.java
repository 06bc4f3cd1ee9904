/// Manifests as JSON. The only package that knows gson, and only to read and write plain JSON
/// values: what they mean is spelled out here, without reflection, because it lies on a pod's start
/// path.
package io.stage1kvm.manifest.json;
