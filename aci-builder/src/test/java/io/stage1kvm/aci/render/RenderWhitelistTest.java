package io.stage1kvm.aci.render;

import static io.stage1kvm.aci.render.Rendering.NONE;
import static java.util.List.of;

import io.stage1kvm.aci.archive.AciException;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whitelists of paths, at each level.
final class RenderWhitelistTest {
  @TempDir private Path dir;

  private Rendering rendering;
  private TestImages images;

  @BeforeEach
  void openStore() throws AciException {
    rendering = new Rendering(dir);
    images = rendering.images();
  }

  @Test
  void takesOnlyWhatIsWhitelisted() throws IOException {
    rendering.renders(
        images.add("a", NONE, of("/f", "/d/g"), "f=1", "x=1", "d/", "d/g=1", "d/x=1", "e/"),
        "d/",
        "d/g=1",
        "f=1");
  }

  @Test
  void appliesTheWhitelistToDependencies() throws IOException {
    images.add("b", "f=2", "g=2", "x=2", "d/", "e/", "e/h=2");
    rendering.renders(
        images.add("a", of("b"), of("/f", "/g", "/d", "/e/h"), "f=1", "y=1"),
        "d/",
        "e/",
        "e/h=2",
        "f=1",
        "g=2");
  }

  @Test
  void appliesADependencysWhitelistToItAndBelow() throws IOException {
    images.add("c", "f=3", "g=3", "h=3");
    images.add("b", of("c"), of("/f", "/g"), "g=2", "x=2");
    rendering.renders(images.add("a", of("b"), NONE, "y=1"), "f=3", "g=2", "y=1");
  }

  @Test
  void appliesTheWhitelistsOfEveryLevel() throws IOException {
    images.add("c", NONE, of("/f", "/g", "/h", "/i"), "f=3", "g=3", "h=3", "i=3", "j=3");
    images.add("b", of("c"), of("/f", "/g", "/h"), "i=2");
    rendering.renders(images.add("a", of("b"), of("/g", "/h", "/i")), "g=3", "h=3");
  }

  @Test
  void doesNotApplyAWhitelistToSiblings() throws IOException {
    images.add("b", "f=b", "g=b");
    images.add("c", NONE, of("/g"), "f=c", "g=c");
    rendering.renders(images.add("a", of("b", "c"), NONE), "f=b", "g=c");
  }

  @Test
  void takesTheFileBelowIfTheUpperOneIsNotWhitelisted() throws IOException {
    images.add("c", "f=c");
    images.add("b", NONE, of("/g"), "f=b", "g=b");
    rendering.renders(images.add("a", of("c", "b"), NONE), "f=c", "g=b");
  }

  @Test
  void understandsPathsAsTheyAreWritten() throws IOException {
    rendering.renders(
        images.add("a", NONE, of("/d/", "//e//f", "/g/../h"), "d/", "d/x=1", "e/f=1", "h=1"),
        "d/",
        "e/",
        "e/f=1",
        "h=1");
  }

  @Test
  void makesNoDirectoryForAWhitelistedPathThatIsNowhere() throws IOException {
    rendering.renders(images.add("a", NONE, of("/d/e/f", "/g"), "d/", "d/e/", "g=1"), "g=1");
  }

  @Test
  void keepsARootfsWithNothingInIt() throws IOException {
    rendering.renders(images.add("a", NONE, of("/foo")));
    rendering.renders(images.add("b"));
  }

  @Test
  void hidesADirectoryOfBelowByALinkEvenIfWhitelisted() throws IOException {
    images.add("b", "p/", "p/x/", "p/x/y=2");
    rendering.renders(images.add("a", of("b"), of("/p", "/p/x/y"), "p->q"), "p->q");
  }

  @Test
  void takesADirectoryImpliedAboveOverALinkBelow() throws IOException {
    images.add("b", "p->q");
    rendering.renders(images.add("a", of("b"), of("/p", "/p/x"), "p/x/"), "p/", "p/x/");
  }
}
