package io.stage1kvm.manifest.type;

/// Permission bits of a file, with set-id and sticky bits. Written in octal, at least four digits.
public record FileMode(int bits) {
  private static final int ALL = 07777;

  public FileMode {
    if (bits < 0 || bits > ALL) {
      throw InvalidValueException.of("mode", Integer.toOctalString(bits), "be at most 7777")
          .breaking(ManifestRule.VOLUME_MODE);
    }
  }

  public static FileMode parse(String octal) {
    boolean digits = !octal.isEmpty() && Check.consistsOf(octal, "01234567");
    if (!digits || octal.length() > 6 || Integer.parseInt(octal, 8) > ALL) {
      throw InvalidValueException.of("mode", octal, "be an octal number up to 7777")
          .breaking(ManifestRule.VOLUME_MODE);
    }
    return new FileMode(Integer.parseInt(octal, 8));
  }

  @Override
  public String toString() {
    String octal = Integer.toOctalString(bits);
    return "0".repeat(Math.max(0, 4 - octal.length())) + octal;
  }
}
