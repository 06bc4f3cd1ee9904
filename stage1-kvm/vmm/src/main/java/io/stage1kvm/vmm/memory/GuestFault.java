package io.stage1kvm.vmm.memory;

/// The guest has broken the rules of a device: an address outside its memory, a ring that loops, an
/// index that jumps. It ends that machine and nothing else; the text is for its operator.
public final class GuestFault extends Exception {

  private static final long serialVersionUID = 1L;

  /// @param message such as `descriptor chain '7' must not loop`
  public GuestFault(String message) {
    // Made on a device's hot path by whoever wants to annoy us: no stack trace.
    super(message, null, false, false);
  }

  /// A piece of memory that the guest does not have.
  public static GuestFault outside(long address, long length) {
    return new GuestFault(
        "guest memory '0x%x' of %s bytes must be inside the guest's memory"
            .formatted(address, Long.toUnsignedString(length)));
  }

  /// An address that is not a multiple of the size of what is read or written there.
  public static GuestFault unaligned(long address, int alignment) {
    return new GuestFault(
        "guest address '0x%x' must be a multiple of %d".formatted(address, alignment));
  }
}
