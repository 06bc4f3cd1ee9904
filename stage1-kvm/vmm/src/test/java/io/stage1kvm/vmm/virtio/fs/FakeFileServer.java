package io.stage1kvm.vmm.virtio.fs;

/// A file server that agrees to everything and serves nothing: for tests of whole machines.
public final class FakeFileServer implements AutoCloseable {
  private final FakeBackEnd backEnd;

  public FakeFileServer() throws Exception {
    backEnd = new FakeBackEnd();
    backEnd.forgetful = true;
  }

  /// The one device that is connected to it.
  public FsDevice connect() throws Exception {
    return FsDevice.connect(backEnd.channel(), "fake", 1);
  }

  @Override
  public void close() throws Exception {
    backEnd.close();
  }
}
