package io.stage1kvm.vmm.virtio;

import io.stage1kvm.vmm.memory.GuestFault;
import io.stage1kvm.vmm.memory.GuestMemory;
import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The driver's side of a split virtqueue: good chains by [#add], bad ones by writing the tables
/// word by word. Buffers come from the memory above 2 MiB and are given back by [#take].
public final class FakeQueue {

  public static final int NEXT = 1;
  public static final int WRITE = 2;
  public static final int INDIRECT = 4;

  private static final int BUFFERS_AT = 0x20_0000;
  private static final int BUFFER_SPACE = 0x4_0000;

  private record Piece(long address, int length) {}

  private record Request(List<Integer> descriptors, List<Piece> writable) {}

  private final GuestMemory memory;
  private final QueueLayout layout;
  private final boolean eventIndex;
  private final Deque<Integer> free = new ArrayDeque<>();
  private final Map<Integer, Request> requests = new HashMap<>();
  private final Map<Integer, Integer> written = new HashMap<>();
  private final List<Integer> order = new ArrayList<>();
  private int available;
  private int used;
  private long next;

  /// @param at guest address of 128 KiB for the tables
  public FakeQueue(GuestMemory memory, int index, int size, long at, long features) {
    this.memory = memory;
    long ring = at + 16L * size;
    layout = new QueueLayout(index, size, at, ring, ring + 4 + 2L * size + 2 + 2 & ~3L);
    eventIndex = (features & Features.RING_EVENT_IDX) != 0;
    for (int i = 0; i < size; i++) {
      free.add(i);
    }
    next = buffersAt();
  }

  public QueueLayout layout() {
    return layout;
  }

  /// Makes a chain and puts it into the available ring; the device is not notified.
  ///
  /// @param readable what the device reads, a buffer each
  /// @param writable sizes of the buffers that it writes
  /// @return the head
  public int add(List<byte[]> readable, List<Integer> writable) throws GuestFault {
    List<Piece> pieces = new ArrayList<>();
    for (byte[] bytes : readable) {
      Piece piece = allocate(bytes.length);
      memory.write(piece.address, bytes);
      pieces.add(piece);
    }
    for (int length : writable) {
      pieces.add(allocate(length));
    }
    List<Integer> descriptors = new ArrayList<>();
    for (int i = 0; i < pieces.size(); i++) {
      descriptors.add(free.remove());
    }
    for (int i = 0; i < pieces.size(); i++) {
      boolean last = i == pieces.size() - 1;
      int flags = (last ? 0 : NEXT) | (i < readable.size() ? 0 : WRITE);
      int following = last ? 0 : descriptors.get(i + 1);
      descriptor(descriptors.get(i), pieces.get(i).address, pieces.get(i).length, flags, following);
    }
    requests.put(
        descriptors.getFirst(),
        new Request(descriptors, pieces.subList(readable.size(), pieces.size())));
    offer(descriptors.getFirst());
    return descriptors.getFirst();
  }

  /// Writes a descriptor of the table.
  public void descriptor(int index, long address, int length, int flags, int following)
      throws GuestFault {
    descriptor(layout.descriptors(), index, address, length, flags, following);
  }

  /// Writes a descriptor of any table.
  public void descriptor(long table, int index, long address, int length, int flags, int following)
      throws GuestFault {
    memory.putLong(table + 16L * index, address);
    memory.putInt(table + 16L * index + 8, length);
    memory.putU16(table + 16L * index + 12, flags);
    memory.putU16(table + 16L * index + 14, following);
  }

  /// Puts a head into the available ring, whatever it is.
  public void offer(int head) throws GuestFault {
    memory.putU16(layout.available() + 4 + 2L * (available % layout.size()), head);
    available = available + 1 & 0xffff;
    setAvailableIndex(available);
  }

  /// Writes the available ring's index, whatever it is.
  public void setAvailableIndex(int index) throws GuestFault {
    memory.putU16(layout.available() + 2, index);
  }

  /// Wants an interrupt when the used index goes beyond this one; with the event index.
  public void setUsedEvent(int index) throws GuestFault {
    memory.putU16(layout.availableEvent(), index);
  }

  /// Wants no interrupts; without the event index.
  public void setAvailableFlags(int flags) throws GuestFault {
    memory.putU16(layout.available(), flags);
  }

  /// Whether the device wants to be notified of what was added last.
  public boolean wantsKick() throws GuestFault {
    if (eventIndex) {
      return memory.getU16(layout.usedEvent()) == (available - 1 & 0xffff);
    }
    return memory.getU16(layout.used()) == 0;
  }

  /// Index of the used ring, as the device has written it.
  public int usedIndex() throws GuestFault {
    return memory.getU16(layout.used() + 2);
  }

  /// Chains that were added and not taken back.
  public int inFlight() {
    return requests.size();
  }

  /// Heads of the chains that the device has used since the last call, in its order.
  public List<Integer> used() throws GuestFault {
    collect();
    List<Integer> heads = List.copyOf(order);
    order.clear();
    return heads;
  }

  /// Whether the device has used a chain.
  public boolean isUsed(int head) throws GuestFault {
    collect();
    return written.containsKey(head);
  }

  /// What the device has written into a chain that it has used.
  public byte[] take(int head) throws GuestFault {
    collect();
    Integer length = written.remove(head);
    if (length == null) {
      throw new AssertionError("chain " + head + " was not used");
    }
    Request request = requests.remove(head);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (Piece piece : request.writable) {
      byte[] bytes = new byte[Math.min(piece.length, length - out.size())];
      memory.read(piece.address, bytes, 0, bytes.length);
      out.writeBytes(bytes);
    }
    free.addAll(request.descriptors);
    if (requests.isEmpty()) {
      next = buffersAt();
    }
    return out.toByteArray();
  }

  private void collect() throws GuestFault {
    for (int index = usedIndex(); used != index; used = used + 1 & 0xffff) {
      long entry = layout.used() + 4 + 8L * (used % layout.size());
      int head = memory.getInt(entry);
      written.put(head, memory.getInt(entry + 4));
      order.add(head);
      if (eventIndex) {
        setUsedEvent(used + 1 & 0xffff);
      }
    }
  }

  /// Aligned as nothing is, so that devices do not count on it.
  private Piece allocate(int length) {
    if (next + length > buffersAt() + BUFFER_SPACE) {
      throw new AssertionError("queue " + layout.index() + " has no memory for buffers left");
    }
    Piece piece = new Piece(next, length);
    next += length + 1;
    return piece;
  }

  private long buffersAt() {
    return BUFFERS_AT + (long) layout.index() * BUFFER_SPACE;
  }
}
