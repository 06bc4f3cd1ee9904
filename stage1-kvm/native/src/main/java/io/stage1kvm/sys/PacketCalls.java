package io.stage1kvm.sys;

/// Packets from and to a network interface's descriptor, which does not wait. That there is none,
/// or that the interface does not take one, is of every day and makes no exception and no object.
public interface PacketCalls {

  /// Scatters the next packet over the vector; what has no room there is lost.
  ///
  /// @return bytes, or the negative number of the error
  long receive(Fd file, IoVector vector);

  /// Gathers a packet from the vector.
  ///
  /// @return bytes, or the negative number of the error
  long send(Fd file, IoVector vector);
}
