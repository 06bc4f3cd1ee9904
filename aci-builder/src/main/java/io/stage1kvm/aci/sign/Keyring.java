package io.stage1kvm.aci.sign;

import io.stage1kvm.aci.archive.AciException;
import io.stage1kvm.manifest.type.ACIdentifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Directories of trusted keys, laid out as rkt's `trustedkeys`: `root.d/<fingerprint>` for all
/// images, `prefix.d/<name>/<fingerprint>` for images of that name and below.
///
/// Later directories come before earlier ones: an empty file takes back the trust that an earlier
/// one gave.
public final class Keyring {
  private static final String ROOT = "root.d";
  private static final String PREFIX = "prefix.d";

  private final List<Path> directories;

  public Keyring(List<Path> directories) {
    this.directories = List.copyOf(directories);
  }

  /// Where rkt keeps the distribution's keys and the administrator's.
  public static Keyring ofHost() {
    return new Keyring(
        List.of(Path.of("/usr/lib/rkt/trustedkeys"), Path.of("/etc/rkt/trustedkeys")));
  }

  /// @return the keys that may sign an image of this name
  /// @throws AciException if a key cannot be read or is not the one that its file's name says
  public List<TrustedKey> keysFor(ACIdentifier name) throws AciException {
    Map<String, TrustedKey> keys = new LinkedHashMap<>();
    for (Path directory : directories) {
      addAll(directory.resolve(ROOT), keys);
    }
    for (Path directory : directories) {
      Path prefix = directory.resolve(PREFIX);
      for (String part : name.value().split("/")) {
        prefix = prefix.resolve(part);
        addAll(prefix, keys);
      }
    }
    return List.copyOf(keys.values());
  }

  private static void addAll(Path directory, Map<String, TrustedKey> keys) throws AciException {
    for (Path file : files(directory)) {
      String fingerprint = file.getFileName().toString();
      if (isEmpty(file)) {
        keys.remove(fingerprint);
        continue;
      }
      TrustedKey key = TrustedKey.read(file).getFirst();
      if (!key.fingerprint().equals(fingerprint)) {
        throw AciException.cannot(
            "trust",
            "public key",
            file.toString(),
            "its fingerprint is %s".formatted(key.fingerprint()));
      }
      keys.put(fingerprint, key);
    }
  }

  private static boolean isEmpty(Path file) throws AciException {
    try {
      return Files.size(file) == 0;
    } catch (IOException e) {
      throw AciException.cannot("read", "public key", file.toString(), e);
    }
  }

  private static List<Path> files(Path directory) throws AciException {
    // A name may have parts such as "..", which would be another name's directory.
    if (!Files.isDirectory(directory) || !directory.equals(directory.normalize())) {
      return List.of();
    }
    try (Stream<Path> children = Files.list(directory)) {
      List<Path> files = new ArrayList<>(children.filter(Files::isRegularFile).toList());
      files.sort(null);
      return files;
    } catch (IOException e) {
      throw AciException.cannot("read", "directory", directory.toString(), e);
    }
  }
}
