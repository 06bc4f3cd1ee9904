package io.stage1kvm.machine;

import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;

/// A running virtual machine. It ends by itself, by [#kill] or by [#close], and always when this
/// process ends.
///
/// All streams end when the machine has ended. Each of them is for one thread at a time.
public interface Machine extends AutoCloseable {

  /// What the guest writes on its console. Someone has to read it: the guest waits when about
  /// 64 KiB are left unread.
  InputStream console();

  /// What the guest writes on the port `io.stage1kvm.agent`.
  InputStream agentInput();

  /// What the guest reads from the port. Buffered: flush.
  OutputStream agentOutput();

  /// Waits for the end of the machine and tells why it came.
  StopReason await() throws InterruptedException;

  /// Like [#await()], but gives up after the time.
  Optional<StopReason> await(Duration timeout) throws InterruptedException;

  /// The process that runs the guest.
  long pid();

  /// Ends the machine at once, as pulling the plug does, and does not wait.
  void kill();

  /// Kills the machine if it still runs, waits for its end and undoes what the start has set up. A
  /// second time does nothing.
  @Override
  void close();
}
