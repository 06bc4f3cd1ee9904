package io.stage1kvm.control;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/// Listens on the control socket of a pod. Only root may connect: the socket's mode is 0600.
public final class ControlServer implements AutoCloseable {
  private final Path socket;
  private final ServerSocketChannel server;

  private ControlServer(Path socket, ServerSocketChannel server) {
    this.socket = socket;
    this.server = server;
  }

  /// @param socket best a relative path: an address of a unix socket has at most 107 bytes
  /// @param handler called on threads of the connections
  public static ControlServer listen(Path socket, ControlHandler handler) throws IOException {
    Files.deleteIfExists(socket);
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      server.bind(UnixDomainSocketAddress.of(socket));
      Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
    } catch (IOException e) {
      server.close();
      throw e;
    }
    ControlServer listening = new ControlServer(socket, server);
    Thread.ofPlatform().daemon().name("control").start(() -> listening.accept(handler));
    return listening;
  }

  private void accept(ControlHandler handler) {
    try {
      while (true) {
        new ControlConnection(server.accept()).start(handler);
      }
    } catch (ClosedChannelException e) {
      return; // the pod ends
    } catch (IOException e) {
      System.err.println("stage1-kvm: cannot accept control connections: " + e.getMessage());
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    Files.deleteIfExists(socket);
  }
}
