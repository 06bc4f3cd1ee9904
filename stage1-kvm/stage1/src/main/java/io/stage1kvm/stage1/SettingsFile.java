package io.stage1kvm.stage1;

import io.stage1kvm.guest.json.JsonFields;
import io.stage1kvm.guest.message.GuestSessionException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;

/// The file of settings in rkt's local configuration directory: one JSON object.
final class SettingsFile {
  private SettingsFile() {}

  /// Its members as text; none when there is no file.
  static Map<String, String> read(Path localConfig) throws Stage1Exception {
    Path file = localConfig.resolve(Settings.FILE);
    try {
      return JsonFields.parse(Files.readAllBytes(file)).scalars();
    } catch (NoSuchFileException e) {
      return Map.of();
    } catch (IOException | GuestSessionException e) {
      throw Stage1Exception.cannot("read '" + file + "'", e);
    }
  }
}
