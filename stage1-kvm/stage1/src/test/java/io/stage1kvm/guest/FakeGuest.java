package io.stage1kvm.guest;

import io.stage1kvm.guest.frame.Frame;
import io.stage1kvm.guest.frame.FrameReader;
import io.stage1kvm.guest.frame.FrameType;
import io.stage1kvm.guest.frame.FrameWriter;
import io.stage1kvm.guest.json.JsonFields;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// The guest's end of a session, that says what a test tells it to.
final class FakeGuest implements AutoCloseable {
  private final Connection connection;
  private final FrameReader reader;
  private final FrameWriter writer;

  FakeGuest(Connection connection) {
    this.connection = connection;
    reader = new FrameReader(connection.in(), FrameType.FROM_HOST);
    writer = new FrameWriter(connection.out());
  }

  void hello() throws IOException {
    say(FrameType.HELLO, "{'version':1,'kernel':'6.12.43','boot_ns':412345678}");
  }

  void event(String fields) throws IOException {
    say(FrameType.EVENT, "{'event':" + fields + "}");
  }

  void done(long id) throws IOException {
    say(FrameType.REPLY, "{'id':" + id + ",'ok':true}");
  }

  void refuse(long id, String error) throws IOException {
    say(FrameType.REPLY, "{'id':" + id + ",'ok':false,'error':'" + error + "'}");
  }

  void data(int stream, String text) throws IOException {
    send(Frame.data(stream, text.getBytes(StandardCharsets.UTF_8)));
  }

  /// @param json with apostrophes for quotation marks
  void say(FrameType type, String json) throws IOException {
    send(Frame.message(type, json.replace('\'', '"').getBytes(StandardCharsets.UTF_8)));
  }

  void send(Frame frame) throws IOException {
    writer.write(frame);
    writer.flush();
  }

  /// The next frame of the host.
  Frame frame() throws Exception {
    return reader.read().orElseThrow(() -> new AssertionError("the host has hung up"));
  }

  /// The next frame of the host, a message of this type.
  JsonFields expect(FrameType type) throws Exception {
    Frame frame = frame();
    if (frame.type() != type) {
      throw new AssertionError("expected " + type + ", got " + frame);
    }
    return JsonFields.parse(frame.payload());
  }

  @Override
  public void close() throws IOException {
    connection.close();
  }
}
