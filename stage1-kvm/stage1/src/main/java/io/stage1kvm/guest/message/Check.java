package io.stage1kvm.guest.message;

import java.util.regex.Pattern;

/// The rules that fields of several messages share.
final class Check {
  /// cJSON keeps numbers as doubles: no integer beyond this one is safe on the wire.
  static final long MAX_JSON_INTEGER = 1L << 53;

  /// One less than (uid_t) -1, which the kernel reads as "unchanged".
  static final long MAX_ID = 0xFFFF_FFFEL;

  /// appc's AC Name; stage2 uses it as the name of a directory and of a cgroup.
  private static final Pattern AC_NAME = Pattern.compile("[a-z0-9]+(-+[a-z0-9]+)*");

  private static final int MAX_NAME = 255;

  private Check() {}

  static long range(String field, long value, long min, long max) {
    if (value < min || value > max) {
      throw broken(field, Long.toString(value), "be within " + min + ".." + max);
    }
    return value;
  }

  /// Text that a C string can hold and UTF-8 can carry.
  static String text(String field, String value) {
    if (value.indexOf('\0') >= 0) {
      throw broken(field, value.replace('\0', '?'), "have no NUL");
    }
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (Character.isHighSurrogate(c)
          && i + 1 < value.length()
          && Character.isLowSurrogate(value.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(c)) {
        throw broken(field, value, "be well-formed Unicode");
      }
    }
    return value;
  }

  static String nonEmpty(String field, String value) {
    if (text(field, value).isEmpty()) {
      throw broken(field, value, "not be empty");
    }
    return value;
  }

  static String absolute(String field, String value) {
    if (!text(field, value).startsWith("/")) {
      throw broken(field, value, "be an absolute path");
    }
    return value;
  }

  static String appName(String field, String value) {
    if (value.length() > MAX_NAME || !AC_NAME.matcher(value).matches()) {
      throw broken(field, Printable.of(value), "be an AC name");
    }
    return value;
  }

  static String matching(String field, String value, Pattern pattern) {
    if (!pattern.matcher(value).matches()) {
      throw broken(field, value, "match " + pattern);
    }
    return value;
  }

  /// An exit status and the signal that ended the process: one of them is 0.
  static void end(int status, int signal) {
    range("status", status, 0, 255);
    range("signal", signal, 0, GuestCommand.MAX_SIGNAL);
    if (signal != 0 && status != 0) {
      throw broken("status", Integer.toString(status), "be 0 when a signal ended the process");
    }
  }

  static IllegalArgumentException broken(String field, String value, String rule) {
    return new IllegalArgumentException(field + " '" + value + "' must " + rule);
  }
}
