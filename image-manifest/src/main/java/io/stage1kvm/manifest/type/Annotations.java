package io.stage1kvm.manifest.type;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/// Annotations with unique names.
public record Annotations(List<Annotation> list) implements Iterable<Annotation> {
  public static final Annotations NONE = new Annotations(List.of());

  public Annotations {
    list = Check.unique("annotation", list, Annotation::name);
  }

  public static Annotations of(Annotation... annotations) {
    return new Annotations(List.of(annotations));
  }

  public Optional<String> get(String name) {
    for (Annotation annotation : list) {
      if (annotation.name().value().equals(name)) {
        return Optional.of(annotation.value());
      }
    }
    return Optional.empty();
  }

  /// With an annotation set: in its old place, or else at the end.
  public Annotations with(String name, String value) {
    List<Annotation> changed = new ArrayList<>(list);
    for (int i = 0; i < list.size(); i++) {
      Annotation old = list.get(i);
      if (old.name().value().equals(name)) {
        changed.set(i, new Annotation(old.name(), value, old.extensions()));
        return new Annotations(changed);
      }
    }
    changed.add(new Annotation(name, value));
    return new Annotations(changed);
  }

  public Annotations without(String name) {
    return new Annotations(list.stream().filter(a -> !a.name().value().equals(name)).toList());
  }

  public boolean isEmpty() {
    return list.isEmpty();
  }

  @Override
  public Iterator<Annotation> iterator() {
    return list.iterator();
  }
}
