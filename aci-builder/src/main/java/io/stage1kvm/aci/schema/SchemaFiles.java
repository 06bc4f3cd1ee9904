package io.stage1kvm.aci.schema;

import io.stage1kvm.aci.archive.AciException;
import io.stage1kvm.manifest.schema.ManifestSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Writes the schemas. The same bytes every time.
public final class SchemaFiles {
  public static final String IMAGE = "image-manifest.schema.json";
  public static final String POD = "pod-manifest.schema.json";

  private SchemaFiles() {}

  /// @param directory made if it is not there; files of these names are replaced
  /// @return the files
  public static List<Path> write(Path directory) throws AciException {
    try {
      Files.createDirectories(directory);
      return List.of(
          Files.writeString(directory.resolve(IMAGE), ManifestSchema.image()),
          Files.writeString(directory.resolve(POD), ManifestSchema.pod()));
    } catch (IOException e) {
      throw AciException.cannot("write", "schemas to", directory.toString(), e);
    }
  }
}
