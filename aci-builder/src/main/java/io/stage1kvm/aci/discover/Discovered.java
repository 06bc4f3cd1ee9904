package io.stage1kvm.aci.discover;

import java.util.List;

/// Where an image can be had.
///
/// @param endpoints in the order of the page
/// @param keys URLs of keys that may have signed it
public record Discovered(List<Endpoint> endpoints, List<String> keys) {
  /// An image and its signature.
  ///
  /// @param aci URL of the image
  /// @param asc URL of its signature
  public record Endpoint(String aci, String asc) {}

  public Discovered {
    endpoints = List.copyOf(endpoints);
    keys = List.copyOf(keys);
  }
}
