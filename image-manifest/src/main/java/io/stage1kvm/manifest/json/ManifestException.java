package io.stage1kvm.manifest.json;

/// A document that is not a manifest the specification allows: what is wrong with it and where.
public final class ManifestException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String source;
  private final String path;
  private final int line;
  private final int column;
  private final String reason;

  private ManifestException(
      String kind, String source, String path, Position position, String reason) {
    super(
        "cannot read %s '%s': line %d, column %d, %s: %s"
            .formatted(kind, source, position.line(), position.column(), path, reason));
    this.source = source;
    this.path = path;
    this.line = position.line();
    this.column = position.column();
    this.reason = reason;
  }

  static ManifestException of(String kind, String source, String text, Problem problem) {
    return new ManifestException(
        kind, source, problem.path().toString(), problem.position(text), problem.getMessage());
  }

  /// The document's name, as the reader was told.
  public String source() {
    return source;
  }

  /// Where in the document: `$.app.ports[0].port`.
  public String path() {
    return path;
  }

  /// From 1.
  public int line() {
    return line;
  }

  /// From 1, in characters.
  public int column() {
    return column;
  }

  /// What is wrong, without the place.
  public String reason() {
    return reason;
  }
}
