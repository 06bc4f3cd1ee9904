package io.stage1kvm.boot;

import io.stage1kvm.boot.BootOptions.Disk;
import io.stage1kvm.boot.BootOptions.Tap;
import io.stage1kvm.machine.SharedDirectory;
import io.stage1kvm.stage0.flag.Flag;
import io.stage1kvm.stage0.flag.FlagException;
import io.stage1kvm.stage0.flag.FlagReader;
import io.stage1kvm.stage0.flag.FlagSet;
import io.stage1kvm.stage0.flag.Flags;
import io.stage1kvm.vmm.arch.x86.Discovery;
import io.stage1kvm.vmm.arch.x86.Layout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The command's flags, and what they mean.
public final class BootFlags {

  /// All of them.
  public static final FlagSet SET =
      FlagSet.of(
          Flag.value("initramfs", "FILE", "the kernel's first file system"),
          Flag.value(
              "append",
              "TEXT",
              "the kernel's command line (default console=hvc0, or ttyS0 with --serial, reboot=k"
                  + " panic=-1)"),
          Flag.value("cpus", "N", "1 to 64 (default 1)"),
          Flag.value("memory", "SIZE", "such as 256M or 6G (default 256M)"),
          Flag.toggle("acpi", "tell of devices by ACPI, not on the command line"),
          Flag.toggle("serial", "a 16550 at 0x3f8, whose output is the console's, too"),
          Flag.value("disk", "FILE[,ro]", "a virtio disk; may be given more than once"),
          Flag.value("tap", "NAME[,MAC]", "a virtio network interface; likewise"),
          Flag.value("share", "TAG=DIR", "a directory by virtiofsd; likewise"),
          Flag.value("virtiofsd", "FILE", "another virtiofsd than the one installed"),
          Flag.toggle("balloon", "a virtio balloon with free page reporting"),
          Flag.optional("exits", "-", "at the end, counts of exits as JSON to a file"),
          Flag.optional("milestones", "-", "at the end, times as JSON to a file"));

  private static final long MIB = 1 << 20;
  private static final long MIN_MEMORY = 16 * MIB;
  private static final long MAX_MEMORY = 1L << 40;

  /// The console and the random numbers, which every machine has.
  private static final int FIXED_DEVICES = 2;

  private static final String HINT = " (see 'stage1-kvm help boot')";

  private BootFlags() {}

  /// Reads a command line.
  static BootOptions read(FlagReader.Parsed line) throws FlagException {
    if (line.words().size() != 1) {
      String given = String.join(" ", line.words());
      throw new FlagException("kernel '" + given + "' must be one file" + HINT);
    }
    Flags flags = line.flags();
    boolean serial = flags.is("serial");
    requireFewDevices(flags);
    return new BootOptions(
        Path.of(line.words().getFirst()),
        flags.last("initramfs").map(Path::of),
        flags.last("append").orElse(defaultCommandLine(serial)),
        number(flags, "cpus", 1, Layout.MAX_CPUS),
        memory(flags.last("memory").orElse("256M")),
        flags.is("acpi") ? Discovery.ACPI : Discovery.COMMAND_LINE,
        serial,
        disks(flags.all("disk")),
        taps(flags.all("tap")),
        shares(flags.all("share")),
        flags.is("balloon"),
        flags.last("virtiofsd"),
        flags.last("exits"),
        flags.last("milestones"));
  }

  private static void requireFewDevices(Flags flags) throws FlagException {
    int devices = FIXED_DEVICES + (flags.is("balloon") ? 1 : 0);
    devices += flags.all("disk").size() + flags.all("tap").size() + flags.all("share").size();
    if (devices > Layout.MAX_MMIO_DEVICES) {
      String rule = "' must be at most " + Layout.MAX_MMIO_DEVICES + ", with console and rng";
      throw new FlagException("number of devices '" + devices + rule + HINT);
    }
  }

  private static String defaultCommandLine(boolean serial) {
    return (serial ? "console=ttyS0" : "console=hvc0") + " reboot=k panic=-1";
  }

  private static int number(Flags flags, String name, int min, int max) throws FlagException {
    Optional<String> text = flags.last(name);
    if (text.isEmpty()) {
      return min;
    }
    long value = digits(text.get());
    if (value < min || value > max) {
      throw FlagException.invalid(name, text.get(), "be " + min + " to " + max);
    }
    return (int) value;
  }

  /// -1 if it is no number of at most 15 digits.
  private static long digits(String text) {
    long value = 0;
    for (int i = 0; i < text.length(); i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9 || text.length() > 15) {
        return -1;
      }
      value = 10 * value + digit;
    }
    return text.isEmpty() ? -1 : value;
  }

  private static long memory(String text) throws FlagException {
    int last = text.length() - 1;
    char unit = text.isEmpty() ? '?' : text.charAt(last);
    long scale = unit == 'G' ? 1024 * MIB : MIB;
    boolean named = unit == 'M' || unit == 'G';
    long value = digits(named ? text.substring(0, last) : text);
    if (value < 0 || value > MAX_MEMORY / scale || value * scale < MIN_MEMORY) {
      throw FlagException.invalid("memory", text, "be 16M to 1024G, in whole MiB");
    }
    return value * scale;
  }

  private static List<Disk> disks(List<String> values) throws FlagException {
    List<Disk> disks = new ArrayList<>();
    for (String value : values) {
      boolean readOnly = value.endsWith(",ro");
      String path = readOnly ? value.substring(0, value.length() - 3) : value;
      if (path.isEmpty()) {
        throw FlagException.invalid("disk", value, "name a file");
      }
      disks.add(new Disk(path, readOnly));
    }
    return disks;
  }

  private static List<Tap> taps(List<String> values) throws FlagException {
    List<Tap> taps = new ArrayList<>();
    for (String value : values) {
      int comma = value.indexOf(',');
      String name = comma < 0 ? value : value.substring(0, comma);
      String mac = comma < 0 ? "02:00:00:00:00:0" + (taps.size() + 1) : value.substring(comma + 1);
      if (name.isEmpty() || name.length() > 15 || taps.size() == 8) {
        throw FlagException.invalid("tap", value, "name one of at most 8 interfaces");
      }
      MacAddress.parse(mac);
      taps.add(new Tap(name, mac));
    }
    return taps;
  }

  private static List<SharedDirectory> shares(List<String> values) throws FlagException {
    List<SharedDirectory> shares = new ArrayList<>();
    for (String value : values) {
      int equals = value.indexOf('=');
      if (equals < 1 || equals > 36 || equals == value.length() - 1) {
        throw FlagException.invalid("share", value, "be TAG=DIR with a tag of at most 36 bytes");
      }
      Path directory = Path.of(value.substring(equals + 1));
      shares.add(new SharedDirectory(value.substring(0, equals), directory));
    }
    return shares;
  }
}
