package io.stage1kvm.guest.frame;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// The types of frames with the lengths that their payload may have.
public enum FrameType {
  HELLO(0x01, 0, Limits.SMALL_JSON),
  PLAN(0x02, 0, Limits.LARGE_JSON),
  COMMAND(0x03, 0, Limits.LARGE_JSON),
  REPLY(0x04, 0, Limits.SMALL_JSON),
  EVENT(0x05, 0, Limits.SMALL_JSON),
  DATA(0x10, 1, Limits.DATA),
  EOF(0x11, 0, 0),
  CREDIT(0x12, Integer.BYTES, Integer.BYTES);

  /// What a guest may send to its host.
  public static final Set<FrameType> FROM_GUEST =
      Collections.unmodifiableSet(EnumSet.of(HELLO, REPLY, EVENT, DATA, EOF, CREDIT));

  /// What a host may send to its guest.
  public static final Set<FrameType> FROM_HOST =
      Collections.unmodifiableSet(EnumSet.of(HELLO, PLAN, COMMAND, DATA, EOF, CREDIT));

  private final int code;
  private final int minLength;
  private final int maxLength;

  FrameType(int code, int minLength, int maxLength) {
    this.code = code;
    this.minLength = minLength;
    this.maxLength = maxLength;
  }

  static Optional<FrameType> ofCode(int code) {
    for (FrameType type : values()) {
      if (type.code == code) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }

  int code() {
    return code;
  }

  public int minLength() {
    return minLength;
  }

  public int maxLength() {
    return maxLength;
  }

  /// Whether frames of this type belong to a stream.
  public boolean ofStream() {
    return this == DATA || this == EOF || this == CREDIT;
  }

  private static final class Limits {
    static final int SMALL_JSON = 64 * 1024;
    static final int LARGE_JSON = 4 * 1024 * 1024;
    static final int DATA = 32 * 1024;
  }
}
