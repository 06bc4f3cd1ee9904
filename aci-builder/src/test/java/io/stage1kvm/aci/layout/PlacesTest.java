package io.stage1kvm.aci.layout;

import static org.assertj.core.api.Assertions.assertThat;

import io.stage1kvm.aci.layout.Places.Place;
import org.junit.jupiter.api.Test;

class PlacesTest {
  @Test
  void remembersEachOfVeryManyNames() {
    Places places = new Places();
    Place[] all = Place.values();
    int names = 200_000;
    for (int i = 0; i < names; i++) {
      places.put("rootfs/" + i, all[i % all.length]);
    }
    for (int i = 0; i < names; i++) {
      assertThat(places.get("rootfs/" + i)).isEqualTo(all[i % all.length]);
      assertThat(places.get("rootfs/" + i + "/")).isNull();
    }
  }

  @Test
  void takesWhatIsSetLast() {
    Places places = new Places();
    places.put("rootfs/a", Place.IMPLIED);
    places.put("rootfs/a", Place.DIRECTORY);
    assertThat(places.get("rootfs/a")).isEqualTo(Place.DIRECTORY);
    assertThat(places.get("rootfs")).isNull();
  }
}
