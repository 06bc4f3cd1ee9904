package io.stage1kvm.aci.discover;

/// A check that can be left out.
public enum Insecure {
  /// Signatures of images.
  IMAGE,
  /// Certificates of servers.
  TLS,
  /// That connections are encrypted at all.
  HTTP
}
