package io.stage1kvm.vmm.virtio.fs;

import io.stage1kvm.sys.Fd;
import io.stage1kvm.sys.SocketPair;
import io.stage1kvm.sys.Sys;
import io.stage1kvm.sys.SyscallException;
import io.stage1kvm.sys.abi.Errno;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A back end of the vhost-user protocol that notes what it is told, and answers well until a test
/// tells it what to answer instead.
final class FakeBackEnd implements AutoCloseable {

  static final int TIMEOUT_MILLIS = 300;

  /// The whole answer to a request, header included; an empty one closes the connection.
  record Answer(byte[] bytes, boolean withFile) {
    static Answer of(int request, int flags, int size, byte... payload) {
      ByteBuffer answer = ByteBuffer.allocate(12 + payload.length).order(ByteOrder.nativeOrder());
      answer.putInt(request).putInt(flags).putInt(size).put(payload);
      return new Answer(answer.array(), false);
    }

    Answer andFile() {
      return new Answer(bytes, true);
    }
  }

  /// A request as it came: its name with the payload as words of 32 bits.
  record Told(VhostUserRequest request, List<Integer> words, List<Fd> files) {
    @Override
    public String toString() {
      String text = request + (words.isEmpty() ? "" : " " + words);
      return files.isEmpty() ? text : text + " +" + files.size();
    }
  }

  final List<Told> told = Collections.synchronizedList(new ArrayList<>());
  final Map<VhostUserRequest, Answer> answers = new HashMap<>();
  long features = 1L << 32 | 1L << 30 | 1L << 29 | 1L << 28;
  long protocolFeatures = 0x9;
  long queues = 2;
  boolean forgetful;

  private final Fd mine;
  private final Fd theirs;
  private volatile boolean dead;
  private Thread thread;

  FakeBackEnd() throws SyscallException {
    SocketPair pair = Sys.sockets().socketpair();
    mine = pair.one();
    theirs = pair.other();
  }

  /// Begins to answer.
  VhostUserChannel channel() throws VhostUserException {
    return channel(TIMEOUT_MILLIS);
  }

  VhostUserChannel channel(int timeoutMillis) throws VhostUserException {
    thread = Thread.ofPlatform().daemon().start(this::serve);
    return new VhostUserChannel(theirs, "fake", timeoutMillis);
  }

  /// What it was told until now, as text.
  List<String> heard() {
    synchronized (told) {
      return told.stream().map(Told::toString).toList();
    }
  }

  /// Ends the connection, as if the process had died.
  void hangUp() {
    dead = true;
  }

  private void serve() {
    try {
      Sys.sockets().setTimeout(mine, 20); // A blocked call keeps even a closed socket open.
      boolean more = true;
      while (more && !dead) {
        more = answerNext();
      }
      mine.close();
    } catch (SyscallException | IllegalStateException e) {
      // The front end or the test has closed the connection.
    }
  }

  private boolean answerNext() throws SyscallException {
    byte[] bytes = new byte[12 + VhostUserChannel.MAX_PAYLOAD];
    ByteBuffer view = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
    List<Fd> files = new ArrayList<>();
    try {
      if (!receive(bytes, 0, 12, files)) {
        return false;
      }
    } catch (SyscallException e) {
      if (e.errno() == Errno.EAGAIN) {
        return true;
      }
      throw e;
    }
    if (!receive(bytes, 12, view.getInt(8), files)) {
      return false;
    }
    int code = view.getInt(0);
    VhostUserRequest request =
        Arrays.stream(VhostUserRequest.values()).filter(r -> r.code() == code).findAny().get();
    List<Integer> words = new ArrayList<>();
    for (int i = 0; i < view.getInt(8); i += 4) {
      words.add(view.getInt(12 + i));
    }
    if (forgetful) {
      close(files);
    } else {
      told.add(new Told(request, words, files));
    }
    Answer answer = answers.get(request);
    if (answer == null) {
      answer = usual(request, (view.getInt(4) & 8) != 0, words);
    } else if (answer.bytes().length == 0) {
      return false;
    }
    if (answer != null) {
      List<Fd> sent = answer.withFile() ? List.of(mine) : List.of();
      Sys.sockets().send(mine, answer.bytes(), 0, answer.bytes().length, sent);
    }
    return true;
  }

  private Answer usual(VhostUserRequest request, boolean needReply, List<Integer> words) {
    return switch (request) {
      case GET_FEATURES -> number(request, features);
      case GET_PROTOCOL_FEATURES -> number(request, protocolFeatures);
      case GET_QUEUE_NUM -> number(request, queues);
      case GET_VRING_BASE -> number(request, words.getFirst() | 5L << 32);
      default -> needReply ? number(request, 0) : null;
    };
  }

  static Answer number(VhostUserRequest request, long value) {
    byte[] payload = ByteBuffer.allocate(8).order(ByteOrder.nativeOrder()).putLong(value).array();
    return Answer.of(request.code(), 5, 8, payload);
  }

  private boolean receive(byte[] bytes, int offset, int length, List<Fd> files)
      throws SyscallException {
    for (int done = 0; done < length; ) {
      int now = Sys.sockets().receive(mine, bytes, offset + done, length - done, files);
      if (now == 0) {
        return false;
      }
      done += now;
    }
    return true;
  }

  @Override
  public void close() throws Exception {
    theirs.close();
    if (thread != null) {
      thread.join();
    }
    mine.close();
    for (Told t : told) {
      close(t.files());
    }
  }

  private static void close(List<Fd> files) throws SyscallException {
    for (Fd file : files) {
      file.close();
    }
  }
}
