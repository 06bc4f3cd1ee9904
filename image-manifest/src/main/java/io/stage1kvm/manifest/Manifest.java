package io.stage1kvm.manifest;

import io.stage1kvm.manifest.type.ACKind;
import io.stage1kvm.manifest.type.ACVersion;
import io.stage1kvm.manifest.type.Extensions;

/// A document of the appc schema.
public sealed interface Manifest permits ImageManifest, PodManifest {
  ACKind acKind();

  ACVersion acVersion();

  Extensions extensions();
}
