package io.stage1kvm.stage0;

import io.stage1kvm.stage0.flag.FlagException;
import io.stage1kvm.stage0.flag.FlagReader;
import io.stage1kvm.stage0.flag.FlagSet;
import java.util.List;

/// `run`: prepares a pod and becomes its stage1.
record RunCommand() implements Command {
  @Override
  public String name() {
    return "run";
  }

  @Override
  public String synopsis() {
    return "[FLAGS] IMAGE.aci [IMAGE FLAGS] [-- ARGUMENTS] [--- IMAGE2.aci ...]";
  }

  @Override
  public String summary() {
    return "Run images as the apps of a pod";
  }

  @Override
  public boolean needsRoot() {
    return true;
  }

  @Override
  public FlagSet flags() {
    return RunFlags.POD;
  }

  @Override
  public String moreHelp() {
    return "\nFlags of an image, behind it:\n" + RunFlags.APP.help();
  }

  /// Keeps the words, since each image has flags of its own.
  @Override
  public FlagReader.Parsed parse(List<String> words) throws FlagException {
    return new FlagReader.Parsed(RunArguments.parse(words).pod(), words);
  }

  @Override
  public int execute(FlagReader.Parsed line, Session session)
      throws FlagException, Stage0Exception, InterruptedException {
    List<AppRequest> apps = RunArguments.parse(line.words()).apps();
    new Runner(new RunRequest(line.flags(), apps).checked(), session).run();
    return Stage0Exception.STATUS;
  }
}
