package io.stage1kvm.aci.archive;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.IntFunction;

/// Buffers, or what has some, that are handed out, come back and are handed out again; made as they
/// are wanted, up to a number. One thread takes, any may give back.
public final class Pool<T> {
  private final int most;
  private final IntFunction<T> maker;
  private final BlockingQueue<T> free = new LinkedBlockingQueue<>();
  private int made;

  /// @param most at least 1
  /// @param maker gets the number of the one it makes, from 0
  public Pool(int most, IntFunction<T> maker) {
    this.most = most;
    this.maker = maker;
  }

  /// The first one, for which nobody has to wait.
  public T first() {
    if (made != 0) {
      throw new IllegalStateException("the first is already made");
    }
    return maker.apply(made++);
  }

  /// One that came back, or a new one as long as there may be more.
  public T take() throws InterruptedException {
    T next = free.poll();
    if (next == null && made < most) {
      return maker.apply(made++);
    }
    return next == null ? free.take() : next;
  }

  /// Never waits.
  public void giveBack(T one) {
    free.add(one);
  }

  /// Waits until no more than a number are out.
  public void await(int out) throws InterruptedException {
    List<T> back = new ArrayList<>();
    while (back.size() < made - out) {
      back.add(free.take());
    }
    free.addAll(back);
  }
}
