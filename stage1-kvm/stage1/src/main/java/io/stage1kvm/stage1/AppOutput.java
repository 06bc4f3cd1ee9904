package io.stage1kvm.stage1;

import io.stage1kvm.guest.channel.StreamSink;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;
import java.util.function.LongSupplier;

/// Where the bytes of one stream of an app go: into its log, and to our own standard output or
/// error as
/// lines with a prefix, or as they are for an interactive app.
///
/// The log comes first: what a stopped reader of our output holds up is at least there.
final class AppOutput implements StreamSink {
  private final LogKeeper log;
  private final LineFormat logLines;
  private final Console console;
  private final Optional<LineFormat> consoleLines;
  private boolean consoleGone;

  private AppOutput(LogKeeper log, String stream, Console console, Optional<LineFormat> lines) {
    this.log = log;
    this.logLines = new LineFormat(AppLog.prefix(stream));
    this.console = console;
    this.consoleLines = lines;
  }

  /// Each line with the app's name and pid.
  ///
  /// @param stream `stdout` or `stderr`
  /// @param pid of the process that writes, 0 if not known; lines wait for it
  static AppOutput prefixed(
      LogKeeper log, String stream, Console console, String app, LongSupplier pid) {
    LineFormat.Prefix prefix =
        complete -> LineFormat.console(app, pid.getAsLong(), System::nanoTime).of(complete);
    return new AppOutput(log, stream, console, Optional.of(new LineFormat(prefix)));
  }

  /// Each byte as it comes.
  static AppOutput raw(LogKeeper log, String stream, Console console) {
    return new AppOutput(log, stream, console, Optional.empty());
  }

  @Override
  public void write(byte[] bytes) throws IOException {
    ByteArrayOutputStream lines = new ByteArrayOutputStream(bytes.length + 256);
    logLines.take(bytes, bytes.length, lines);
    log.keep(lines);
    if (consoleLines.isEmpty()) {
      show(bytes, bytes.length);
    } else {
      ByteArrayOutputStream shown = new ByteArrayOutputStream(bytes.length + 256);
      consoleLines.get().take(bytes, bytes.length, shown);
      show(shown.toByteArray(), shown.size());
    }
  }

  @Override
  public void end() throws IOException {
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    logLines.finish(lines);
    log.keep(lines);
    if (consoleLines.isPresent()) {
      ByteArrayOutputStream shown = new ByteArrayOutputStream();
      consoleLines.get().finish(shown);
      show(shown.toByteArray(), shown.size());
    }
  }

  /// Whoever read our output may go (`| head`): the app then goes on with its log alone.
  private void show(byte[] bytes, int length) {
    if (consoleGone || length == 0) {
      return;
    }
    try {
      console.write(bytes, length);
    } catch (IOException e) {
      consoleGone = true;
    }
  }
}
