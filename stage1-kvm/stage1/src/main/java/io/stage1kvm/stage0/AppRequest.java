package io.stage1kvm.stage0;

import io.stage1kvm.stage0.flag.Flags;
import java.util.List;

/// One image of a `run` command line, with what belongs to it.
///
/// @param image the ACI file
/// @param flags those of [RunFlags#APP]
/// @param arguments what follows `--`
record AppRequest(String image, Flags flags, List<String> arguments) {
  AppRequest {
    arguments = List.copyOf(arguments);
  }
}
