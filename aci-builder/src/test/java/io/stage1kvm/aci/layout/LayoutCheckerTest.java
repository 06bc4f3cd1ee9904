package io.stage1kvm.aci.layout;

import static org.assertj.core.api.Assertions.assertThat;

import io.stage1kvm.aci.archive.AciEntry;
import io.stage1kvm.aci.archive.Attributes;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LayoutCheckerTest {
  private static final Attributes PLAIN = new Attributes(0644, 0, 0, Instant.EPOCH, List.of());

  private final LayoutChecker checker = new LayoutChecker();

  private static AciEntry file(String name) {
    return new AciEntry.File(name, PLAIN, 0);
  }

  private static AciEntry directory(String name) {
    return new AciEntry.Directory(name, PLAIN);
  }

  private static AciEntry symlink(String name) {
    return new AciEntry.Symlink(name, PLAIN, "/etc");
  }

  private static AciEntry hardLink(String name, String target) {
    return new AciEntry.HardLink(name, PLAIN, target);
  }

  private void accepts(AciEntry entry) {
    assertThat(checker.check(entry)).isEmpty();
  }

  private void finds(AciEntry entry, Rule rule, String message) {
    assertThat(checker.check(entry)).isEqualTo(Optional.of(new Finding(rule, message)));
  }

  @Test
  void acceptsAnImage() {
    accepts(directory("./"));
    accepts(file("./manifest"));
    accepts(directory("rootfs/"));
    accepts(directory("./rootfs//usr/"));
    accepts(file("rootfs/usr/a"));
    accepts(symlink("rootfs/lib"));
    accepts(hardLink("rootfs/b", "./rootfs/usr/a"));
    accepts(hardLink("rootfs/c", "rootfs/b"));
    accepts(new AciEntry.CharDevice("rootfs/null", PLAIN, 1, 3));
    accepts(file("rootfs/..a/b..c/..."));
    assertThat(checker.end()).isEmpty();
  }

  @Test
  void acceptsADirectoryAfterItsContent() {
    accepts(file("rootfs/a/b"));
    accepts(directory("rootfs/a"));
    accepts(directory("rootfs"));
  }

  @Test
  void missesManifestAndRootfs() {
    accepts(file("rootfs/a"));
    assertThat(checker.end())
        .containsExactly(
            new Finding(Rule.MANIFEST_PRESENT, "there is no file 'manifest' at the top"),
            new Finding(Rule.ROOTFS_PRESENT, "there is no directory 'rootfs' at the top"));
  }

  @Test
  void findsOtherThingsAtTheTop() {
    finds(file("README"), Rule.TOP_LEVEL, "entry 'README' is neither 'manifest' nor in 'rootfs'");
    finds(
        directory("rootfs2/"),
        Rule.TOP_LEVEL,
        "entry 'rootfs2/' is neither 'manifest' nor in 'rootfs'");
    finds(file("manifest/x"), Rule.TOP_LEVEL, "entry 'manifest/x' lies below a file");
    finds(file(""), Rule.TOP_LEVEL, "a file has no name");
    finds(symlink("./"), Rule.TOP_LEVEL, "a symlink has no name");
  }

  @Test
  void findsManifestAndRootfsOfTheWrongKind() {
    finds(symlink("manifest"), Rule.MANIFEST_PRESENT, "'manifest' is a symlink, not a file");
    finds(symlink("rootfs"), Rule.ROOTFS_PRESENT, "'rootfs' is a symlink, not a directory");
  }

  @Test
  void findsNamesThatLeadOut() {
    finds(file("/etc/passwd"), Rule.NAME_RELATIVE, "entry '/etc/passwd' has an absolute name");
    finds(file("../x"), Rule.NAME_INSIDE, "entry '../x' has '..' in its name");
    finds(file("rootfs/.."), Rule.NAME_INSIDE, "entry 'rootfs/..' has '..' in its name");
    finds(file("rootfs/a/../b"), Rule.NAME_INSIDE, "entry 'rootfs/a/../b' has '..' in its name");
  }

  @Test
  void findsDuplicates() {
    accepts(file("rootfs/a"));
    finds(file("rootfs//a"), Rule.NAME_ONCE, "entry 'rootfs/a' is there twice");
    finds(directory("rootfs/a/"), Rule.NAME_ONCE, "entry 'rootfs/a' is there twice");
    accepts(directory("rootfs/d"));
    finds(symlink("rootfs/d"), Rule.NAME_ONCE, "entry 'rootfs/d' is there twice");
    accepts(file("manifest"));
    finds(file("./manifest"), Rule.NAME_ONCE, "entry 'manifest' is there twice");
  }

  @Test
  void findsWritesThroughALink() {
    accepts(symlink("rootfs/a"));
    finds(
        file("rootfs/a/passwd"),
        Rule.PARENT_DIRECTORY,
        "entry 'rootfs/a/passwd' lies below 'rootfs/a', which is a symlink");
    finds(
        file("rootfs/a/b/c"),
        Rule.PARENT_DIRECTORY,
        "entry 'rootfs/a/b/c' lies below 'rootfs/a', which is a symlink");
  }

  @Test
  void findsALinkInPlaceOfADirectory() {
    accepts(file("rootfs/a/b"));
    finds(
        symlink("rootfs/a"),
        Rule.PARENT_DIRECTORY,
        "entry 'rootfs/a' is a symlink, but entries lie below it");
  }

  @Test
  void findsHardLinksThatLeadOut() {
    String out = " leads out of the rootfs";
    for (String target :
        List.of("/etc/passwd", "../x", "rootfs/../manifest", "manifest", "x", "")) {
      finds(
          hardLink("rootfs/h", target),
          Rule.HARD_LINK_INSIDE,
          "hard link 'rootfs/h' to '" + target + "'" + out);
    }
  }

  @Test
  void findsHardLinksToNothing() {
    String none = " does not name an earlier file";
    accepts(directory("rootfs/d"));
    accepts(symlink("rootfs/s"));
    for (String target : List.of("rootfs/later", "rootfs/d", "rootfs/s/passwd", "rootfs/h")) {
      finds(
          hardLink("rootfs/h", target),
          Rule.HARD_LINK_INSIDE,
          "hard link 'rootfs/h' to '" + target + "'" + none);
    }
  }

  @Test
  void findsFifos() {
    finds(
        new AciEntry.Fifo("rootfs/p", PLAIN),
        Rule.ENTRY_TYPE,
        "entry 'rootfs/p' is a fifo, which no image may have");
  }

  @Test
  void showsNamesWithoutControlCharacters() {
    finds(file("/\u001b[2J"), Rule.NAME_RELATIVE, "entry '/\\x1b[2J' has an absolute name");
  }
}
