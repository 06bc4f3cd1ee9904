package io.stage1kvm.aci.convert;

import io.stage1kvm.manifest.type.Check;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The image's own `/etc/passwd` and `/etc/group`, from which Docker takes the groups of a user
/// that is named without one.
final class UserTables {
  private final List<String[]> users;
  private final List<String[]> groups;

  private UserTables(byte[] passwd, byte[] group) {
    this.users = lines(passwd, 4);
    this.groups = lines(group, 4);
  }

  static UserTables of(LayerTree tree) {
    return new UserTables(tree.text(List.of("etc", "passwd")), tree.text(List.of("etc", "group")));
  }

  private static List<String[]> lines(byte[] table, int fields) {
    List<String[]> lines = new ArrayList<>();
    for (String line : new String(table, StandardCharsets.UTF_8).split("\n")) {
      String[] parts = line.split(":", -1);
      if (parts.length >= fields) {
        lines.add(parts);
      }
    }
    return lines;
  }

  private Optional<String[]> user(String user) {
    return users.stream().filter(line -> line[0].equals(user) || line[2].equals(user)).findFirst();
  }

  /// @return the primary group; root's, as Docker has it, for a user that is not in the table
  String groupOf(String user) {
    return user(user).map(line -> line[3]).filter(UserTables::isId).orElse("0");
  }

  /// @return groups that have the user as a member
  List<Long> supplementaryGroupsOf(String user) {
    Optional<String> name = user(user).map(line -> line[0]);
    return groups.stream()
        .filter(
            line -> name.isPresent() && Stream.of(line[3].split(",")).anyMatch(name.get()::equals))
        .map(line -> line[2])
        .filter(UserTables::isId)
        .map(Long::valueOf)
        .distinct()
        .toList();
  }

  private static boolean isId(String text) {
    return text.matches("[0-9]{1,10}") && Long.parseLong(text) <= Check.MAX_ID;
  }
}
