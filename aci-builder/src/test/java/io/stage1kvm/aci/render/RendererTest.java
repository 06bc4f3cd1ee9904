package io.stage1kvm.aci.render;

import static java.util.List.of;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stage1kvm.aci.archive.AciException;
import io.stage1kvm.aci.archive.SizeLimit;
import io.stage1kvm.aci.archive.TarBytes;
import io.stage1kvm.aci.extract.Ownership;
import io.stage1kvm.aci.store.ImageStore;
import io.stage1kvm.aci.store.StoredImage;
import io.stage1kvm.manifest.type.ACIdentifier;
import io.stage1kvm.manifest.type.Labels;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RendererTest {
  private static final List<String> NONE = of();

  @TempDir private Path dir;

  private ImageStore store;
  private TestImages images;
  private int count;

  @BeforeEach
  void openStore() throws AciException {
    store = ImageStore.open(dir.resolve("store"));
    images = new TestImages(store);
  }

  private RenderedImage render(StoredImage image, Path target) throws AciException {
    return new Renderer(store, Ownership.ofCaller(), SizeLimit.DEFAULT).render(image, target);
  }

  private void renders(StoredImage image, String... expected) throws IOException {
    Path target = dir.resolve("target" + count++);
    render(image, target);
    assertThat(TestImages.describe(target)).containsExactly(expected);
  }

  private void refuses(StoredImage image, String message) {
    Path target = dir.resolve("target" + count++);
    assertThatThrownBy(() -> render(image, target))
        .isInstanceOf(AciException.class)
        .hasMessage(message);
    assertThat(target).doesNotExist();
  }

  private StoredImage above(String... entries) throws AciException {
    return images.add("a", of("b"), NONE, entries);
  }

  // Order.

  @Test
  void rendersAnImageAlone() throws IOException {
    renders(images.add("a", "d/", "d/f=1", "l->d"), "d/", "d/f=1", "l->d");
  }

  @Test
  void addsFilesOfADependency() throws IOException {
    images.add("b", "d/", "d/g=2");
    renders(above("d/", "d/f=1"), "d/", "d/f=1", "d/g=2");
  }

  @Test
  void overridesADependency() throws IOException {
    images.add("b", "f=2", "g=2");
    renders(above("f=1"), "f=1", "g=2");
  }

  @Test
  void letsLaterDependenciesOverrideEarlierOnes() throws IOException {
    images.add("b", "f=b", "g=b");
    images.add("c", "f=c");
    renders(images.add("a", of("b", "c"), NONE), "f=c", "g=b");
  }

  /// The example of `ace.md`: A -> [B, C], C -> [D]; the order of override is B, D, C, A.
  @Test
  void keepsTheOrderOfTheSpecification() throws IOException {
    images.add("d", "a=d", "b=d", "c=d", "d=d");
    images.add("b", "a=b", "b=b", "c=b", "d=b", "only-b=b");
    images.add("c", of("d"), NONE, "a=c", "c=c");
    renders(images.add("a", of("b", "c"), NONE, "a=a"), "a=a", "b=d", "c=c", "d=d", "only-b=b");
  }

  /// The other one: A -> [B, C], B -> [D], C -> [D]; D, B, D, C, A.
  @Test
  void rendersAGraph() throws IOException {
    images.add("d", "f=d", "g=d", "h=d");
    images.add("b", of("d"), NONE, "f=b", "g=b", "i=b");
    images.add("c", of("d"), NONE, "g=c");
    StoredImage a = images.add("a", of("b", "c"), NONE);
    renders(a, "f=d", "g=c", "h=d", "i=b");
    assertThat(Dependencies.of(a, store).layers())
        .extracting(layer -> layer.image().manifest().name().value())
        .containsExactly("a", "c", "d", "b");
  }

  @Test
  void passesAnImageAgainWithAnotherWhitelist() throws IOException {
    images.add("d", "f=d", "g=d");
    images.add("b", of("d"), of("/g", "/i"), "i=b");
    images.add("c", of("d"), of("/f"));
    StoredImage a = images.add("a", of("b", "c"), NONE);
    renders(a, "f=d", "g=d", "i=b");
    assertThat(Dependencies.of(a, store).layers()).hasSize(5);
  }

  @Test
  void goesThroughManyDiamondsOnce() throws IOException {
    images.add("x0", "f=0");
    for (int i = 1; i <= 40; i++) {
      String below = "x" + (i - 1);
      images.add("l" + i, of(below), NONE);
      images.add("r" + i, of(below), NONE);
      images.add("x" + i, of("l" + i, "r" + i), NONE);
    }
    renders(store.find(name("x40"), Labels.NONE).get(), "f=0");
  }

  private static ACIdentifier name(String name) {
    return new ACIdentifier(name);
  }

  @Test
  void goesDeep() throws IOException {
    images.add("x0", "f0=0", "g=0");
    for (int i = 1; i <= 60; i++) {
      images.add("x" + i, of("x" + (i - 1)), NONE, "f" + i + "=" + i, "g=" + i);
    }
    Path target = dir.resolve("deep");
    render(store.find(name("x60"), Labels.NONE).get(), target);
    assertThat(TestImages.describe(target)).hasSize(62).contains("g=60", "f0=0", "f59=59");
  }

  // Files, directories and links in each other's place.

  @Test
  void replacesALinkByADirectory() throws IOException {
    images.add("b", "d->other", "other/", "other/g=2");
    renders(above("d/", "d/f=1"), "d/", "d/f=1", "other/", "other/g=2");
  }

  @Test
  void replacesALinkByADirectoryThatIsNotNamed() throws IOException {
    images.add("b", "d->other", "other/");
    renders(above("d/f=1"), "d/", "d/f=1", "other/");
  }

  @Test
  void replacesADirectoryByALink() throws IOException {
    images.add("b", "d/", "d/g=2", "d/e/", "d/e/h=2", "other/");
    renders(above("d->other"), "d->other", "other/");
  }

  @Test
  void replacesADirectoryByAFile() throws IOException {
    images.add("b", "a/", "a/b/", "a/b/c/", "a/b/c/file01=hello");
    renders(above("a/b=hellohello"), "a/", "a/b=hellohello");
  }

  @Test
  void replacesAFileByADirectory() throws IOException {
    images.add("b", "d=2");
    renders(above("d/"), "d/");
  }

  @Test
  void replacesALinkToNowhereByAFile() throws IOException {
    images.add("b", "f->/nowhere");
    renders(above("f=1"), "f=1");
  }

  @Test
  void goesBackAndForth() throws IOException {
    images.add("d", "p/", "p/f=d");
    images.add("c", of("d"), NONE, "p->q");
    images.add("b", of("c"), NONE, "p/", "p/g=b");
    renders(above("x=a"), "p/", "p/g=b", "x=a");
    renders(images.add("top", of("b"), NONE, "p->z"), "p->z");
  }

  @Test
  void joinsDirectoriesAndKeepsTheUppermostsAttributes() throws IOException {
    byte[] restricted = TarBytes.header("rootfs/d/", '5', "", 0);
    TarBytes.put(restricted, 100, "0000700\0");
    String manifest = TestImages.manifest("a", of("b"), NONE);
    TarBytes archive = new TarBytes().file("manifest", manifest).directory("rootfs/");
    byte[] bytes = archive.raw(TarBytes.sum(restricted)).end();
    images.add("b", "d/", "d/g=2");
    StoredImage a = store.add(new ByteArrayInputStream(bytes), "a", SizeLimit.DEFAULT);
    Path target = dir.resolve("target");
    render(a, target);
    assertThat(Files.getAttribute(target.resolve("rootfs/d"), "unix:mode")).isEqualTo(040700);
    assertThat(target.resolve("rootfs/d/g")).hasContent("2");
  }

  @Test
  void takesAttributesFromBelowWhereTheUppermostNamesNoDirectory() throws IOException {
    byte[] restricted = TarBytes.header("rootfs/d/", '5', "", 0);
    TarBytes.put(restricted, 100, "0000711\0");
    String manifest = TestImages.manifest("b", NONE, NONE);
    TarBytes archive = new TarBytes().file("manifest", manifest).directory("rootfs/");
    store.add(
        new ByteArrayInputStream(archive.raw(TarBytes.sum(restricted)).end()),
        "b",
        SizeLimit.DEFAULT);
    Path target = dir.resolve("target");
    render(above("d/f=1"), target);
    assertThat(Files.getAttribute(target.resolve("rootfs/d"), "unix:mode")).isEqualTo(040711);
  }

  // Hard links.

  @Test
  void keepsHardLinks() throws IOException {
    images.add("b", "f=2", "h=>f");
    Path target = dir.resolve("target");
    render(above(), target);
    assertThat(inode(target, "f")).isEqualTo(inode(target, "h"));
  }

  @Test
  void keepsTheContentOfAHardLinkWhoseFileIsOverridden() throws IOException {
    images.add("b", "f=2", "h=>f", "i=>h");
    Path target = dir.resolve("target");
    render(above("f=1"), target);
    assertThat(TestImages.describe(target)).containsExactly("f=1", "h=2", "i=2");
    assertThat(inode(target, "h")).isEqualTo(inode(target, "i")).isNotEqualTo(inode(target, "f"));
  }

  @Test
  void keepsTheContentOfAHardLinkWhoseFileIsNotWhitelisted() throws IOException {
    images.add("b", "f=2", "h=>f", "i=>f");
    renders(images.add("a", of("b"), of("/i")), "i=2");
  }

  @Test
  void overridesAHardLink() throws IOException {
    images.add("b", "f=2", "h=>f");
    renders(above("h=1"), "f=2", "h=1");
  }

  @Test
  void linksToALinkWhoseFileIsGone() throws IOException {
    images.add("b", "s->t", "h=>s");
    renders(above("s=1"), "h->t", "s=1");
  }

  private static Object inode(Path target, String name) throws IOException {
    return Files.getAttribute(target.resolve("rootfs").resolve(name), "unix:ino");
  }

  // Whitelists.

  @Test
  void takesOnlyWhatIsWhitelisted() throws IOException {
    renders(
        images.add("a", NONE, of("/f", "/d/g"), "f=1", "x=1", "d/", "d/g=1", "d/x=1", "e/"),
        "d/",
        "d/g=1",
        "f=1");
  }

  @Test
  void appliesTheWhitelistToDependencies() throws IOException {
    images.add("b", "f=2", "g=2", "x=2", "d/", "e/", "e/h=2");
    renders(
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
    renders(images.add("a", of("b"), NONE, "y=1"), "f=3", "g=2", "y=1");
  }

  @Test
  void appliesTheWhitelistsOfEveryLevel() throws IOException {
    images.add("c", NONE, of("/f", "/g", "/h", "/i"), "f=3", "g=3", "h=3", "i=3", "j=3");
    images.add("b", of("c"), of("/f", "/g", "/h"), "i=2");
    renders(images.add("a", of("b"), of("/g", "/h", "/i")), "g=3", "h=3");
  }

  @Test
  void doesNotApplyAWhitelistToSiblings() throws IOException {
    images.add("b", "f=b", "g=b");
    images.add("c", NONE, of("/g"), "f=c", "g=c");
    renders(images.add("a", of("b", "c"), NONE), "f=b", "g=c");
  }

  @Test
  void takesTheFileBelowIfTheUpperOneIsNotWhitelisted() throws IOException {
    images.add("c", "f=c");
    images.add("b", NONE, of("/g"), "f=b", "g=b");
    renders(images.add("a", of("c", "b"), NONE), "f=c", "g=b");
  }

  @Test
  void understandsPathsAsTheyAreWritten() throws IOException {
    renders(
        images.add("a", NONE, of("/d/", "//e//f", "/g/../h"), "d/", "d/x=1", "e/f=1", "h=1"),
        "d/",
        "e/",
        "e/f=1",
        "h=1");
  }

  @Test
  void makesNoDirectoryForAWhitelistedPathThatIsNowhere() throws IOException {
    renders(images.add("a", NONE, of("/d/e/f", "/g"), "d/", "d/e/", "g=1"), "g=1");
  }

  @Test
  void keepsARootfsWithNothingInIt() throws IOException {
    renders(images.add("a", NONE, of("/foo")));
    renders(images.add("b"));
  }

  @Test
  void hidesADirectoryOfBelowByALinkEvenIfWhitelisted() throws IOException {
    images.add("b", "p/", "p/x/", "p/x/y=2");
    renders(images.add("a", of("b"), of("/p", "/p/x/y"), "p->q"), "p->q");
  }

  @Test
  void takesADirectoryImpliedAboveOverALinkBelow() throws IOException {
    images.add("b", "p->q");
    renders(images.add("a", of("b"), of("/p", "/p/x"), "p/x/"), "p/", "p/x/");
  }

  // What goes wrong.

  @Test
  void usesTheManifestOfTheUppermost() throws IOException {
    images.add("b", "f=2");
    StoredImage a = above();
    Path target = dir.resolve("target");
    RenderedImage rendered = render(a, target);
    assertThat(Files.readString(target.resolve("manifest"))).contains("\"name\":\"a\"");
    assertThat(rendered.manifest().name().value()).isEqualTo("a");
    assertThat(rendered.images().getFirst()).isEqualTo(a.id());
    assertThat(rendered.images()).hasSize(2);
    assertThat(target).isDirectoryNotContaining(p -> p.endsWith("b"));
  }

  @Test
  void refusesAMissingDependency() throws IOException {
    refuses(above(), "cannot render image 'a': its dependency 'b' is not in the store");
    refuses(
        images.add(
            "c",
            of(
                """
                {"imageName":"b","labels":[{"name":"version","value":"2"}],"imageID":"sha512-00"}
                """
                    .strip()),
            NONE),
        "cannot render image 'c': its dependency 'b,version=2' with the ID sha512-00 is not in the"
            + " store");
  }

  @Test
  void refusesADependencyWithTheRightIdAndAnotherName() throws IOException {
    StoredImage b = images.add("b");
    String wrong = "{\"imageName\":\"x\",\"imageID\":\"" + b.id() + "\"}";
    refuses(
        images.add("a", of(wrong), NONE),
        "cannot render image 'a': its dependency 'x' with the ID "
            + b.id()
            + " has another name or other labels in the store");
  }

  @Test
  void warnsOfADependencyOfAnotherSize() throws IOException {
    StoredImage b = images.add("b", "f=1");
    long size = Files.size(b.file());
    String right = "{\"imageName\":\"b\",\"size\":%d}".formatted(size);
    String wrong = "{\"imageName\":\"b\",\"size\":7}";
    assertThat(render(images.add("a", of(right), NONE), dir.resolve("right")).warnings()).isEmpty();
    assertThat(render(images.add("a", of(wrong), NONE), dir.resolve("wrong")).warnings())
        .containsExactly(
            "dependency 'b' has %d bytes, not the 7 that it should have".formatted(size));
  }

  @Test
  void findsDependenciesByIdAndItsBeginning() throws IOException {
    StoredImage b = images.add("b", "f=1");
    images.add("b", "f=2");
    String whole = "{\"imageName\":\"b\",\"imageID\":\"" + b.id() + "\"}";
    renders(images.add("a", of(whole), NONE), "f=1");
    String part = whole.replace(b.id().value(), b.id().value().substring(0, 40));
    renders(images.add("a", of(part), NONE), "f=1");
  }

  @Test
  void refusesACircle() throws IOException {
    images.add("c", of("b"), NONE);
    images.add("b", of("c"), NONE);
    refuses(
        images.add("a", of("b"), NONE),
        "cannot render image 'a': its dependencies go round in a circle: b -> c -> b");
  }

  @Test
  void refusesAnImageThatChanged() throws IOException {
    StoredImage b = images.add("b", "f=2");
    StoredImage a = above();
    Files.write(b.file(), TestImages.archive(TestImages.manifest("b", NONE, NONE), "f=3"));
    refuses(a, "cannot read image '%s': its ID is not %s any more".formatted(b.file(), b.id()));
  }

  @Test
  void leavesTheTargetAloneIfItIsNotEmpty() throws IOException {
    Path target = Files.createDirectory(dir.resolve("full"));
    Files.writeString(target.resolve("mine"), "x");
    StoredImage a = images.add("a", "f=1");
    assertThatThrownBy(() -> render(a, target))
        .hasMessage("cannot extract to directory '%s': it is not empty", target);
    assertThat(target.resolve("mine")).hasContent("x");
  }
}
