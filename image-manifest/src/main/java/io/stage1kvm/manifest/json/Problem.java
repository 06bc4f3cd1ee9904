package io.stage1kvm.manifest.json;

/// What is wrong and where, on its way up to the reader that knows the document's name and text.
final class Problem extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient JsonPath path;
  private final transient Position position;

  private Problem(JsonPath path, Position position, String reason) {
    super(reason, null, false, false);
    this.path = path;
    this.position = position;
  }

  Problem(JsonPath path, String reason) {
    this(path, null, reason);
  }

  /// A problem whose position the parser knew already.
  static Problem at(JsonPath path, Position position, String reason) {
    return new Problem(path, position, reason);
  }

  JsonPath path() {
    return path;
  }

  Position position(String text) {
    return position != null ? position : Locator.locate(text, path);
  }
}
