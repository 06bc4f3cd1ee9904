package io.stage1kvm.aci.archive;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/// An image cannot be read, written, checked or extracted. The message is for the user.
///
/// An [IOException], because an archive is a stream: whoever reads one must expect both.
public final class AciException extends IOException {
  private static final long serialVersionUID = 1;

  /// Whether the message says what could not be done, not just why.
  private final boolean complete;

  private AciException(String message, boolean complete, Throwable cause) {
    super(message, cause);
    this.complete = complete;
  }

  /// The bytes are not what they should be.
  ///
  /// @param reason what is wrong, such as `the gzip stream is truncated`
  public static AciException malformed(String reason) {
    return new AciException(reason, false, null);
  }

  /// As [#malformed(String)], found out by a library.
  public static AciException malformed(String reason, Throwable cause) {
    return new AciException(reason, false, cause);
  }

  /// Something could not be done to something: `cannot <verb> <object> '<value>': <reason>`.
  public static AciException cannot(String verb, String object, String value, String reason) {
    return cannot(verb, object, value, reason, null);
  }

  /// As [#cannot(String, String, String, String)] for a failure found further down. If that tells
  /// already what could not be done, it stays as it is.
  public static AciException cannot(String verb, String object, String value, IOException cause) {
    return cause instanceof AciException e && e.complete
        ? e
        : cannot(verb, object, value, reason(cause), cause);
  }

  private static AciException cannot(
      String verb, String object, String value, String reason, Throwable cause) {
    String message = "cannot %s %s '%s': %s";
    return new AciException(
        message.formatted(verb, object, ByteText.show(value), reason), true, cause);
  }

  /// nio puts the file name where the reason belongs.
  private static String reason(IOException cause) {
    return switch (cause) {
      case NoSuchFileException e -> "no such file or directory";
      case AccessDeniedException e -> "permission denied";
      case FileAlreadyExistsException e -> "it exists already";
      case FileSystemException e -> e.getReason() == null ? text(e) : lowerFirst(e.getReason());
      case IOException e -> text(e);
    };
  }

  private static String text(IOException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  private static String lowerFirst(String text) {
    return text.isEmpty() ? text : Character.toLowerCase(text.charAt(0)) + text.substring(1);
  }
}
