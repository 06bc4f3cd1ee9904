package io.stage1kvm.guest.message;

import java.util.List;
import java.util.stream.IntStream;

/// Where file descriptors 0 to 2 of a process lead. Stream numbers are unique for the life of a
/// session.
public sealed interface GuestStdio {
  /// `/dev/null` in place of a stream.
  int NO_STREAM = 0;

  /// The streams that carry bytes from the host to the process.
  List<Integer> inputs();

  /// The streams that carry bytes from the process to the host.
  List<Integer> outputs();

  /// Every stream once.
  List<Integer> streams();

  /// Three pipes, each [#NO_STREAM] for `/dev/null`.
  record Pipes(int stdin, int stdout, int stderr) implements GuestStdio {
    /// `/dev/null` three times.
    public static final Pipes NONE = new Pipes(NO_STREAM, NO_STREAM, NO_STREAM);

    public Pipes {
      Check.range("stdin", stdin, NO_STREAM, Integer.MAX_VALUE);
      Check.range("stdout", stdout, NO_STREAM, Integer.MAX_VALUE);
      Check.range("stderr", stderr, NO_STREAM, Integer.MAX_VALUE);
      List<Integer> used = present(stdin, stdout, stderr);
      if (used.stream().distinct().count() != used.size()) {
        throw Check.broken("streams", used.toString(), "differ");
      }
    }

    @Override
    public List<Integer> inputs() {
      return present(stdin);
    }

    @Override
    public List<Integer> outputs() {
      return present(stdout, stderr);
    }

    @Override
    public List<Integer> streams() {
      return present(stdin, stdout, stderr);
    }

    private static List<Integer> present(int... streams) {
      return IntStream.of(streams).filter(stream -> stream != NO_STREAM).boxed().toList();
    }
  }

  /// A pseudo terminal, one stream for both directions.
  record Tty(int stream, int rows, int cols) implements GuestStdio {
    public Tty {
      Check.range("stream", stream, 1, Integer.MAX_VALUE);
      Check.range("rows", rows, 0, 0xFFFF);
      Check.range("cols", cols, 0, 0xFFFF);
    }

    @Override
    public List<Integer> inputs() {
      return List.of(stream);
    }

    @Override
    public List<Integer> outputs() {
      return List.of(stream);
    }

    @Override
    public List<Integer> streams() {
      return List.of(stream);
    }
  }
}
