package io.stage1kvm.manifest.type;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The environment of an app: variables with unique names, in order.
public record Environment(List<EnvironmentVariable> variables)
    implements Iterable<EnvironmentVariable> {
  public static final Environment NONE = new Environment(List.of());

  public Environment {
    variables = Check.unique("environment variable", variables, EnvironmentVariable::name);
  }

  public static Environment of(Map<String, String> variables) {
    return NONE.withAll(variables);
  }

  public Optional<String> get(String name) {
    for (EnvironmentVariable variable : variables) {
      if (variable.name().equals(name)) {
        return Optional.of(variable.value());
      }
    }
    return Optional.empty();
  }

  /// With a variable set: in its old place, or else at the end.
  public Environment with(String name, String value) {
    return withAll(Map.of(name, value));
  }

  /// With all these variables set, each in its old place, or else at the end.
  public Environment withAll(Map<String, String> changes) {
    Map<String, EnvironmentVariable> merged = new LinkedHashMap<>();
    variables.forEach(v -> merged.put(v.name(), v));
    changes.forEach(
        (name, value) -> {
          EnvironmentVariable old = merged.get(name);
          Extensions extensions = old == null ? Extensions.NONE : old.extensions();
          merged.put(name, new EnvironmentVariable(name, value, extensions));
        });
    return new Environment(new ArrayList<>(merged.values()));
  }

  public Environment without(String name) {
    return new Environment(variables.stream().filter(v -> !v.name().equals(name)).toList());
  }

  public Map<String, String> toMap() {
    Map<String, String> map = new LinkedHashMap<>();
    variables.forEach(v -> map.put(v.name(), v.value()));
    return Check.ordered(map);
  }

  public boolean isEmpty() {
    return variables.isEmpty();
  }

  @Override
  public Iterator<EnvironmentVariable> iterator() {
    return variables.iterator();
  }
}
