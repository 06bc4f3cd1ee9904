package io.stage1kvm.vmm.virtio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stage1kvm.sys.Fd;
import io.stage1kvm.sys.Sys;
import io.stage1kvm.sys.abi.Epoll;
import io.stage1kvm.vmm.memory.GuestFault;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class EventLoopTest implements EventLoopListener {
  private final LinkedBlockingQueue<Throwable> failures = new LinkedBlockingQueue<>();
  private EventLoop loop;
  private Fd eventfd;

  @BeforeEach
  void open() throws Exception {
    loop = new EventLoop(this);
    eventfd = Sys.events().eventfd(0, Epoll.EFD_NONBLOCK);
  }

  @AfterEach
  void close() throws Exception {
    loop.close();
    eventfd.close();
  }

  @Override
  public void guestFault(GuestFault fault) {
    failures.add(fault);
  }

  @Override
  public void hostFailure(Throwable failure) {
    failures.add(failure);
  }

  @Test
  void callsAHandlerPerEdge() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    loop.watch(eventfd, Epoll.EPOLLIN | Epoll.EPOLLET, () -> calls.incrementAndGet() == 0);
    loop.turn(0);
    assertThat(calls).hasValue(0);
    Sys.events().signal(eventfd, 1);
    loop.turn(0);
    loop.turn(0);
    assertThat(calls).hasValue(1);
    Sys.events().signal(eventfd, 1);
    loop.turn(0);
    assertThat(calls).hasValue(2);
  }

  @Test
  void callsAgainWhileSomethingIsLeft() throws Exception {
    AtomicInteger left = new AtomicInteger(3);
    EventTask task = loop.task(() -> left.decrementAndGet() > 0);
    task.wake();
    task.wake();
    loop.turn(-1);
    assertThat(left).hasValue(2);
    loop.turn(-1);
    loop.turn(-1);
    loop.turn(0);
    assertThat(left).hasValue(0);
  }

  @Test
  void callsNoHandlerOfAClosedWatch() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    EventWatch watch = loop.watch(eventfd, Epoll.EPOLLIN, () -> calls.incrementAndGet() > 0);
    Sys.events().signal(eventfd, 1);
    loop.turn(0);
    assertThat(calls).hasValue(1);
    watch.close();
    watch.close();
    loop.turn(0);
    assertThat(calls).hasValue(1);
  }

  @Test
  void callsAfterATime() throws Exception {
    long start = System.nanoTime();
    AtomicInteger calls = new AtomicInteger();
    EventTask task = loop.task(() -> calls.incrementAndGet() < 0);
    task.wakeAfter(20_000_000);
    loop.turn(0);
    assertThat(calls).hasValue(0);
    while (calls.get() == 0) {
      loop.turn(-1);
    }
    assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(20_000_000);
    loop.turn(0);
    assertThat(calls).hasValue(1);
  }

  @Test
  void servesInItsOwnThread() throws Exception {
    CountDownLatch done = new CountDownLatch(1);
    EventTask task =
        loop.task(
            () -> {
              assertThat(Thread.currentThread().getName()).isEqualTo("devices");
              done.countDown();
              return false;
            });
    loop.start();
    task.wake();
    assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
    assertThatThrownBy(() -> loop.turn(0)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void doesWhatAnotherThreadAsksFor() throws Exception {
    loop.start();
    Thread[] ran = new Thread[1];
    for (int i = 0; i < 1000; i++) {
      ran[0] = null;
      loop.call(
          () -> {
            ran[0] = Thread.currentThread();
            return false;
          });
      assertThat(ran[0]).isNotNull().isNotSameAs(Thread.currentThread());
    }
    assertThatThrownBy(
            () ->
                loop.call(
                    () -> {
                      throw new GuestFault("bad");
                    }))
        .isInstanceOf(GuestFault.class)
        .hasMessage("bad");
    assertThat(failures).isEmpty();
  }

  @Test
  void letsWaitingThreadsGoWhenItIsClosed() throws Exception {
    CountDownLatch busy = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    loop.start();
    EventTask blocker =
        loop.task(
            () -> {
              busy.countDown();
              Threads.await(end);
              return false;
            });
    blocker.wake();
    busy.await();
    Thread caller = Thread.ofPlatform().start(this::callNothing);
    Thread closer = Thread.ofPlatform().start(this::closeLoop);
    while (closer.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    end.countDown();
    caller.join();
    closer.join();
    loop.call(() -> true);
    assertThat(failures).isEmpty();
  }

  private void callNothing() {
    try {
      loop.call(() -> false);
    } catch (GuestFault e) {
      failures.add(e);
    }
  }

  private void closeLoop() {
    try {
      loop.close();
    } catch (Exception e) {
      failures.add(e);
    }
  }

  @Test
  void reportsFaultsAndFailuresOnce() throws Exception {
    loop.watch(
        eventfd,
        Epoll.EPOLLIN,
        () -> {
          throw new GuestFault("a ring that loops");
        });
    EventTask task =
        loop.task(
            () -> {
              throw new IllegalStateException("ours");
            });
    Sys.events().signal(eventfd, 1);
    task.wake();
    for (int i = 0; i < 3; i++) {
      loop.turn(0);
      task.wake();
    }
    assertThat(failures)
        .extracting(Throwable::getMessage)
        .containsExactly("a ring that loops", "ours");
  }
}
