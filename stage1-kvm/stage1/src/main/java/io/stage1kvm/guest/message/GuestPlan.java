package io.stage1kvm.guest.message;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// All that stage2 does for a pod: nothing is left to interpret in the guest.
///
/// @param hostname host name of the guest, at most 64 characters (`HOST_NAME_MAX`)
/// @param shared operations in the guest's own root before any app starts; paths absolute there
/// @param apps started in parallel; names and stream numbers appear once
public record GuestPlan(String hostname, List<GuestOp> shared, List<GuestApp> apps) {
  /// The version of the protocol that this side speaks.
  public static final int VERSION = 1;

  private static final Pattern HOSTNAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  public GuestPlan {
    Check.matching("hostname", hostname, HOSTNAME);
    shared = List.copyOf(shared);
    apps = List.copyOf(apps);
    Set<String> names = new HashSet<>();
    Set<Integer> streams = new HashSet<>();
    for (GuestApp app : apps) {
      if (!names.add(app.name())) {
        throw Check.broken("app name", app.name(), "appear once in a plan");
      }
      for (int stream : app.streams()) {
        if (!streams.add(stream)) {
          throw Check.broken("stream", Integer.toString(stream), "appear once in a plan");
        }
      }
    }
  }
}
