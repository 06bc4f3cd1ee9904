package io.stage1kvm.aci.convert;

import io.stage1kvm.manifest.App;
import io.stage1kvm.manifest.AppBuilder;
import io.stage1kvm.manifest.type.ACName;
import io.stage1kvm.manifest.type.Environment;
import io.stage1kvm.manifest.type.Exec;
import io.stage1kvm.manifest.type.Extensions;
import io.stage1kvm.manifest.type.InvalidValueException;
import io.stage1kvm.manifest.type.MountPoint;
import io.stage1kvm.manifest.type.Port;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/// What an image's configuration says about its process, as an app. Names are docker2aci's.
final class AppConverter {
  private final ImageConfig config;
  private final UserTables tables;
  private final Consumer<String> warnings;

  AppConverter(ImageConfig config, UserTables tables, Consumer<String> warnings) {
    this.config = config;
    this.tables = tables;
    this.warnings = warnings;
  }

  /// @throws InvalidValueException if the app would not be valid
  App convert() {
    List<String> exec = new ArrayList<>(config.entrypoint());
    exec.addAll(config.cmd());
    AppBuilder app =
        App.builder()
            .exec(new Exec(exec))
            .environment(environment())
            .mountPoints(mountPoints())
            .ports(ports())
            .userLabels(config.labels());
    config
        .workingDir()
        .ifPresent(path -> app.workingDirectory(path.startsWith("/") ? path : "/" + path));
    config
        .stopSignal()
        .filter(signal -> !signal.equals("SIGTERM") && !signal.equals("15"))
        .ifPresent(signal -> warnings.accept("left out the stop signal '%s'".formatted(signal)));
    setUser(app);
    return app.build();
  }

  private void setUser(AppBuilder app) {
    String text = config.user().orElse("0");
    int colon = text.indexOf(':');
    String user = colon < 0 ? text : text.substring(0, colon);
    String name = user.isEmpty() ? "0" : user;
    app.user(name);
    if (colon < 0 || colon + 1 == text.length()) {
      app.group(tables.groupOf(name)).supplementaryGIDs(tables.supplementaryGroupsOf(name));
    } else {
      app.group(text.substring(colon + 1));
    }
  }

  private Environment environment() {
    Environment environment = Environment.NONE;
    for (String variable : config.env()) {
      int equals = variable.indexOf('=');
      try {
        environment =
            environment.with(variable.substring(0, equals), variable.substring(equals + 1));
      } catch (InvalidValueException | StringIndexOutOfBoundsException e) {
        warnings.accept(
            "left out the environment variable '%s', which appc does not allow"
                .formatted(variable));
      }
    }
    return environment;
  }

  private List<MountPoint> mountPoints() {
    List<MountPoint> points = new ArrayList<>();
    Set<ACName> names = new HashSet<>();
    for (String path : config.volumes()) {
      ACName plain = ACName.sanitize("volume" + (path.startsWith("/") ? path : "/" + path));
      ACName name = plain;
      for (int i = 1; !names.add(name); i++) {
        name = new ACName(plain + "-" + i);
      }
      points.add(new MountPoint(name, path, false, Extensions.NONE));
    }
    return points;
  }

  /// From `80`, `80/udp` or `8000-8010/tcp`.
  private List<Port> ports() {
    return config.ports().stream().map(AppConverter::port).toList();
  }

  private static Port port(String text) {
    int slash = text.indexOf('/');
    String numbers = slash < 0 ? text : text.substring(0, slash);
    String protocol = slash < 0 ? "tcp" : text.substring(slash + 1);
    int dash = numbers.indexOf('-');
    try {
      int first = Integer.parseInt(dash < 0 ? numbers : numbers.substring(0, dash));
      int last = dash < 0 ? first : Integer.parseInt(numbers.substring(dash + 1));
      int count = Math.addExact(Math.subtractExact(last, first), 1);
      return new Port(ACName.sanitize(text), protocol, first, count, false, Extensions.NONE);
    } catch (NumberFormatException | ArithmeticException e) {
      throw InvalidValueException.of("exposed port", text, "have the form PORT[-PORT][/PROTOCOL]");
    }
  }
}
