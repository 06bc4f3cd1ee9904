package io.stage1kvm.stage0.flag;

/// A command line that cannot be understood; the message is for the user.
public final class FlagException extends Exception {
  private static final long serialVersionUID = 1;

  /// @param message one line
  public FlagException(String message) {
    super(message);
  }

  /// A value that its flag does not accept.
  public static FlagException invalid(String flag, String value, String rule) {
    return new FlagException("--" + flag + " '" + value + "' must " + rule);
  }
}
