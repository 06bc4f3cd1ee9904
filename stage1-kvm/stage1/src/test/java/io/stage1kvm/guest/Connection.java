package io.stage1kvm.guest;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/// One end of a connected pair of unix sockets.
public record Connection(InputStream in, OutputStream out) implements AutoCloseable {
  public record Pair(Connection host, Connection guest) {}

  public static Pair pair() throws IOException {
    Path directory = Files.createTempDirectory("guest");
    Path socket = directory.resolve("socket");
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(socket));
      SocketChannel host = SocketChannel.open(UnixDomainSocketAddress.of(socket));
      return new Pair(of(host), of(server.accept()));
    } finally {
      Files.deleteIfExists(socket);
      Files.delete(directory);
    }
  }

  private static Connection of(SocketChannel channel) {
    return new Connection(Channels.newInputStream(channel), Channels.newOutputStream(channel));
  }

  @Override
  public void close() throws IOException {
    in.close();
    out.close();
  }
}
