package io.stage1kvm.guest.message;

import java.util.regex.Pattern;

/// A file of the app's cgroup (version 2) and what is written to it: `memory.max`, `26214400`.
public record CgroupSetting(String file, String value) {
  private static final Pattern FILE = Pattern.compile("[A-Za-z0-9_]+(\\.[A-Za-z0-9_]+)+");

  public CgroupSetting {
    Check.matching("cgroup file", file, FILE);
    Check.nonEmpty("cgroup value", value);
  }
}
