package io.stage1kvm.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Files that pass between the host and the apps of a pod.
@Tag("pods")
@Timeout(900) // Emulated processors take minutes for ten thousand files.
final class FilesTest {
  @RegisterExtension static final PodHost HOST = new PodHost();

  private static final int MANY = 10_000;
  private static final String MOUNT = "--mount=volume=data,target=/data";

  private static PodLine pod(Path source, String options) {
    return HOST.pod().flags("--volume=data,kind=host,source=" + source + options);
  }

  private static String owner(Path file) throws IOException {
    Map<String, Object> unix = Files.readAttributes(file, "unix:uid,gid,mode");
    int mode = (Integer) unix.get("mode") & 07777;
    return "%d:%d %o".formatted((Integer) unix.get("uid"), (Integer) unix.get("gid"), mode);
  }

  @Test
  void leavesFilesOnTheHostWithOwnerAndMode() throws Exception {
    Path data = HOST.newDirectory("owner");
    Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxrwxrwx"));
    pod(data, "")
        .script(
            "root",
            """
            cd /data; echo first >root; chmod 4751 root; echo second >given; chown 33:44 given
            mkdir dir; chmod 1777 dir; ln -s given link; ln given hard; mkfifo pipe
            echo seen >seen; touch -d @1000000000 seen; mv seen moved
            """,
            MOUNT)
        .script("user", "umask 027; echo mine >/data/mine", "--user=user", "--group=staff", MOUNT)
        .run()
        .expect(0);
    assertThat(data.resolve("root")).hasContent("first");
    assertThat(owner(data.resolve("root"))).isEqualTo("0:0 4751");
    assertThat(data.resolve("given")).hasContent("second");
    assertThat(owner(data.resolve("given"))).isEqualTo("33:44 644");
    assertThat(owner(data.resolve("dir"))).isEqualTo("0:0 1777");
    assertThat(owner(data.resolve("mine"))).isEqualTo("1000:1001 640");
    assertThat(Files.readSymbolicLink(data.resolve("link"))).hasToString("given");
    assertThat(Files.getAttribute(data.resolve("hard"), "unix:nlink")).isEqualTo(2);
    assertThat(Files.readAttributes(data.resolve("pipe"), "isOther"))
        .containsEntry("isOther", true);
    assertThat(Files.getLastModifiedTime(data.resolve("moved")).toMillis() / 1000)
        .isEqualTo(1_000_000_000);
  }

  @Test
  void keepsAReadOnlyVolumeAsItIs() throws Exception {
    Path data = HOST.newDirectory("fixed");
    Files.writeString(data.resolve("file"), "as it was\n");
    Outcome outcome =
        pod(data, ",readOnly=true")
            .script(
                "app",
                """
                cat /data/file
                echo x 2>&1 >/data/new || echo kept
                echo x 2>&1 >>/data/file || echo kept
                rm -f /data/file || echo kept
                chmod 777 /data || echo kept
                mount -o remount,rw /data || echo kept
                """,
                MOUNT)
            .run()
            .expect(0);
    assertThat(outcome.lines("app"))
        .filteredOn(line -> !line.contains("Read-only"))
        .containsExactly("as it was", "kept", "kept", "kept", "kept", "kept");
    assertThat(data.resolve("file")).hasContent("as it was");
    assertThat(data.resolve("new")).doesNotExist();
  }

  @Test
  void keepsAReadOnlyRootButNotItsVolumes() throws Exception {
    Path data = HOST.newDirectory("writable");
    Outcome outcome =
        pod(data, "")
            .script(
                "app",
                "touch /new 2>/dev/null || echo kept; echo fresh >/data/new && echo written",
                "--readonly-rootfs",
                MOUNT)
            .run()
            .expect(0);
    assertThat(outcome.lines("app")).containsExactly("kept", "written");
    assertThat(data.resolve("new")).hasContent("fresh");
  }

  @Test
  void sharesAnEmptyVolumeBetweenApps() {
    Outcome outcome =
        HOST.pod()
            .flags("--volume=data,kind=empty,mode=0777,uid=12,gid=34")
            .script("writer", "echo passed on >/data/new; mv /data/new /data/file", MOUNT)
            .script(
                "reader",
                "while [ ! -e /data/file ]; do sleep 0.1; done; cat /data/file; stat -c %u:%g:%a /data",
                MOUNT)
            .run()
            .expect(0);
    assertThat(outcome.lines("reader")).containsExactly("passed on", "12:34:777");
  }

  @Test
  void mountsASingleFile() throws Exception {
    Path file = Files.writeString(HOST.newDirectory("single").resolve("file"), "before\n");
    Outcome outcome =
        pod(file, "")
            .script(
                "app",
                "cat /etc/deep/name; echo after >/etc/deep/name; ls /etc/deep",
                "--mount=volume=data,target=/etc/deep/name")
            .run()
            .expect(0);
    assertThat(outcome.lines("app")).containsExactly("before", "name");
    assertThat(file).hasContent("after");
  }

  @Test
  void keepsUnlinkedFilesAndSharedMappingsUsable() throws Exception {
    Path data = HOST.newDirectory("mapped");
    Path program = CProgram.compile("files", HOST.directory());
    Path rootfs = HOST.images().newRootfs("files");
    Files.createDirectories(rootfs.resolve("work"));
    Files.copy(program, rootfs.resolve("files"));
    Path image = HOST.images().build("files", rootfs, List.of("/files"));
    Outcome outcome =
        pod(data, "")
            .image(image, "--name=volume", MOUNT, "--", "/data")
            .image(image, "--name=root", "--", "/work")
            .run()
            .expect(0);
    assertThat(outcome.lines("volume")).containsExactly("unlinked: ok", "mapped: ok");
    assertThat(outcome.lines("root")).containsExactly("unlinked: ok", "mapped: ok");
    assertThat(data).isDirectoryContaining(file -> file.endsWith("mapped"));
    assertThat(data).isDirectoryNotContaining(file -> file.endsWith("unlinked"));
    byte[] mapped = Files.readAllBytes(data.resolve("mapped"));
    assertThat(mapped).hasSize(1 << 20);
    assertThat(mapped[0]).isEqualTo((byte) 'p');
    assertThat(mapped[mapped.length - 1]).isEqualTo((byte) 'c');
  }

  /// A pod that carries bytes from one host volume to another. One emulated CPU makes each request
  /// to the host some three times as fast as two.
  private static void carry(Path in, Path out, String script) {
    HOST.pod()
        .env("STAGE1_KVM_CPUS", "1")
        .flags("--volume=in,kind=host,readOnly=true,source=" + in)
        .flags("--volume=out,kind=host,source=" + out)
        .script("app", script, "--mount=volume=in,target=/in", "--mount=volume=out,target=/out")
        .within(Duration.ofSeconds(280))
        .run()
        .expect(0);
  }

  @Test
  @Tag("long")
  void carriesALargeFileIntact() throws Exception {
    Path in = HOST.newDirectory("in");
    Path out = HOST.newDirectory("out");
    makeLarge(in.resolve("large"));
    carry(in, out, "dd if=/in/large of=/out/large bs=1M");
    assertSame(in, out, 1);
  }

  @Test
  @Tag("long")
  void carriesManyFilesIntactToTheHost() throws Exception {
    Path in = HOST.newDirectory("in");
    Path out = HOST.newDirectory("out");
    String padding = "0123456789".repeat(100);
    String write = "i=$((i + 1)); echo $i $((i * i)) %s >/out/$i".formatted(padding);
    carry(in, out, "i=0; while [ $i -lt %d ]; do %s; done".formatted(MANY, write));
    for (int i = 1; i <= MANY; i++) {
      assertThat(Files.readString(out.resolve("" + i)))
          .isEqualTo("%d %d %s\n".formatted(i, i * i, padding));
    }
    assertThat(out.toFile().list()).hasSize(MANY);
  }

  @Test
  @Tag("long")
  void carriesManyFilesIntactToTheGuest() throws Exception {
    Path in = HOST.newDirectory("in");
    Path out = HOST.newDirectory("out");
    Path received = HOST.newDirectory("received");
    makeMany(in);
    carry(in, out, "tar -C /in -cf - . | dd of=/out/tar obs=1M");
    Command.of("tar", "-C", received.toString(), "-xf", out.resolve("tar").toString())
        .run()
        .expect(0);
    assertSame(in, received, MANY);
  }

  private static void assertSame(Path sent, Path received, int files) {
    Map<String, String> expected = hashes(sent);
    Map<String, String> actual = hashes(received);
    assertThat(expected).hasSize(files);
    assertThat(expected.keySet().stream().filter(f -> !expected.get(f).equals(actual.get(f))))
        .isEmpty();
    assertThat(actual).hasSameSizeAs(expected);
  }

  private static void makeMany(Path directory) throws IOException {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 100; i++) {
      Path below = Files.createDirectories(directory.resolve("d" + i));
      for (int j = 0; j < 100; j++) {
        byte[] bytes = new byte[random.nextInt(4096)];
        random.nextBytes(bytes);
        Files.write(below.resolve("f" + j), bytes);
      }
    }
  }

  private static void makeLarge(Path file) throws IOException {
    SplittableRandom random = new SplittableRandom(2);
    byte[] part = new byte[1 << 20];
    try (OutputStream out = Files.newOutputStream(file)) {
      for (int i = 0; i < 1024; i++) {
        random.nextBytes(part);
        out.write(part);
      }
    }
  }

  /// SHA-256 by path, calculated by the host: one process for thousands of files, however they lie.
  private static Map<String, String> hashes(Path directory) {
    return Command.of("find", directory.toString(), "-type", "f", "-exec", "sha256sum", "{}", "+")
        .run()
        .expect(0)
        .out()
        .lines()
        .map(line -> line.split(" {2}", 2))
        .collect(
            Collectors.toMap(
                pair -> pair[1].substring(directory.toString().length()), pair -> pair[0]));
  }
}
