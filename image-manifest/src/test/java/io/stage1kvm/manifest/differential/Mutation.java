package io.stage1kvm.manifest.differential;

import io.stage1kvm.manifest.differential.Doc.Field;
import io.stage1kvm.manifest.differential.Doc.Obj;
import io.stage1kvm.manifest.differential.Doc.Raw;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/// Breaks one rule of a manifest at one place.
final class Mutation {
  private static final Map<String, List<Object>> VALUES =
      Map.ofEntries(
          values("acKind", "Pod", "imageManifest", "ImageManifest", "PodManifest"),
          values(
              "acVersion",
              "0.8",
              "0.0.0",
              "01.2.3",
              "1.2.3-",
              "1.2.3-a..b",
              "1.2.3+",
              "v1.0.0",
              "1.2.3-01",
              " 1.2.3",
              "9.0.0",
              "99999999999999999999.0.0",
              "9223372036854775807.0.0",
              "0.0.0-a",
              "1.2.3.4",
              "1..2",
              "+1.2.3"),
          values(
              "name",
              "A",
              "a b",
              "-a",
              "a-",
              "a--b",
              "a/b",
              "a_b",
              "a//b",
              "é",
              "name",
              "os",
              "arch",
              "1A",
              "a.b-",
              "pre-start",
              "example.com/unknown",
              "resource/cpu",
              "os/unix/sysctl",
              "os/linux/no-new-privileges",
              "homepage",
              "created",
              "="),
          values(
              "value",
              "plan9",
              "linux",
              "yesterday",
              "2020-02-30T00:00:00Z",
              "2020-01-01T1:00:00Z",
              "2020-01-01T10:00:00,5Z",
              "2020-01-01T10:00:60Z",
              "2020-01-01T10:00:00.0123456789Z",
              "2020-01-01t10:00:00Z",
              "2020-01-01 10:00:00Z",
              "2020-01-01T10:00:00+25:00",
              "2020-01-01T10:00:00",
              "ftp://a",
              "http:",
              "http:a",
              "http://",
              "http:///a",
              "http://a b/",
              "http://a/ b",
              "http://a/%zz",
              "http://a?%zz",
              "http://a:x/",
              "http://a^b",
              "http://u@a",
              "http://[::1",
              "//a",
              "http://a\u0001",
              "http://a#%zz",
              "https://[::1]:80/",
              "HTTPS://ü.example",
              "a\u0000b"),
          values("imageName", "A", "a b", "a--b"),
          values(
              "imageID",
              "sha512-",
              "sha512-xyz",
              "sha512-AB",
              "sha256-ab",
              "sha512",
              "sha512-a-b",
              "sha512-...",
              "sha512-ab...",
              "sha512-....",
              "-ab",
              "sha512-" + "a".repeat(129)),
          values("id", "sha512-", "sha512-xyz", "md5-ab", "ab", "sha512-a-b", "sha512-abc"),
          values("size", -1, 0, raw("1.5"), raw("1e3"), raw("9223372036854775807")),
          values("exec", List.of("a\u0000"), List.of()),
          values("user", "a\u0000"),
          values("workingDirectory", "a", "./a", "//"),
          values("supplementaryGIDs", List.of(-1), List.of(4294967295L), List.of(raw("1.0"))),
          values("path", "", "a", "a\u0000"),
          values("protocol", "", "x y"),
          values("port", 0, -1, 65535, 65536, raw("80.0"), raw("8e1")),
          values("count", 0, -1, 65536, 65535, 1, raw("1.0")),
          values("hostPort", 0, -1, 65535, 65536),
          values(
              "hostIP",
              "::1",
              "1.2.3",
              "1.2.3.04",
              "1.2.3.256",
              "::g",
              "a.b.c.d",
              "::ffff:1.2.3.4"),
          values("kind", "nfs", "host", "empty", "Host"),
          values("source", "a", "/"),
          values("mode", "rwx", "8", "17777", "0755 ", "755"),
          values("uid", -1, 4294967295L, raw("0.0")),
          values("gid", -1, 4294967295L),
          values("default", false, true),
          values(
              "limit",
              "1K",
              "1k",
              "x",
              "-1",
              " 5 ",
              5,
              raw("1.5"),
              raw("1e3"),
              "1e3",
              "1E3",
              "1Ki",
              "1ki",
              "1e",
              "1.2.3",
              "+5",
              ".5",
              "5.",
              "Ki",
              "1n",
              "1u",
              "1 G",
              "1Gb",
              "1e100",
              "1e-5",
              "9".repeat(70),
              "+",
              "."),
          values("request", "x", "1K", "-1"),
          values("set", List.of(), List.of(""), List.of("a", 5)),
          values("errno", "x", "eperm", "E-1", "E", "EPERM ", "PERM"),
          values("role", "a:b"),
          values("type", "a:b"),
          values("level", "a:b"),
          values("profile", "a b"));

  private static final Object[] ANY = {
    "", "x", 0, 5, raw("-1.5"), true, false, List.of(), List.of("x"), new Obj(), null
  };

  private final Random random;

  Mutation(Random random) {
    this.random = random;
  }

  void apply(Obj document) {
    List<Obj> objects = new ArrayList<>();
    List<List<Object>> lists = new ArrayList<>();
    collect(document, objects, lists);
    if (!lists.isEmpty() && random.nextInt(6) == 0) {
      item(lists.get(random.nextInt(lists.size())));
    } else {
      Obj object = objects.get(random.nextInt(objects.size()));
      field(object, object.fields.get(random.nextInt(object.fields.size())));
    }
  }

  private void field(Obj object, Field field) {
    List<Object> values = VALUES.getOrDefault(field.name, List.of());
    switch (random.nextInt(values.isEmpty() ? 6 : 14)) {
      case 0 -> object.fields.remove(field);
      case 1 -> field.value = null;
      case 2 -> object.fields.add(random.nextInt(object.fields.size()), copy(field));
      case 3 -> rename(field);
      case 4, 5 -> field.value = ANY[random.nextInt(ANY.length)];
      default -> field.value = values.get(random.nextInt(values.size()));
    }
  }

  private void rename(Field field) {
    field.name =
        switch (random.nextInt(3)) {
          case 0 -> field.name.toUpperCase(Locale.ROOT);
          case 1 -> field.name + "s";
          default -> "x-" + field.name;
        };
  }

  private void item(List<Object> list) {
    int at = random.nextInt(list.size());
    switch (random.nextInt(3)) {
      case 0 -> list.add(list.get(at));
      case 1 -> list.set(at, null);
      default -> list.set(at, ANY[random.nextInt(ANY.length)]);
    }
  }

  private static Field copy(Field field) {
    return new Field(field.name, field.value);
  }

  @SuppressWarnings("unchecked") // lists of a document are of objects
  private static void collect(Object value, List<Obj> objects, List<List<Object>> lists) {
    if (value instanceof Obj object) {
      if (!object.fields.isEmpty()) {
        objects.add(object);
      }
      object.fields.forEach(field -> collect(field.value, objects, lists));
    } else if (value instanceof ArrayList<?> list) {
      if (!list.isEmpty()) {
        lists.add((List<Object>) list);
      }
      list.forEach(item -> collect(item, objects, lists));
    }
  }

  private static Raw raw(String text) {
    return new Raw(text);
  }

  private static Map.Entry<String, List<Object>> values(String field, Object... values) {
    return Map.entry(field, Arrays.asList(values));
  }
}
