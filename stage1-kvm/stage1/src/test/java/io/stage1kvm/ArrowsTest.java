package io.stage1kvm;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The arrows between the packages, as `docs/design.md` draws them.
final class ArrowsTest {
  private static final String ROOT = "io.stage1kvm.";

  /// A package with all below it that have no row of their own, and the packages of ours it may
  /// use.
  private record Row(String name, Set<String> mayUse) {}

  private static final List<Row> ROWS =
      List.of(
          row("manifest.type"),
          row("manifest.isolator", "manifest.type"),
          row("manifest", "manifest.type", "manifest.isolator"),
          row("manifest.json", "manifest", "manifest.type", "manifest.isolator"),
          row("manifest.schema", "manifest", "manifest.*"),
          row("testkit"),
          row("sys"),
          row("sys.abi"),
          row("sys.jna"),
          row("aci.deflate"),
          row("aci.archive", "aci.deflate", "manifest.type"),
          row("aci.layout", "aci.archive", "manifest*"),
          row("aci.validate", "aci.archive", "aci.layout", "manifest*"),
          row("aci.build", "aci.archive", "aci.layout", "manifest*", "sys", "sys.abi"),
          row("aci.extract", "aci.archive", "aci.layout", "manifest*", "sys", "sys.abi"),
          row("aci.edit", "aci.archive", "aci.build", "aci.layout", "manifest*"),
          row("aci.compare", "aci.archive", "aci.layout", "manifest*"),
          row("aci.convert", "aci.archive", "aci.build", "aci.layout", "manifest*"),
          row("aci.sign", "aci.archive", "manifest.type"),
          row("aci.discover", "aci.archive", "aci.layout", "aci.sign", "manifest*"),
          row("aci.store", "aci.archive", "aci.layout", "manifest*", "sys", "sys.abi"),
          row("aci.render", "aci.archive", "aci.layout", "aci.extract", "aci.store", "manifest*"),
          row("aci.schema", "aci.archive", "manifest*"),
          row("aci.cli", "aci.*", "manifest*"),
          row("kvm", "sys", "sys.abi"),
          row("vmm", "kvm", "vmm.*", "sys", "sys.abi"),
          row("vmm.memory", "sys", "sys.abi"),
          row("vmm.bus", "vmm.memory"),
          row("vmm.arch.x86", "vmm.memory", "sys", "sys.abi"),
          row("vmm.device", "vmm.bus", "vmm.memory"),
          row("vmm.virtio", "vmm.memory", "vmm.bus", "sys", "sys.abi"),
          row("vmm.virtio.console", "vmm.virtio", "vmm.memory", "sys", "sys.abi"),
          row("vmm.virtio.fs", "vmm.virtio", "vmm.memory", "sys", "sys.abi"),
          row("vmm.virtio.block", "vmm.virtio", "vmm.memory", "sys", "sys.abi"),
          row("vmm.virtio.net", "vmm.virtio", "vmm.memory", "sys", "sys.abi"),
          row("vmm.virtio.balloon", "vmm.virtio", "vmm.memory", "sys", "sys.abi"),
          row("vmm.virtio.rng", "vmm.virtio", "vmm.memory", "sys", "sys.abi"),
          row("machine", "sys", "sys.abi"),
          row("machine.helper", "machine"),
          row("machine.kvm", "machine", "machine.helper", "vmm", "vmm.*", "sys", "sys.abi"),
          row("machine.qemu", "machine", "machine.helper", "sys", "sys.abi"),
          row("guest", "guest.*"),
          row("guest.message"),
          row("guest.frame", "guest.message"),
          row("guest.channel", "guest.message", "guest.frame"),
          row("guest.json", "guest.message"),
          row("pod", "pod.seccomp", "manifest*", "guest.message", "aci.layout"),
          row("pod.seccomp"),
          row("share", "sys", "sys.abi"),
          row("control", "guest*"),
          row(
              "stage1",
              "control",
              "pod",
              "share",
              "machine*",
              "guest*",
              "manifest*",
              "sys",
              "sys.abi"),
          row("stage0.flag"),
          row(
              "boot",
              "machine",
              "machine.helper",
              "machine.kvm",
              "vmm",
              "vmm.*",
              "stage0.flag",
              "sys",
              "sys.abi"),
          row(
              "stage0",
              "stage0.flag",
              "boot",
              "aci.*",
              "manifest*",
              "pod",
              "stage1",
              "sys",
              "sys.abi",
              "machine"));

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.stage1kvm");

  private static Row row(String name, String... mayUse) {
    return new Row(name, Set.of(mayUse));
  }

  static List<Row> rows() {
    return ROWS;
  }

  /// The longest row that a class belongs to.
  private static String rowOf(JavaClass type) {
    return ROWS.stream()
        .map(Row::name)
        .filter(n -> (type.getPackageName() + ".").startsWith(ROOT + n + "."))
        .max((a, b) -> Integer.compare(a.length(), b.length()))
        .orElseThrow(() -> new AssertionError(type.getName() + " is in no row"));
  }

  private static boolean allows(Row from, String to) {
    return from.name().equals(to)
        || from.mayUse().stream()
            .anyMatch(
                m ->
                    m.endsWith("*") ? to.startsWith(m.substring(0, m.length() - 1)) : m.equals(to));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void pointOnlyAsDrawn(Row from) {
    Set<String> wrong = new TreeSet<>();
    for (JavaClass type : CLASSES) {
      if (rowOf(type).equals(from.name())) {
        type.getDirectDependenciesFromSelf().stream()
            .filter(d -> d.getTargetClass().getPackageName().startsWith("io.stage1kvm"))
            .filter(d -> !allows(from, rowOf(d.getTargetClass())))
            .forEach(d -> wrong.add(type.getName() + " -> " + d.getTargetClass().getName()));
      }
    }
    if (from.name().equals("sys")) {
      // sys holds the interfaces and hands out the implementation; the three grow together.
      wrong.removeIf(arrow -> arrow.contains("-> io.stage1kvm.sys."));
    }
    if (from.name().startsWith("sys.")) {
      wrong.removeIf(arrow -> arrow.contains("-> io.stage1kvm.sys"));
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void onlySysJnaImportsJna() {
    onlyIn("com.sun.jna..", "sys.jna");
  }

  @Test
  void onlyTheJsonPackagesImportGson() {
    onlyIn("com.google.gson..", "manifest.json", "guest.json", "stage0.json");
  }

  @Test
  void onlyAciArchiveImportsCommonsCompress() {
    onlyIn("org.apache.commons.compress..", "aci.archive");
    onlyIn("org.tukaani..", "aci.archive");
  }

  @Test
  void onlyAciSignImportsBouncyCastle() {
    onlyIn("org.bouncycastle..", "aci.sign");
  }

  @Test
  void onlyCommandsImportPicocli() {
    onlyIn("picocli..", "aci.cli");
  }

  @Test
  void coversEveryPackage() {
    assertThat(CLASSES.stream().map(ArrowsTest::rowOf).collect(Collectors.toSet())).isNotEmpty();
    classes().should().resideInAPackage("io.stage1kvm..").check(CLASSES);
  }

  private static void onlyIn(String library, String... packages) {
    String[] allowed = Arrays.stream(packages).map(p -> ROOT + p + "..").toArray(String[]::new);
    noClasses()
        .that()
        .resideOutsideOfPackages(allowed)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library)
        .allowEmptyShould(true)
        .check(CLASSES);
  }
}
