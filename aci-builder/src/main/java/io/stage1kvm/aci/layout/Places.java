package io.stage1kvm.aci.layout;

import io.stage1kvm.aci.archive.ByteText;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;

/// What is known about each name of an image, in 17 bytes a name: an image may have millions.
///
/// A name is kept as the first 128 bits of a hash that begins with a secret of this process: nobody
/// can make an archive in which two names look like one.
final class Places {
  /// What is known about a place.
  enum Place {
    /// A directory, because something is below it.
    IMPLIED("directory"),
    DIRECTORY("directory"),
    FILE("file"),
    SYMLINK("symlink"),
    HARD_LINK("hard link"),
    CHAR_DEVICE("character device"),
    BLOCK_DEVICE("block device");

    private static final Place[] ALL = values();

    private final String kind;

    Place(String kind) {
      this.kind = kind;
    }

    String kind() {
      return kind;
    }

    boolean isDirectory() {
      return this == IMPLIED || this == DIRECTORY;
    }
  }

  private static final byte[] SECRET = new SecureRandom().generateSeed(16);

  private final MessageDigest digest;
  private long[] hashes = new long[2 * 1024];
  private byte[] places = new byte[1024];
  private int count;

  /// The name in question, which often is that of the question before, and its hash.
  private String name;

  private long first;

  private long second;

  Places() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /// @return what is there, null for nothing
  Place get(String name) {
    digest(name);
    byte place = places[slot(first, second)];
    return place == 0 ? null : Place.ALL[place - 1];
  }

  /// Sets what is there, whatever it was before.
  void put(String name, Place place) {
    digest(name);
    if (2 * (count + 1) > places.length) {
      grow();
    }
    int slot = slot(first, second);
    if (places[slot] == 0) {
      count++;
    }
    set(slot, first, second, (byte) (place.ordinal() + 1));
  }

  private void digest(String asked) {
    if (asked.equals(name)) {
      return;
    }
    digest.update(SECRET);
    byte[] hash = digest.digest(ByteText.encode(asked));
    name = asked;
    first = toLong(hash, 0);
    second = toLong(hash, 8);
  }

  private static long toLong(byte[] bytes, int offset) {
    long value = 0;
    for (int i = 0; i < 8; i++) {
      value = value << 8 | bytes[offset + i] & 0xff;
    }
    return value;
  }

  /// @return where the hash is, or where it may be put
  private int slot(long first, long second) {
    int mask = places.length - 1;
    int slot = (int) first & mask;
    while (places[slot] != 0 && (hashes[2 * slot] != first || hashes[2 * slot + 1] != second)) {
      slot = slot + 1 & mask;
    }
    return slot;
  }

  private void set(int slot, long first, long second, byte place) {
    hashes[2 * slot] = first;
    hashes[2 * slot + 1] = second;
    places[slot] = place;
  }

  private void grow() {
    long[] oldHashes = hashes;
    byte[] oldPlaces = places;
    hashes = new long[oldHashes.length * 2];
    places = new byte[oldPlaces.length * 2];
    for (int i = 0; i < oldPlaces.length; i++) {
      if (oldPlaces[i] != 0) {
        long first = oldHashes[2 * i];
        long second = oldHashes[2 * i + 1];
        set(slot(first, second), first, second, oldPlaces[i]);
      }
    }
  }
}
