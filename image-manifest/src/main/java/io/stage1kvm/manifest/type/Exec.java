package io.stage1kvm.manifest.type;

import java.util.List;

/// The executable of an app and its arguments. May be empty: rkt's user can name one at run time.
public record Exec(List<String> args) {
  public static final Exec NONE = new Exec(List.of());

  public Exec {
    args = List.copyOf(args);
    for (int i = 0; i < args.size(); i++) {
      try {
        Check.text("argument", args.get(i));
      } catch (InvalidValueException e) {
        throw e.at(i);
      }
    }
  }

  public static Exec of(String... args) {
    return new Exec(List.of(args));
  }

  public boolean isEmpty() {
    return args.isEmpty();
  }
}
