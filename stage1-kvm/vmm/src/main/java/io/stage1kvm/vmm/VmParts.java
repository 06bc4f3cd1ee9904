package io.stage1kvm.vmm;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/// What a machine holds of the host, given back in the reverse order of its making.
final class VmParts implements AutoCloseable {

  private final Deque<AutoCloseable> parts = new ArrayDeque<>();

  <T extends AutoCloseable> T add(T part) {
    parts.push(part);
    return part;
  }

  /// All of them, even if some fail; the first failure is thrown.
  @Override
  public void close() throws IOException {
    Exception failure = null;
    while (!parts.isEmpty()) {
      try {
        parts.pop().close();
      } catch (Exception e) {
        if (failure == null) {
          failure = e;
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure instanceof IOException io) {
      throw io;
    }
    if (failure != null) {
      throw new IllegalStateException(failure.getMessage(), failure);
    }
  }
}
