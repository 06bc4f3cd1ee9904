package io.stage1kvm.guest;

import io.stage1kvm.guest.message.GuestEvent;
import io.stage1kvm.guest.message.GuestSessionException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// Keeps what it is told.
final class RecordingListener implements GuestListener {
  private final BlockingQueue<Object> told = new LinkedBlockingQueue<>();

  @Override
  public void event(GuestEvent event) {
    told.add(event);
  }

  @Override
  public void ended(GuestSessionException cause) {
    told.add(cause);
  }

  /// The next event, or the exception that ended the session.
  Object next() throws InterruptedException {
    Object next = told.poll(20, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("nothing happened");
    }
    return next;
  }

  boolean isQuiet() throws InterruptedException {
    return told.poll(50, TimeUnit.MILLISECONDS) == null;
  }
}
