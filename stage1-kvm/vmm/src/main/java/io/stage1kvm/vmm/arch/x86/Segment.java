package io.stage1kvm.vmm.arch.x86;

import io.stage1kvm.sys.Struct;
import io.stage1kvm.sys.abi.KvmState.kvm_segment;

/// A segment from address 0, as KVM and a descriptor in memory have it (Intel SDM volume 3,
/// 3.4.5).
///
/// @param selector where its descriptor is in the table, privilege 0
/// @param flags the descriptor's bits 40 to 55: access byte, and from bit 12 on AVL, L, D/B, G
/// @param limit the last byte's offset
record Segment(int selector, int flags, int limit) {

  private static final int GRANULARITY = 1 << 15;

  /// 64-bit code.
  static Segment code64(int selector) {
    return new Segment(selector, 0xa09b, 0xffff_ffff);
  }

  /// 32-bit code.
  static Segment code32(int selector) {
    return new Segment(selector, 0xc09b, 0xffff_ffff);
  }

  static Segment data(int selector) {
    return new Segment(selector, 0xc093, 0xffff_ffff);
  }

  /// A task, busy: KVM wants one though nobody switches to it.
  static Segment task(int selector) {
    return new Segment(selector, 0x008b, 0x67);
  }

  long descriptor() {
    long units = Integer.toUnsignedLong(limit) >> ((flags & GRANULARITY) != 0 ? 12 : 0);
    return units & 0xffff | (units >> 16 & 0xf) << 48 | (flags & 0xf0ffL) << 40;
  }

  /// Writes the `struct kvm_segment` at an offset; its base stays 0.
  void put(Struct target, int at) {
    target.putInt64(at + kvm_segment.base, 0);
    target.putInt32(at + kvm_segment.limit, limit);
    target.putInt16(at + kvm_segment.selector, selector);
    target.putInt8(at + kvm_segment.type, flags & 0xf);
    target.putInt8(at + kvm_segment.s, flags >> 4 & 1);
    target.putInt8(at + kvm_segment.dpl, flags >> 5 & 3);
    target.putInt8(at + kvm_segment.present, flags >> 7 & 1);
    target.putInt8(at + kvm_segment.avl, flags >> 12 & 1);
    target.putInt8(at + kvm_segment.l, flags >> 13 & 1);
    target.putInt8(at + kvm_segment.db, flags >> 14 & 1);
    target.putInt8(at + kvm_segment.g, flags >> 15 & 1);
    target.putInt8(at + kvm_segment.unusable, 0);
  }
}
