package io.stage1kvm.vmm.virtio.fs;

/// A file server that agrees to everything and serves nothing: for tests of whole machines.
public final class FakeFileServer implements AutoCloseable {
  /// Nobody waits for an answer that does not come.
  private static final int TIMEOUT_MILLIS = 60_000;

  private final FakeBackEnd backEnd;

  public FakeFileServer() throws Exception {
    backEnd = new FakeBackEnd();
    backEnd.forgetful = true;
  }

  /// The one device that is connected to it.
  public FsDevice connect() throws Exception {
    return FsDevice.connect(backEnd.channel(TIMEOUT_MILLIS), "fake", 1);
  }

  @Override
  public void close() throws Exception {
    backEnd.close();
  }
}
