package io.stage1kvm.aci.render;

import io.stage1kvm.aci.store.StoredImage;

/// One appearance of an image among the dependencies.
///
/// @param image the image
/// @param whitelist what it may contribute at this place
record Layer(StoredImage image, Whitelist whitelist) {}
