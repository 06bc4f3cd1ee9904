package io.stage1kvm.aci.store;

import java.io.IOException;
import java.nio.file.Path;

/// A process that adds an image to a store, for tests that kill it.
final class StoreAdder {
  private StoreAdder() {}

  public static void main(String[] args) throws IOException {
    ImageStore store = ImageStore.open(Path.of(args[0]));
    System.out.print('o');
    System.out.flush();
    store.add(Path.of(args[1]));
  }
}
