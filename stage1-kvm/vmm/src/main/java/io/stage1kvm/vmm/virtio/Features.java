package io.stage1kvm.vmm.virtio;

/// Feature bits that belong to no kind of device, virtio 1.2 section 6.
public final class Features {

  /// Descriptors may point to tables of descriptors, 2.7.5.3.
  public static final long RING_INDIRECT_DESC = 1L << 28;

  /// Each side tells at which index it wants to be notified, 2.7.7 and 2.7.10.
  public static final long RING_EVENT_IDX = 1L << 29;

  /// Not a device of the time before the standard.
  public static final long VERSION_1 = 1L << 32;

  private Features() {}
}
