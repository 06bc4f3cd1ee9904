package io.stage1kvm.manifest.type;

/// What AC Identifiers and AC Names have in common: lower case letters and digits with separators
/// inside.
///
/// The specification's pattern wants single separators, actool allows several in a row and its own
/// `sanitize` makes such names. They are in use, so they are allowed here.
final class Names {
  private Names() {}

  static void check(String type, String value, String separators, ManifestRule rule) {
    if (value.isEmpty()) {
      throw InvalidValueException.of(type, "not be empty").breaking(rule);
    }
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (!isAlphanumeric(c) && separators.indexOf(c) < 0) {
        throw InvalidValueException.of(
                type, value, "contain only lower case letters, digits and '" + separators + "'")
            .breaking(rule);
      }
    }
    if (!isAlphanumeric(value.charAt(0)) || !isAlphanumeric(value.charAt(value.length() - 1))) {
      throw InvalidValueException.of(
              type, value, "begin and end with a lower case letter or a digit")
          .breaking(rule);
    }
  }

  /// The nearest valid name: lower case, every other character replaced, edges stripped.
  static String sanitize(String type, String value, String separators, char replacement) {
    StringBuilder name = new StringBuilder();
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      char lower = c >= 'A' && c <= 'Z' ? (char) (c - 'A' + 'a') : c;
      name.append(isAlphanumeric(lower) || separators.indexOf(lower) >= 0 ? lower : replacement);
    }
    int start = 0;
    int end = name.length();
    while (start < end && !isAlphanumeric(name.charAt(start))) {
      start++;
    }
    while (end > start && !isAlphanumeric(name.charAt(end - 1))) {
      end--;
    }
    if (start == end) {
      throw InvalidValueException.of(type, value, "contain a letter or a digit");
    }
    return name.substring(start, end);
  }

  private static boolean isAlphanumeric(char c) {
    return c >= 'a' && c <= 'z' || c >= '0' && c <= '9';
  }
}
