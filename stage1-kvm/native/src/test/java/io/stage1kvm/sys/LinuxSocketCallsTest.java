package io.stage1kvm.sys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stage1kvm.sys.abi.Epoll;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LinuxSocketCallsTest {
  private final SocketCalls sockets = Sys.sockets();

  @TempDir private Path directory;

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  @Test
  void carriesBytesAndDescriptors() throws Exception {
    SocketPair pair = sockets.socketpair();
    List<Fd> got = new ArrayList<>();
    byte[] target = new byte[10];
    try (Fd one = pair.one();
        Fd other = pair.other();
        Fd first = Sys.events().eventfd(0, Epoll.EFD_NONBLOCK);
        Fd second = Sys.events().eventfd(0, Epoll.EFD_NONBLOCK)) {
      assertThat(sockets.send(one, bytes("xabcx"), 1, 3, List.of(first, second))).isEqualTo(3);
      assertThat(sockets.receive(other, target, 2, 8, got)).isEqualTo(3);
      assertThat(new String(target, 2, 3, StandardCharsets.US_ASCII)).isEqualTo("abc");
      assertThat(got).hasSize(2).allMatch(fd -> fd.number() != first.number());
      assertThat(Sys.files().isCloseOnExec(got.getFirst())).isTrue();
      Sys.events().signal(got.get(1), 7);
      assertThat(Sys.events().drain(second)).isEqualTo(7);
      assertThat(Sys.events().drain(first)).isZero();
    } finally {
      for (Fd fd : got) {
        fd.close();
      }
    }
  }

  @Test
  void carriesBytesAlone() throws Exception {
    SocketPair pair = sockets.socketpair();
    List<Fd> got = new ArrayList<>();
    byte[] target = new byte[3];
    try (Fd one = pair.one()) {
      try (Fd other = pair.other()) {
        sockets.send(one, bytes("hello"), 0, 5, List.of());
        assertThat(sockets.receive(other, target, 0, 3, got)).isEqualTo(3);
        assertThat(sockets.receive(other, target, 0, 3, got)).isEqualTo(2);
        sockets.send(other, bytes("y"), 0, 1, List.of());
      }
      assertThat(sockets.receive(one, target, 0, 3, got)).isEqualTo(1);
      assertThat(sockets.receive(one, target, 0, 3, got)).isZero();
      assertThatThrownBy(() -> sockets.send(one, target, 0, 3, List.of()))
          .hasMessage("sendmsg(fd=%s, length=3, fds=[]): EPIPE (Broken pipe)".formatted(one));
    }
    assertThat(got).isEmpty();
  }

  @Test
  void givesUpAfterTheTimeout() throws Exception {
    SocketPair pair = sockets.socketpair();
    try (Fd one = pair.one();
        Fd other = pair.other()) {
      sockets.setTimeout(other, 20);
      assertThatThrownBy(() -> sockets.receive(other, new byte[1], 0, 1, new ArrayList<>()))
          .hasMessage(
              "recvmsg(fd=%s, length=1): EAGAIN (Resource temporarily unavailable)"
                  .formatted(other));
    }
  }

  @Test
  void meetsAtAPathOfAnyLength() throws Exception {
    for (String name : List.of("s", "s".repeat(60))) {
      Path deep = directory.resolve("d".repeat(100)).resolve(name);
      deep.getParent().toFile().mkdirs();
      Path path = name.length() == 1 ? directory.resolve(name) : deep;
      try (Fd listener = sockets.listenUnix(path.toString());
          Fd client = sockets.connectUnix(path.toString());
          Fd server = sockets.accept(listener)) {
        sockets.send(client, bytes("x"), 0, 1, List.of());
        assertThat(sockets.receive(server, new byte[1], 0, 1, new ArrayList<>())).isEqualTo(1);
      }
    }
  }

  @Test
  void namesTheSocketThatIsNotThere() {
    assertThatThrownBy(() -> sockets.connectUnix("/does/not/exist"))
        .hasMessage("connect('/does/not/exist'): ENOENT (No such file or directory)");
    String tooLong = "/" + "x".repeat(200);
    assertThatThrownBy(() -> sockets.connectUnix(tooLong))
        .isInstanceOf(SyscallException.class)
        .hasMessageEndingWith("ENOENT (No such file or directory)");
    String nameTooLong = "/tmp/" + "x".repeat(200);
    assertThatThrownBy(() -> sockets.connectUnix(nameTooLong))
        .hasMessage("connect('" + nameTooLong + "'): ENAMETOOLONG (File name too long)");
  }

  @Test
  void refusesMoreThanAMessageHolds() throws Exception {
    SocketPair pair = sockets.socketpair();
    try (Fd one = pair.one();
        Fd other = pair.other()) {
      List<Fd> many = java.util.Collections.nCopies(33, other);
      assertThatThrownBy(() -> sockets.send(one, new byte[1], 0, 1, many))
          .hasMessage(
              "message '1' bytes with 33 descriptors must have 1 byte and at most 32 descriptors");
    }
  }
}
