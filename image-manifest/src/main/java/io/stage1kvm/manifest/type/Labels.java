package io.stage1kvm.manifest.type;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/// The labels of an image: unique names, and `os` and `arch` a known pair (see [OsArch]).
public record Labels(List<Label> list) implements Iterable<Label> {
  public static final Labels NONE = new Labels(List.of());

  public Labels {
    list = Check.unique("label", list, Label::name);
    int os = indexOf(list, "os");
    int arch = indexOf(list, "arch");
    if (os >= 0) {
      check(list, os, arch);
    } else if (arch >= 0) {
      checkText(list, arch);
    }
  }

  public static Labels of(Label... labels) {
    return new Labels(List.of(labels));
  }

  public Optional<String> get(String name) {
    int i = indexOf(list, name);
    return i < 0 ? Optional.empty() : Optional.of(list.get(i).value());
  }

  /// With a label set: in its old place, or else at the end.
  public Labels with(String name, String value) {
    List<Label> changed = new ArrayList<>(list);
    int i = indexOf(list, name);
    if (i < 0) {
      changed.add(new Label(name, value));
    } else {
      changed.set(i, new Label(list.get(i).name(), value, list.get(i).extensions()));
    }
    return new Labels(changed);
  }

  public Labels without(String name) {
    return new Labels(list.stream().filter(l -> !l.name().value().equals(name)).toList());
  }

  public boolean isEmpty() {
    return list.isEmpty();
  }

  @Override
  public Iterator<Label> iterator() {
    return list.iterator();
  }

  private static void check(List<Label> list, int os, int arch) {
    try {
      OsArch.checkOs(list.get(os).value());
    } catch (InvalidValueException e) {
      throw e.at(os, "value");
    }
    if (arch >= 0) {
      try {
        OsArch.checkArch(list.get(os).value(), list.get(arch).value());
      } catch (InvalidValueException e) {
        throw e.at(arch, "value");
      }
    }
  }

  private static void checkText(List<Label> list, int index) {
    try {
      Check.textValue("label", list.get(index).value());
    } catch (InvalidValueException e) {
      throw e.at(index, "value");
    }
  }

  private static int indexOf(List<Label> list, String name) {
    for (int i = 0; i < list.size(); i++) {
      if (list.get(i).name().value().equals(name)) {
        return i;
      }
    }
    return -1;
  }
}
