package io.stage1kvm.kvm;

/// A thread that keeps what its body throws.
final class Runner extends Thread {
  private final Body body;
  private volatile Throwable failure;

  Runner(Body body) {
    this.body = body;
    setDaemon(true);
  }

  @Override
  public void run() {
    try {
      body.run();
    } catch (Throwable e) {
      failure = e;
    }
  }

  void rethrow() {
    if (failure != null) {
      throw new AssertionError(failure);
    }
  }
}
