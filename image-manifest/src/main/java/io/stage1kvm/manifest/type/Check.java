package io.stage1kvm.manifest.type;

import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;

/// The rules that many types share. Loops instead of regular expressions: manifests are read on the
/// start path of a pod.
public final class Check {
  /// The largest user or group ID: the kernel takes 4294967295 as "leave unchanged".
  public static final long MAX_ID = 4294967294L;

  private Check() {}

  /// A string that can become a C string and UTF-8.
  public static String text(String field, String value) {
    Objects.requireNonNull(value, field);
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == 0) {
        throw InvalidValueException.of(field, value, "not contain a NUL character")
            .breaking(ManifestRule.TEXT);
      }
      if (Character.isSurrogate(c)) {
        if (!Character.isHighSurrogate(c)
            || i + 1 == value.length()
            || !Character.isLowSurrogate(value.charAt(i + 1))) {
          throw InvalidValueException.of(field, value, "be valid Unicode")
              .breaking(ManifestRule.TEXT);
        }
        i++;
      }
    }
    return value;
  }

  public static String nonEmpty(String field, String value) {
    Objects.requireNonNull(value, field);
    if (value.isEmpty()) {
      throw InvalidValueException.of(field, "not be empty").breaking(ManifestRule.NOT_EMPTY);
    }
    return text(field, value);
  }

  public static long range(String field, long value, long min, long max, ManifestRule rule) {
    if (value < min || value > max) {
      throw InvalidValueException.of(field, value, "be between " + min + " and " + max)
          .breaking(rule);
    }
    return value;
  }

  /// [#nonEmpty] for a member of an object: the refusal says which member it is.
  public static String nonEmptyMember(String field, String value, ManifestRule empty) {
    try {
      return nonEmpty(field, value);
    } catch (InvalidValueException e) {
      throw e.at(field).breaking(value.isEmpty() ? empty : e.broken());
    }
  }

  /// [#text] for the `value` of a pair of name and value.
  static String textValue(String what, String value) {
    try {
      return text(what + " value", value);
    } catch (InvalidValueException e) {
      throw e.at("value");
    }
  }

  /// [#range] for a member of an object.
  public static long rangeMember(String field, long value, long min, long max, ManifestRule rule) {
    try {
      return range(field, value, min, max, rule);
    } catch (InvalidValueException e) {
      throw e.at(field);
    }
  }

  /// Whether all characters of a text are among these.
  public static boolean consistsOf(String text, String characters) {
    for (int i = 0; i < text.length(); i++) {
      if (characters.indexOf(text.charAt(i)) < 0) {
        return false;
      }
    }
    return true;
  }

  /// An immutable copy of a list in which no two elements have the same key.
  public static <T> List<T> unique(String what, List<T> list, Function<T, ?> key) {
    List<T> copy = List.copyOf(list);
    Set<Object> seen = HashSet.newHashSet(copy.size());
    for (int i = 0; i < copy.size(); i++) {
      Object name = key.apply(copy.get(i));
      if (!seen.add(name)) {
        throw InvalidValueException.of(what, name, "not be given twice")
            .at(i, "name")
            .breaking(ManifestRule.UNIQUE);
      }
    }
    return copy;
  }

  /// An immutable copy of a map of strings that keeps its order.
  public static Map<String, String> texts(String field, Map<String, String> map) {
    map.forEach(
        (key, value) -> {
          text(field, key);
          text(field, value);
        });
    return ordered(map);
  }

  /// An immutable copy that keeps its order.
  static <V> Map<String, V> ordered(Map<String, V> map) {
    return map.isEmpty() ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }
}
