package io.stage1kvm.guest.channel;

import io.stage1kvm.guest.frame.Frame;
import io.stage1kvm.guest.message.GuestSessionException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The streams of a channel by number, and the numbers whose streams are gone: what comes for those
/// crossed the end on its way and is dropped.
final class StreamTable {
  private final Map<Integer, OutgoingStream> outgoing = new HashMap<>();
  private final Map<Integer, IncomingStream> incoming = new HashMap<>();
  private final NumberSet retired = new NumberSet();
  private Optional<GuestSessionException> end = Optional.empty();

  /// @throws GuestSessionException when the session has ended
  synchronized void add(int stream, OutgoingStream out) throws GuestSessionException {
    check(stream, outgoing);
    outgoing.put(stream, out);
  }

  /// @throws GuestSessionException when the session has ended
  synchronized void add(int stream, IncomingStream in) throws GuestSessionException {
    check(stream, incoming);
    incoming.put(stream, in);
  }

  /// Hands a DATA, EOF or CREDIT frame to its stream.
  void dispatch(Frame frame) throws GuestSessionException {
    int stream = frame.stream();
    switch (frame.type()) {
      case DATA -> {
        Optional<IncomingStream> in = find(stream, incoming);
        if (in.isPresent()) {
          in.get().accept(frame.payload());
        }
      }
      case EOF -> {
        Optional<IncomingStream> in = find(stream, incoming);
        if (in.isPresent()) {
          in.get().acceptEof();
        }
      }
      case CREDIT -> {
        Optional<OutgoingStream> out = find(stream, outgoing);
        if (out.isPresent()) {
          out.get().grant(frame.credit());
        }
      }
      case HELLO, PLAN, COMMAND, REPLY, EVENT ->
          throw new IllegalArgumentException("frame '" + frame + "' must belong to a stream");
    }
  }

  /// Ends both directions of a stream for good.
  void retire(int stream) {
    OutgoingStream out;
    IncomingStream in;
    synchronized (this) {
      retired.add(stream);
      out = outgoing.remove(stream);
      in = incoming.remove(stream);
    }
    if (out != null) {
      out.retire();
    }
    if (in != null) {
      in.retire();
    }
  }

  /// Ends every stream; none can be added any more.
  void endAll(GuestSessionException cause) {
    List<OutgoingStream> outs;
    List<IncomingStream> ins;
    synchronized (this) {
      end = Optional.of(cause);
      outs = new ArrayList<>(outgoing.values());
      ins = new ArrayList<>(incoming.values());
      outgoing.clear();
      incoming.clear();
    }
    outs.forEach(out -> out.fail(cause));
    ins.forEach(in -> in.fail(cause));
  }

  /// @throws IllegalStateException unless all these streams are open
  /// @throws GuestSessionException when the session has ended
  synchronized List<IncomingStream> requireOpen(List<Integer> outs, List<Integer> ins)
      throws GuestSessionException {
    if (end.isPresent()) {
      throw end.get().again();
    }
    if (!outgoing.keySet().containsAll(outs) || !incoming.keySet().containsAll(ins)) {
      throw new IllegalStateException(
          "streams '" + outs + "' to and '" + ins + "' from the peer must be open");
    }
    return ins.stream().map(incoming::get).toList();
  }

  private void check(int stream, Map<Integer, ?> streams) throws GuestSessionException {
    if (end.isPresent()) {
      throw end.get().again();
    }
    if (stream < 1 || streams.containsKey(stream) || retired.contains(stream)) {
      throw new IllegalArgumentException(
          "stream '" + stream + "' must be positive and used for the first time");
    }
  }

  private synchronized <T> Optional<T> find(int stream, Map<Integer, T> streams)
      throws GuestSessionException {
    T found = streams.get(stream);
    if (found == null && end.isEmpty() && !retired.contains(stream)) {
      throw GuestSessionException.protocol("stream '" + stream + "' must be one that is open");
    }
    return Optional.ofNullable(found);
  }
}
