package io.stage1kvm.stage0;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// The pods of a data directory.
///
/// Pods move while they are looked at: one that is gone when its lock is tried is looked for once
/// more, in the later stages.
final class Pods {
  private static final int UUID_LENGTH = 36;

  private final DataDirectory data;

  Pods(DataDirectory data) {
    this.data = data;
  }

  /// All pods, by their UUID.
  List<Pod> all() throws Stage0Exception {
    List<Pod> pods = new ArrayList<>();
    for (PodStage stage : PodStage.values()) {
      for (String uuid : names(stage)) {
        at(stage, uuid).ifPresent(pods::add);
      }
    }
    pods.sort(Comparator.comparing(Pod::uuid));
    return pods;
  }

  /// The pods of one stage.
  List<Pod> in(PodStage stage) throws Stage0Exception {
    List<Pod> pods = new ArrayList<>();
    for (String uuid : names(stage)) {
      at(stage, uuid).ifPresent(pods::add);
    }
    return pods;
  }

  /// The pod of a UUID or of the beginning of one.
  Pod find(String text) throws Stage0Exception {
    List<Pod> matches = text.isEmpty() ? List.of() : matches(text);
    if (matches.isEmpty()) {
      throw Stage0Exception.of("no matches found for \"" + text + "\"");
    }
    if (matches.size() > 1) {
      String uuids = String.join(", ", matches.stream().map(Pod::uuid).toList());
      throw Stage0Exception.of("more than one match found for \"" + text + "\": " + uuids);
    }
    return matches.getFirst();
  }

  private List<Pod> matches(String text) throws Stage0Exception {
    if (text.length() == UUID_LENGTH) {
      return exactly(text).stream().toList();
    }
    return all().stream().filter(pod -> pod.uuid().startsWith(text)).toList();
  }

  /// The pod of a UUID, wherever it is by now.
  Optional<Pod> exactly(String uuid) throws Stage0Exception {
    if (!isUuid(uuid)) {
      return Optional.empty();
    }
    for (PodStage stage : PodStage.values()) {
      Optional<Pod> pod = at(stage, uuid);
      if (pod.isPresent()) {
        return pod;
      }
    }
    return Optional.empty();
  }

  private Optional<Pod> at(PodStage stage, String uuid) throws Stage0Exception {
    Path path = data.pod(stage, uuid);
    if (!Files.isDirectory(path)) {
      return Optional.empty();
    }
    try {
      return Optional.of(new Pod(uuid, stage, FileLock.isHeld(path), path));
    } catch (IOException e) {
      if (!Files.isDirectory(path)) {
        return Optional.empty();
      }
      throw Stage0Exception.cannot("look at pod '" + uuid + "'", e);
    }
  }

  private List<String> names(PodStage stage) throws Stage0Exception {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(data.pods(stage))) {
      entries.forEach(entry -> names.add(entry.getFileName().toString()));
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw Stage0Exception.cannot("list pods in '" + data.pods(stage) + "'", e);
    }
    return names.stream().filter(Pods::isUuid).toList();
  }

  private static boolean isUuid(String name) {
    try {
      return UUID.fromString(name).toString().equals(name);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
