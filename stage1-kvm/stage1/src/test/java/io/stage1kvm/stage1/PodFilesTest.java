package io.stage1kvm.stage1;

import static org.assertj.core.api.Assertions.assertThat;

import io.stage1kvm.pod.PodDirectory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PodFilesTest {
  private static final String NAMES =
      "127.0.0.1 localhost localhost.domain localhost4 localhost4.localdomain4";

  @TempDir private Path root;
  private PodDirectory pod;

  @BeforeEach
  void makePod() throws IOException {
    pod = new PodDirectory(root);
    Files.createDirectories(pod.hostsFallback().getParent());
  }

  private PodFiles files() throws Stage1Exception {
    return new PodFiles(pod, "web", DnsMode.parse(""));
  }

  @Test
  void knowsTheNamesThatAppsExpectOfRktWhenTheImageHasNoHostsFile() throws Stage1Exception {
    assertThat(files().hostsFallback().text().lines()).contains(NAMES + " web");
  }

  @Test
  void namesThePodInTheImagesHostsFile() throws Exception {
    Files.writeString(pod.hostsFallback(), "# ours\n127.0.0.1\tlocalhost\n::1 localhost\n");
    assertThat(files().hostsFallback().text())
        .isEqualTo("# ours\n127.0.0.1\tlocalhost web\n::1 localhost\n");
  }

  @Test
  void namesThePodInTheHostsFileOfStage0() throws Exception {
    Files.writeString(pod.rktHosts(), "127.0.0.1 localhost\n10.1.1.1 db\n");
    assertThat(files().all().get(1).text()).isEqualTo("127.0.0.1 localhost web\n10.1.1.1 db\n");
  }

  @Test
  void takesTheResolverOfStage0() throws Exception {
    assertThat(files().all()).hasSize(1);
    Files.writeString(pod.rktResolvConf(), "nameserver 10.1.1.1\n");
    assertThat(files().all().get(1).path()).isEqualTo("/etc/resolv.conf");
  }

  @Test
  void takesAHostsFileWithACommentThatIsNoUtf8() throws Exception {
    byte[] hosts = "127.0.0.1 localhost # B\u00fcro\n".getBytes(StandardCharsets.ISO_8859_1);
    Files.write(pod.rktHosts(), hosts);
    assertThat(files().all().get(1).text()).isEqualTo("127.0.0.1 localhost # B\ufffdro web\n");
  }
}
