package io.stage1kvm.sys;

import io.stage1kvm.sys.abi.Epoll.epoll_event;
import io.stage1kvm.sys.jna.LibC;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Room for the events of one wait. For one thread at a time.
public final class EpollEvents {

  private final ByteBuffer memory;
  private final long address;
  private final int capacity;

  public EpollEvents(int capacity) {
    this.capacity = capacity;
    memory =
        ByteBuffer.allocateDirect(capacity * epoll_event.sizeof).order(ByteOrder.nativeOrder());
    address = LibC.address(memory);
  }

  /// The `EPOLL*` bits of an event.
  public int events(int index) {
    return memory.getInt(index * epoll_event.sizeof + epoll_event.events);
  }

  /// What the event was registered with.
  public long data(int index) {
    return memory.getLong(index * epoll_event.sizeof + epoll_event.data);
  }

  long address() {
    return address;
  }

  int capacity() {
    return capacity;
  }
}
