package io.stage1kvm.vmm.virtio;

/// What a device offers and a driver accepts, 32 bits at a time, virtio 1.2 section 2.2.
final class Negotiation {

  private final long offered;
  private long accepted;
  private int offeredWord;
  private int acceptedWord;
  private boolean beyond;

  Negotiation(long offered) {
    this.offered = offered;
  }

  void selectOffered(int word) {
    offeredWord = word;
  }

  void selectAccepted(int word) {
    acceptedWord = word;
  }

  /// The selected word of what is offered.
  int offered() {
    return switch (offeredWord) {
      case 0 -> (int) offered;
      case 1 -> (int) (offered >>> 32);
      default -> 0;
    };
  }

  /// The driver's selected word.
  void accept(int bits) {
    switch (acceptedWord) {
      case 0 -> accepted = accepted & 0xffff_ffff_0000_0000L | Integer.toUnsignedLong(bits);
      case 1 -> accepted = accepted & 0xffff_ffffL | (long) bits << 32;
      default -> beyond |= bits != 0;
    }
  }

  /// No bit that was not offered; and a driver from before the standard would not read our rings.
  boolean isAcceptable() {
    return !beyond && (accepted & ~offered) == 0 && (accepted & Features.VERSION_1) != 0;
  }

  long accepted() {
    return accepted;
  }

  void clear() {
    accepted = 0;
    offeredWord = 0;
    acceptedWord = 0;
    beyond = false;
  }
}
