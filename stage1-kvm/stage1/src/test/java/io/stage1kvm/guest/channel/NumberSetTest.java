package io.stage1kvm.guest.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class NumberSetTest {
  @Test
  void joinsNeighbours() {
    NumberSet set = new NumberSet();
    IntStream.of(5, 3, 4, 4, 1, Integer.MAX_VALUE, 0).forEach(set::add);

    assertThat(IntStream.of(0, 1, 3, 4, 5, Integer.MAX_VALUE)).allMatch(set::contains);
    assertThat(IntStream.of(2, 6, Integer.MAX_VALUE - 1)).noneMatch(set::contains);
    assertThat(set.rangeCount()).isEqualTo(3);
  }

  @Test
  void keepsOneRangeForNumbersInAnyLocalOrder() {
    NumberSet set = new NumberSet();
    for (int i = 0; i < 30_000; i += 3) {
      set.add(i + 2);
      set.add(i);
      set.add(i + 1);
    }

    assertThat(set.rangeCount()).isEqualTo(1);
  }
}
