package io.stage1kvm.manifest.differential;

import io.stage1kvm.manifest.differential.Doc.Obj;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/// Valid manifests, of every field, at random.
final class Valid {
  private static final String DIGEST = "0123456789abcdef".repeat(8);

  private final Random random;
  private int names;

  Valid(Random random) {
    this.random = random;
  }

  Obj image() {
    Obj image =
        new Obj()
            .put("acKind", "ImageManifest")
            .put("acVersion", one("0.8.11", "0.8.10", "0.7.4", "0.1.0-pre.1+build.5"))
            .put("name", identifier());
    maybe(image, "labels", this::labels);
    maybe(image, "app", this::app);
    maybe(image, "annotations", () -> annotations(true));
    maybe(image, "dependencies", () -> many(this::dependency));
    maybe(image, "pathWhitelist", () -> many(() -> one("/", "/etc/", "/usr/bin/a b", "/ü")));
    return image;
  }

  Obj pod() {
    Obj pod = new Obj().put("acKind", "PodManifest").put("acVersion", "0.8.11");
    pod.put("apps", many(this::runtimeApp));
    maybe(pod, "volumes", () -> many(this::volume));
    maybe(pod, "isolators", () -> isolators(true));
    maybe(pod, "annotations", () -> annotations(false));
    maybe(pod, "ports", () -> many(this::exposedPort));
    maybe(pod, "userAnnotations", this::map);
    maybe(pod, "userLabels", this::map);
    return pod;
  }

  private Obj app() {
    Obj app = new Obj();
    maybe(app, "exec", () -> many(() -> one("/bin/sh", "-c", "", "ü")));
    maybe(app, "eventHandlers", this::handlers);
    app.put("user", one("0", "root", "/usr/bin/ping")).put("group", one("0", "www-data"));
    maybe(app, "supplementaryGIDs", () -> many(() -> random.nextInt(70000)));
    maybe(app, "workingDirectory", () -> one("/", "/opt/work", ""));
    maybe(app, "environment", () -> many(this::variable));
    maybe(app, "mountPoints", () -> many(this::mountPoint));
    maybe(app, "ports", () -> many(this::port));
    maybe(app, "isolators", () -> isolators(false));
    maybe(app, "userAnnotations", this::map);
    maybe(app, "userLabels", this::map);
    return app;
  }

  private Obj runtimeApp() {
    Obj image = new Obj().put("id", "sha512-" + DIGEST);
    maybe(image, "name", this::identifier);
    maybe(image, "labels", this::labels);
    Obj app = new Obj().put("name", name()).put("image", image);
    maybe(app, "app", this::app);
    maybe(app, "readOnlyRootFS", random::nextBoolean);
    maybe(app, "mounts", () -> many(this::mount));
    maybe(app, "annotations", () -> annotations(false));
    return app;
  }

  private List<Object> labels() {
    List<Object> labels = new ArrayList<>();
    String[] system =
        one("linux amd64", "linux aarch64", "freebsd arm", "darwin x86_64").split(" ");
    if (random.nextBoolean()) {
      labels.add(pair("os", system[0]));
      if (random.nextBoolean()) {
        labels.add(pair("arch", system[1]));
      }
    }
    labels.add(pair(identifier(), one("", "1.0", "ü")));
    Collections.shuffle(labels, random);
    return labels;
  }

  private List<Object> annotations(boolean image) {
    List<Object> list = new ArrayList<>();
    if (image) {
      list.add(pair("created", one("2014-10-27T19:32:27.67021798Z", "2020-02-29T00:00:00+14:00")));
      list.add(pair("homepage", one("https://example.com", "HTTP://a.b:80/x?y#z")));
      list.add(pair("documentation", "http://[::1]:8080/%41"));
    }
    list.add(pair(image ? identifier() : name(), one("", "a b")));
    return list;
  }

  private Obj dependency() {
    Obj dependency = new Obj().put("imageName", identifier());
    maybe(dependency, "imageID", () -> "sha512-" + DIGEST);
    maybe(dependency, "labels", this::labels);
    maybe(dependency, "size", () -> random.nextInt(1 << 30));
    return dependency;
  }

  private List<Object> handlers() {
    List<Object> list = new ArrayList<>();
    for (String event : List.of("pre-start", "post-stop")) {
      list.add(new Obj().put("name", event).put("exec", many(() -> "/a")));
    }
    return list;
  }

  private Obj variable() {
    return pair(one("A", "_b", "C.d-e") + names++, one("", "x=y"));
  }

  private Obj mountPoint() {
    Obj point = new Obj().put("name", name()).put("path", one("/data", "data", "/"));
    maybe(point, "readOnly", random::nextBoolean);
    return point;
  }

  private Obj port() {
    Obj port = new Obj().put("name", name()).put("protocol", one("tcp", "udp", "sctp"));
    port.put("port", 1 + random.nextInt(60000));
    maybe(port, "count", () -> random.nextInt(1000));
    maybe(port, "socketActivated", random::nextBoolean);
    return port;
  }

  private Obj exposedPort() {
    Obj port = new Obj().put("name", name()).put("hostPort", 1 + random.nextInt(65535));
    maybe(port, "hostIP", () -> one("203.0.113.23", ""));
    maybe(port, "podPort", this::port);
    return port;
  }

  private Obj volume() {
    Obj volume = new Obj().put("name", name());
    if (random.nextBoolean()) {
      volume.put("kind", "host").put("source", one("/srv", "/a b"));
    } else {
      volume.put("kind", "empty");
      maybe(volume, "mode", () -> one("0755", "1777", "0"));
      maybe(volume, "uid", () -> random.nextInt(70000));
      maybe(volume, "gid", () -> random.nextInt(70000));
    }
    maybe(volume, "readOnly", random::nextBoolean);
    maybe(volume, "recursive", random::nextBoolean);
    return volume;
  }

  private Obj mount() {
    Obj mount = new Obj().put("volume", name()).put("path", "/m" + names++);
    maybe(mount, "appVolume", this::volume);
    return mount;
  }

  private List<Object> isolators(boolean pod) {
    List<Object> all = new ArrayList<>();
    all.add(isolator("resource/cpu", amounts()));
    all.add(isolator("resource/memory", amounts()));
    for (String name : List.of("block-bandwidth", "block-iops", "network-bandwidth")) {
      all.add(isolator("resource/" + name, limit().put("default", true)));
    }
    Obj selinux =
        new Obj().put("user", "u").put("role", "r").put("type", "t").put("level", "s0:c1");
    all.add(isolator("os/linux/selinux-context", selinux));
    all.add(isolator("os/linux/apparmor-profile", new Obj().put("profile", "p")));
    all.add(isolator("os/linux/oom-score-adj", random.nextInt(2001) - 1000));
    all.add(isolator("os/linux/cpu-shares", 2 + random.nextInt(2000)));
    if (pod) {
      all.add(isolator("os/unix/sysctl", map()));
    } else {
      all.add(isolator("os/linux/no-new-privileges", random.nextBoolean()));
      String way = one("retain", "remove");
      Obj capabilities = new Obj().put("set", many(() -> one("CAP_CHOWN", "CAP_KILL")));
      all.add(isolator("os/linux/capabilities-" + way + "-set", capabilities));
      Obj calls = new Obj().put("set", many(() -> one("read", "@appc.io/all")));
      maybe(calls, "errno", () -> one("", "EPERM", "E2BIG"));
      all.add(isolator("os/linux/seccomp-" + way + "-set", calls));
    }
    Collections.shuffle(all, random);
    return new ArrayList<>(all.subList(0, random.nextInt(all.size())));
  }

  private Obj amounts() {
    Obj amounts = limit();
    maybe(amounts, "request", () -> one("250m", "1G", "0.3"));
    return amounts;
  }

  private Obj limit() {
    return new Obj().put("limit", one("500m", "2G", "128974848", "125952Ki", "1.5", "0"));
  }

  private static Obj isolator(String name, Object value) {
    return new Obj().put("name", name).put("value", value);
  }

  private static Obj pair(String name, String value) {
    return new Obj().put("name", name).put("value", value);
  }

  private Obj map() {
    return new Obj().put("net.a" + names++, "1").put("Any Key " + names++, "");
  }

  private String identifier() {
    return one("example.com/a", "a", "x-y.z~u_v/", "1") + "b" + names++;
  }

  private String name() {
    return one("a", "x-y", "1") + names++;
  }

  private List<Object> many(Supplier<?> item) {
    List<Object> list = new ArrayList<>();
    for (int n = 1 + random.nextInt(2); n > 0; n--) {
      list.add(item.get());
    }
    return list;
  }

  private void maybe(Obj object, String name, Supplier<?> value) {
    if (random.nextInt(3) > 0) {
      object.put(name, value.get());
    }
  }

  private String one(String... choices) {
    return Arrays.asList(choices).get(random.nextInt(choices.length));
  }
}
