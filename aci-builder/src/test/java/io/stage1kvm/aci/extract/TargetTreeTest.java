package io.stage1kvm.aci.extract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stage1kvm.aci.layout.EntryPath;
import io.stage1kvm.sys.Fd;
import io.stage1kvm.sys.Sys;
import io.stage1kvm.sys.SyscallException;
import io.stage1kvm.sys.abi.Errno;
import io.stage1kvm.sys.abi.Fcntl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The second lock, without the first: what if a link stood where no rule lets one stand.
class TargetTreeTest {
  @TempDir private Path dir;
  private Path outside;
  private Fd root;
  private TargetTree tree;

  @BeforeEach
  void plantLinks() throws IOException {
    outside = Files.createDirectories(dir.resolve("outside/sub"));
    Files.writeString(outside.resolve("secret"), "x");
    Path target = Files.createDirectories(dir.resolve("target"));
    Files.createSymbolicLink(target.resolve("out"), outside);
    Files.createSymbolicLink(target.resolve("up"), Path.of(".."));
    root = Sys.files().openat(Fd.CWD, target.toString(), Fcntl.O_RDONLY | Fcntl.O_DIRECTORY);
    tree = new TargetTree(root, Fd::close);
  }

  @AfterEach
  void close() throws IOException {
    tree.close();
    root.close();
  }

  /// ENOTDIR where the link is the last part: it was asked to be a directory.
  private static void refuses(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            SyscallException.class, e -> assertThat(e.errno()).isIn(Errno.ELOOP, Errno.ENOTDIR));
  }

  @Test
  void followsNoLinkToAParent() {
    refuses(() -> tree.parentOf(EntryPath.of("out/x")));
    refuses(() -> tree.parentOf(EntryPath.of("up/outside/x")));
  }

  @Test
  void opensNoLinkAsADirectory() throws IOException {
    tree.makeDirectory(EntryPath.of("out"));
    refuses(() -> tree.openDirectory(TargetTree.bytes("out")));
  }

  @Test
  void linksToNothingBehindALink() {
    refuses(() -> tree.link(EntryPath.of("out/secret"), EntryPath.of("x")));
  }

  @Test
  void makesImpliedParents() throws IOException {
    Fd parent = tree.parentOf(EntryPath.of("a/b/c"));
    assertThat(Files.getPosixFilePermissions(dir.resolve("target/a"))).hasSize(7);
    assertThat(Path.of(parent.procPath()).toRealPath()).isEqualTo(dir.resolve("target/a/b"));
  }

  @Test
  void removesLinksAndNotWhatTheyNameWhateverTheModes() throws IOException {
    Path locked = Files.createDirectories(dir.resolve("target/locked/in"));
    Files.write(locked.resolve("f"), "x".getBytes(UTF_8));
    Sys.files().fchmodat(Fd.CWD, locked.toString().getBytes(UTF_8), 0);
    new TreeRemover().removeContent(root);
    assertThat(dir.resolve("target")).isEmptyDirectory();
    assertThat(outside.resolve("secret")).hasContent("x");
  }
}
