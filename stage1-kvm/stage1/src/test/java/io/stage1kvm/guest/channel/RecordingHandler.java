package io.stage1kvm.guest.channel;

import io.stage1kvm.guest.frame.FrameType;
import io.stage1kvm.guest.message.GuestSessionException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// Keeps the messages and the end of a channel.
final class RecordingHandler implements FrameHandler {
  private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
  private final BlockingQueue<GuestSessionException> ends = new LinkedBlockingQueue<>();

  @Override
  public void message(FrameType type, byte[] json) {
    messages.add(type + " " + new String(json, StandardCharsets.UTF_8));
  }

  @Override
  public void ended(GuestSessionException cause) {
    ends.add(cause);
  }

  String next() throws InterruptedException {
    return messages.poll(20, TimeUnit.SECONDS);
  }

  GuestSessionException end() throws InterruptedException {
    GuestSessionException end = ends.poll(20, TimeUnit.SECONDS);
    if (end == null) {
      throw new AssertionError("the channel did not end");
    }
    return end;
  }

  boolean endedAgain() throws InterruptedException {
    return ends.poll(50, TimeUnit.MILLISECONDS) != null;
  }
}
