package io.stage1kvm.manifest.isolator;

import io.stage1kvm.manifest.type.ACIdentifier;
import io.stage1kvm.manifest.type.InvalidValueException;
import io.stage1kvm.manifest.type.ManifestRule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The isolators of an app or a pod, none in conflict with another. Where several of one kind are
/// allowed, the last one counts.
public record Isolators(List<IsolatorEntry> entries) implements Iterable<Isolator> {
  public static final Isolators NONE = new Isolators(List.of());

  public Isolators {
    entries = List.copyOf(entries);
    Set<ACIdentifier> seen = HashSet.newHashSet(entries.size());
    for (int i = 0; i < entries.size(); i++) {
      Isolator isolator = entries.get(i).isolator();
      IsolatorRules rules = IsolatorRules.of(isolator);
      if (!seen.add(isolator.name()) && rules.isSingle()) {
        throw InvalidValueException.of("isolator", isolator.name(), "not be given twice")
            .at(i)
            .breaking(ManifestRule.ISOLATOR_ONCE);
      }
      ACIdentifier other = rules.conflict().orElse(null);
      if (other != null && seen.contains(other)) {
        throw InvalidValueException.of(
                "isolator", isolator.name(), "not be used together with '" + other + "'")
            .at(i)
            .breaking(
                rules.isSingle()
                    ? ManifestRule.ISOLATOR_CONFLICT
                    : ManifestRule.ISOLATOR_CAPABILITIES);
      }
    }
  }

  public static Isolators of(Isolator... isolators) {
    return new Isolators(Arrays.stream(isolators).map(IsolatorEntry::new).toList());
  }

  public List<Isolator> values() {
    List<Isolator> values = new ArrayList<>(entries.size());
    entries.forEach(entry -> values.add(entry.isolator()));
    return List.copyOf(values);
  }

  /// The one of a kind that counts: the last.
  public <T extends Isolator> Optional<T> last(Class<T> type) {
    for (int i = entries.size() - 1; i >= 0; i--) {
      if (type.isInstance(entries.get(i).isolator())) {
        return Optional.of(type.cast(entries.get(i).isolator()));
      }
    }
    return Optional.empty();
  }

  /// All of a kind, in order.
  public <T extends Isolator> List<T> all(Class<T> type) {
    return values().stream().filter(type::isInstance).map(type::cast).toList();
  }

  /// With an isolator added at the end.
  public Isolators with(Isolator isolator) {
    List<IsolatorEntry> changed = new ArrayList<>(entries);
    changed.add(new IsolatorEntry(isolator));
    return new Isolators(changed);
  }

  /// Without all isolators of these names.
  public Isolators without(ACIdentifier... names) {
    List<ACIdentifier> removed = List.of(names);
    return new Isolators(
        entries.stream().filter(e -> !removed.contains(e.isolator().name())).toList());
  }

  /// With an isolator in place of those of the same name and of the one it is in conflict with: how
  /// a user's choice overrides an image's.
  public Isolators replace(Isolator isolator) {
    Isolators kept = without(isolator.name());
    return IsolatorRules.of(isolator).conflict().map(kept::without).orElse(kept).with(isolator);
  }

  public boolean isEmpty() {
    return entries.isEmpty();
  }

  @Override
  public Iterator<Isolator> iterator() {
    return values().iterator();
  }
}
