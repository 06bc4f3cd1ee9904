package io.stage1kvm.stage0;

import io.stage1kvm.stage0.check.CheckReport;
import io.stage1kvm.stage0.check.Finding;
import io.stage1kvm.stage0.check.HostCheck;
import io.stage1kvm.stage0.flag.Flag;
import io.stage1kvm.stage0.flag.FlagException;
import io.stage1kvm.stage0.flag.FlagReader;
import io.stage1kvm.stage0.flag.FlagSet;
import java.util.List;
import java.util.Optional;

/// `check`: what this host offers to pods, and what to do about each lack.
record CheckCommand() implements Command {
  @Override
  public String name() {
    return "check";
  }

  @Override
  public String synopsis() {
    return "[--format=json] [--stage1-path=ACI]";
  }

  @Override
  public String summary() {
    return "Tell whether this host can run pods";
  }

  @Override
  public FlagSet flags() {
    return FlagSet.of(
        OutputFormat.FLAG, Flag.value("stage1-path", "ACI", "the stage1 image to look at"));
  }

  @Override
  public int execute(FlagReader.Parsed line, Session session)
      throws FlagException, InterruptedException {
    Optional<String> format = OutputFormat.of(line.flags());
    DataDirectory data = GlobalFlags.dataDirectory(line.flags());
    List<Finding> findings = HostCheck.of(new HostInspection(session, data, line.flags()).facts());
    session
        .out()
        .print(
            format.isPresent()
                ? CheckReport.jsonText(findings, format.get().equals("json-pretty"))
                : CheckReport.text(findings));
    return HostCheck.allows(findings) ? 0 : 1;
  }
}
