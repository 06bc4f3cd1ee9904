package io.stage1kvm.guest.channel;

import io.stage1kvm.guest.frame.Frame;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Frames on their way to the writer, in order. Messages always find room, so that whoever sends
/// one is
/// not held up by a peer that does not read; what streams send waits when many bytes are queued.
final class FrameQueue {
  private static final int FULL_BYTES = 256 * 1024;

  /// A frame without payload takes room too.
  private static final int FRAME_COST = 64;

  private final Deque<Frame> frames = new ArrayDeque<>();
  private int queued;
  private boolean closed;

  /// Whether the frame that was taken last may not be written yet.
  private boolean busy;

  /// Adds a frame of which the caller sends few; a closed queue drops it.
  synchronized void add(Frame frame) {
    if (!closed) {
      frames.add(frame);
      queued += cost(frame);
      notifyAll();
    }
  }

  /// Adds a frame when there is room; a closed queue drops it.
  synchronized void addWhenRoom(Frame frame) throws InterruptedException {
    while (queued >= FULL_BYTES && !closed) {
      wait();
    }
    add(frame);
  }

  /// Waits for the next frame; empty when the queue was closed. Whoever takes has written all
  /// before.
  synchronized Optional<Frame> take() throws InterruptedException {
    busy = false;
    notifyAll();
    while (frames.isEmpty() && !closed) {
      wait();
    }
    if (closed) {
      return Optional.empty();
    }
    busy = true;
    Frame frame = frames.remove();
    queued -= cost(frame);
    notifyAll();
    return Optional.of(frame);
  }

  /// Waits until everything is written; false when the time was too short or the queue was closed.
  synchronized boolean awaitWritten(Duration time) throws InterruptedException {
    long deadline = System.nanoTime() + time.toNanos();
    while (busy || !frames.isEmpty()) {
      long left = deadline - System.nanoTime();
      if (closed || left <= 0) {
        return false;
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
    return !closed;
  }

  synchronized boolean isEmpty() {
    return frames.isEmpty();
  }

  synchronized void close() {
    closed = true;
    frames.clear();
    queued = 0;
    notifyAll();
  }

  private static int cost(Frame frame) {
    return frame.payload().length + FRAME_COST;
  }
}
