package io.stage1kvm.aci.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PoolTest {
  private final Pool<StringBuilder> pool = new Pool<>(3, n -> new StringBuilder("n" + n));

  @Test
  void handsOutWhatCameBackBeforeItMakesMore() throws Exception {
    StringBuilder first = pool.first();
    assertThat(first).hasToString("n0");
    assertThat(pool.take()).hasToString("n1");
    pool.giveBack(first);
    assertThat(pool.take()).isSameAs(first);
    assertThat(pool.take()).hasToString("n2");
  }

  @Test
  void makesNoMoreThanItMay() throws Exception {
    StringBuilder one = pool.take();
    pool.take();
    pool.take();
    Thread giver = Thread.ofPlatform().start(() -> pool.giveBack(one));
    assertThat(pool.take()).isSameAs(one);
    giver.join();
    Thread.currentThread().interrupt();
    assertThatThrownBy(pool::take).isInstanceOf(InterruptedException.class);
  }

  @Test
  void waitsForThoseThatAreOut() throws Exception {
    StringBuilder one = pool.take();
    StringBuilder two = pool.take();
    pool.await(2);
    Thread giver = Thread.ofPlatform().start(() -> pool.giveBack(one));
    pool.await(1);
    giver.join();
    assertThat(pool.take()).isSameAs(one);
    pool.giveBack(two);
    pool.await(1);
  }

  @Test
  void refusesASecondFirst() {
    pool.first();
    assertThatThrownBy(pool::first).hasMessage("the first is already made");
  }
}
