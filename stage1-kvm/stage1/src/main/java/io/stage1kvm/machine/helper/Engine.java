package io.stage1kvm.machine.helper;

import io.stage1kvm.machine.MachineException;
import io.stage1kvm.machine.StopReason;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/// What runs one machine. A [MachineLife] calls it from the machine's own thread, except where said
/// otherwise.
public interface Engine extends AutoCloseable {

  /// Looks for what it needs, for the sake of a clear error before anything is started.
  ///
  /// @param path the variable `PATH`
  void require(String path) throws MachineException;

  /// Starts all and returns when the guest runs.
  ///
  /// @param servers have been started, and are closed after this
  void start(FileServers servers) throws MachineException, InterruptedException;

  /// Waits for the end of the guest and tells why it came.
  StopReason await() throws InterruptedException;

  /// Gives back what the start has taken, also if it has failed. All streams end: readers get what
  /// is left.
  @Override
  void close() throws IOException;

  /// Ends the guest and does not wait; once started, from any thread, also when it has ended.
  void kill();

  /// As [io.stage1kvm.machine.Machine] has it; once started, from any thread.
  InputStream console();

  /// Likewise.
  InputStream agentInput();

  /// Likewise.
  OutputStream agentOutput();

  /// Likewise.
  long pid();
}
