package io.stage1kvm.share;

/// Names that become the names of files.
final class Names {

  private Names() {}

  static void require(String field, String name) {
    if (name.isEmpty() || name.equals(".") || name.equals("..") || name.contains("/")) {
      throw new IllegalArgumentException(field + " '" + name + "' must be a file name");
    }
  }
}
