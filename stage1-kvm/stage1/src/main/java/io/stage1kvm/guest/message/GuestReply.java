package io.stage1kvm.guest.message;

/// The guest's answer to one command.
public sealed interface GuestReply {
  int id();

  /// The command was taken; what comes of it is reported by events.
  record Done(int id) implements GuestReply {
    public Done {
      Check.range("id", id, 1, Integer.MAX_VALUE);
    }
  }

  /// The command was not carried out.
  record Refused(int id, String error) implements GuestReply {
    public Refused {
      Check.range("id", id, 1, Integer.MAX_VALUE);
      error = Printable.of(error);
    }
  }
}
