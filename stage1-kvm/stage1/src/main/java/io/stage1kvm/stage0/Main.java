package io.stage1kvm.stage0;

import io.stage1kvm.manifest.type.InvalidValueException;
import io.stage1kvm.stage0.flag.Flag;
import io.stage1kvm.stage0.flag.FlagException;
import io.stage1kvm.stage0.flag.FlagReader;
import io.stage1kvm.stage0.flag.FlagSet;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.util.List;
import java.util.Optional;

/// The `stage1-kvm` command: pods without rkt. It does what rkt does around a stage1 image, with
/// rkt's commands, flags and exit statuses.
public final class Main {
  private static final FlagSet FRONT =
      GlobalFlags.SET.and(FlagSet.of(Flag.toggle("version", "show the version")));
  private static final List<Command> COMMANDS =
      List.of(
          new RunCommand(),
          new ListCommand(),
          new StatusCommand(),
          new StopCommand(),
          new EnterCommand(),
          new LogsCommand(),
          new RmCommand(),
          new GcCommand(),
          new CheckCommand(),
          new BootCommand());

  private Main() {}

  /// Runs the command and exits with its status.
  public static void main(String[] words) throws IOException {
    Utf8.ensure();
    Session session = Session.ofProcess();
    Interruption.install(Thread.currentThread());
    int status = run(session, List.of(words));
    session.out().flush();
    System.exit(status);
  }

  static int run(Session session, List<String> words) {
    try {
      FlagReader.Parsed line = FlagReader.leading(words, FRONT);
      if (line.flags().is("version")) {
        return version(session);
      }
      if (line.words().isEmpty()) {
        session.out().print(Help.of(COMMANDS));
        return line.flags().is("help") ? 0 : Stage0Exception.STATUS;
      }
      return command(session, line);
    } catch (FlagException e) {
      print(session, e);
      session.err().println("hint: see '" + Session.NAME + " help'");
    } catch (InterruptedException e) {
      print(session, Stage0Exception.of("interrupted"));
    } catch (Stage0Exception | InvalidValueException e) {
      print(session, e);
      if (words.contains("--debug")) {
        e.printStackTrace(session.err());
      }
    } catch (InvalidPathException e) {
      print(session, Stage0Exception.of("path '" + e.getInput() + "' is none: " + e.getReason()));
    } catch (RuntimeException e) {
      session.err().println(Session.NAME + ": this is a defect of " + Session.NAME + ":");
      e.printStackTrace(session.err());
    }
    return Stage0Exception.STATUS;
  }

  private static int command(Session session, FlagReader.Parsed line)
      throws FlagException, Stage0Exception, InterruptedException {
    String name = line.words().getFirst();
    List<String> rest = line.words().subList(1, line.words().size());
    if (name.equals("version")) {
      return version(session);
    }
    if (name.equals("help")) {
      return help(session, rest);
    }
    return find(name).run(line.flags(), rest, session);
  }

  private static Command find(String name) throws FlagException {
    Optional<Command> found =
        COMMANDS.stream().filter(command -> command.name().equals(name)).findFirst();
    return found.orElseThrow(() -> new FlagException("unknown command '" + name + "'"));
  }

  private static int help(Session session, List<String> words) throws FlagException {
    session.out().print(words.isEmpty() ? Help.of(COMMANDS) : Help.of(find(words.getFirst())));
    return 0;
  }

  private static int version(Session session) {
    String version = Main.class.getPackage().getImplementationVersion();
    session.out().println(Session.NAME + " " + (version == null ? "(not packaged)" : version));
    return 0;
  }

  /// One line, and a hint on another.
  static void print(Session session, Exception e) {
    session.err().println(Session.NAME + ": " + e.getMessage());
  }
}
