package io.stage1kvm.stage0;

import io.stage1kvm.stage0.flag.Flag;
import io.stage1kvm.stage0.flag.FlagException;
import io.stage1kvm.stage0.flag.FlagReader;
import io.stage1kvm.stage0.flag.FlagSet;
import io.stage1kvm.stage0.flag.Flags;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `list`: the pods and their apps.
record ListCommand() implements Command {
  @Override
  public String name() {
    return "list";
  }

  @Override
  public String synopsis() {
    return "[--full] [--no-legend] [--format=json]";
  }

  @Override
  public String summary() {
    return "List pods";
  }

  @Override
  public FlagSet flags() {
    return FlagSet.of(
        Flag.toggle("full", "show whole UUIDs and times, and the images' IDs"),
        Flag.toggle("no-legend", "do not head the columns"),
        OutputFormat.FLAG);
  }

  @Override
  public int execute(FlagReader.Parsed line, Session session)
      throws FlagException, Stage0Exception {
    Flags flags = line.flags();
    if (!line.words().isEmpty()) {
      throw new FlagException("unexpected argument '" + line.words().getFirst() + "'");
    }
    Optional<String> format = OutputFormat.of(flags);
    List<PodFacts> pods = facts(GlobalFlags.dataDirectory(flags), session);
    if (format.isPresent()) {
      List<?> json = pods.stream().map(StatusJson::of).toList();
      session.out().print(StatusJson.text(json, format.get()));
      return 0;
    }
    StatusReport report = new StatusReport(ZoneId.systemDefault());
    PodTable table = new PodTable(flags.is("full"), !flags.is("no-legend"), report, Instant.now());
    session.out().print(table.text(pods));
    return 0;
  }

  /// One pod that cannot be read does not hide the others.
  private static List<PodFacts> facts(DataDirectory data, Session session) throws Stage0Exception {
    List<PodFacts> facts = new ArrayList<>();
    Pods pods = new Pods(data);
    for (Pod pod : pods.all()) {
      try {
        facts.add(PodFacts.read(pod));
      } catch (Stage0Exception e) {
        if (pods.exactly(pod.uuid()).isPresent()) {
          session.warn(e.getMessage());
        }
      }
    }
    return facts;
  }
}
