package io.stage1kvm.stage0;

import java.util.Optional;
import java.util.OptionalInt;

/// What is known about an app of a pod.
///
/// @param name the app's name
/// @param imageName name and version of its image, `example.com/web:1.0.0`
/// @param imageId its image's ID
/// @param exitCode the status it ended with, once it has
record AppFacts(String name, String imageName, Optional<String> imageId, OptionalInt exitCode) {}
