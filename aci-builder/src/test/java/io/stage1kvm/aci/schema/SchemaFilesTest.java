package io.stage1kvm.aci.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stage1kvm.aci.archive.AciException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SchemaFilesTest {
  @TempDir private Path dir;

  @Test
  void writesBothTwiceTheSame() throws IOException {
    Path target = dir.resolve("a/b");
    List<Path> files = SchemaFiles.write(target);
    assertThat(files)
        .containsExactly(target.resolve(SchemaFiles.IMAGE), target.resolve(SchemaFiles.POD));
    String image = Files.readString(files.getFirst());
    String pod = Files.readString(files.getLast());
    assertThat(image)
        .startsWith("{\n  \"$schema\": \"https://json-schema.org/draft/2020-12/schema\"")
        .contains(
            "\"supplementaryGIDs\"", "\"const\": \"ImageManifest\"", "capabilities-retain-set")
        .endsWith("}\n");
    assertThat(pod)
        .contains("\"readOnlyRootFS\"", "\"const\": \"PodManifest\"", "\"const\": \"empty\"");
    SchemaFiles.write(target);
    assertThat(files.getFirst()).hasContent(image);
    assertThat(files.getLast()).hasContent(pod);
  }

  @Test
  void cannotWriteBelowAFile() throws IOException {
    Path file = Files.writeString(dir.resolve("file"), "");
    assertThatThrownBy(() -> SchemaFiles.write(file.resolve("x")))
        .isInstanceOf(AciException.class)
        .hasMessageStartingWith("cannot write schemas to '" + file.resolve("x") + "': ");
  }
}
