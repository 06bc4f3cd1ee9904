package io.stage1kvm.boot;

import io.stage1kvm.boot.Boot.BootStreams;
import io.stage1kvm.stage0.flag.FlagException;
import io.stage1kvm.stage0.flag.FlagReader;
import io.stage1kvm.sys.Sys;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/// `stage1-kvm boot` with nothing in front of it: a program of its own, which starts sooner than
/// the one that has all commands.
public final class Main {

  private Main() {}

  /// Runs the command and exits with its status.
  ///
  /// @param words `boot` and what stands behind it
  public static void main(String[] words) {
    Sys.preload();
    System.exit(run(List.of(words).subList(1, words.length), System.err));
  }

  private static int run(List<String> words, PrintStream err) {
    try {
      FlagReader.Parsed line = FlagReader.everywhere(words, BootFlags.SET);
      Path library = Path.of(System.getProperty("io.stage1kvm.lib", ""));
      return Boot.run(line, library, ofProcess(err));
    } catch (FlagException e) {
      err.println("stage1-kvm: " + e.getMessage());
      err.println("hint: see 'stage1-kvm help boot'");
    } catch (InterruptedException e) {
      err.println("stage1-kvm: interrupted");
    }
    return BootStatus.FAILED;
  }

  /// The streams of this process.
  public static BootStreams ofProcess(PrintStream err) {
    return new BootStreams(
        new FileInputStream(FileDescriptor.in), new FileOutputStream(FileDescriptor.out), err);
  }
}
