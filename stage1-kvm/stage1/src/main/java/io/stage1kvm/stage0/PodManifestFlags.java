package io.stage1kvm.stage0;

import io.stage1kvm.manifest.ExposedPort;
import io.stage1kvm.manifest.Mount;
import io.stage1kvm.manifest.PodManifest;
import io.stage1kvm.manifest.RuntimeApp;
import io.stage1kvm.manifest.RuntimeImage;
import io.stage1kvm.manifest.Volume;
import io.stage1kvm.manifest.type.ACName;
import io.stage1kvm.manifest.type.Annotations;
import io.stage1kvm.manifest.type.Extensions;
import io.stage1kvm.manifest.type.IPv4Address;
import io.stage1kvm.stage0.flag.FlagException;
import io.stage1kvm.stage0.flag.Flags;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Images and flags to a pod manifest, as `rkt run` makes it. Pure but for the files that the flags
/// name.
///
/// @param request the command line
/// @param inherited the environment of the caller
/// @param directory what relative paths are relative to
record PodManifestFlags(RunRequest request, Map<String, String> inherited, Path directory) {
  private static final String MUTABLE = "coreos.com/rkt/stage1/mutable";

  /// Makes the manifest; the images in the order of the request.
  PodManifest manifest(List<ImageTree> images) throws FlagException, Stage0Exception {
    List<RuntimeApp> apps = new ArrayList<>();
    for (int i = 0; i < images.size(); i++) {
      apps.add(app(images.get(i), request.apps().get(i)));
    }
    refuseDuplicates(apps);
    List<Volume> volumes = volumes();
    refuseDangling(apps, volumes);
    return PodManifest.builder()
        .apps(apps)
        .volumes(volumes)
        .annotation(MUTABLE, "false")
        .ports(ports(apps))
        .build();
  }

  private RuntimeApp app(ImageTree image, AppRequest app) throws FlagException, Stage0Exception {
    var manifest = image.manifest();
    return new RuntimeApp(
        name(image, app.flags()),
        new RuntimeImage(manifest.name(), image.id(), manifest.labels()),
        Optional.of(new AppFlags(request.pod(), app, inherited, directory).app(image)),
        app.flags().is("readonly-rootfs"),
        mounts(app.flags()),
        Annotations.NONE,
        Extensions.NONE);
  }

  /// rkt's rule: the last part of the image's name, made a valid name of an app.
  private static ACName name(ImageTree image, Flags app) {
    String imageName = image.manifest().name().value();
    return app.last("name")
        .map(ACName::new)
        .orElseGet(() -> ACName.sanitize(imageName.substring(imageName.lastIndexOf('/') + 1)));
  }

  private List<Mount> mounts(Flags app) throws FlagException {
    List<Mount> mounts = new ArrayList<>();
    for (String text : Stream.concat(app.all("mount").stream(), podMounts()).toList()) {
      Mount mount = mount(text);
      if (mounts.stream().noneMatch(other -> other.path().equals(mount.path()))) {
        mounts.add(mount);
      }
    }
    return mounts;
  }

  private Stream<String> podMounts() {
    return request.pod().all("mount").stream();
  }

  private static Mount mount(String text) throws FlagException {
    String volume = "";
    String target = "";
    for (String part : text.split(",")) {
      int equals = part.indexOf('=');
      String value = part.substring(equals + 1);
      switch (equals < 0 ? "" : part.substring(0, equals)) {
        case "volume" -> volume = value;
        case "target" -> target = value;
        default -> throw FlagException.invalid("mount", text, "be volume=NAME,target=PATH");
      }
    }
    if (volume.isEmpty() || target.isEmpty()) {
      throw FlagException.invalid("mount", text, "be volume=NAME,target=PATH");
    }
    return new Mount(new ACName(volume), target);
  }

  private List<Volume> volumes() {
    return request.pod().all("volume").stream().map(this::absolute).map(Volume::parse).toList();
  }

  /// The manifest only knows absolute sources.
  private String absolute(String volume) {
    return Stream.of(volume.split(",", -1))
        .map(
            part ->
                part.startsWith("source=") && part.length() > "source=".length()
                    ? "source=" + directory.resolve(part.substring("source=".length()))
                    : part)
        .collect(Collectors.joining(","));
  }

  private List<ExposedPort> ports(List<RuntimeApp> apps) throws FlagException {
    List<ExposedPort> ports = new ArrayList<>();
    for (String text : request.pod().items("port")) {
      String[] parts = text.split(":");
      if (parts.length < 2 || parts.length > 3 || !parts[parts.length - 1].matches("\\d{1,5}")) {
        throw FlagException.invalid("port", text, "be NAME:[HOSTIP:]HOSTPORT");
      }
      ACName name = new ACName(parts[0]);
      long found =
          apps.stream()
              .flatMap(app -> app.app().orElseThrow().ports().stream())
              .filter(port -> port.name().equals(name))
              .count();
      if (found != 1) {
        throw new FlagException(
            "port name \"%s\" could %s"
                .formatted(
                    name,
                    found == 0 ? "not be found in any apps" : "be found in more than one app"));
      }
      Optional<IPv4Address> address =
          parts.length == 3 ? Optional.of(new IPv4Address(parts[1])) : Optional.empty();
      int hostPort = Integer.parseInt(parts[parts.length - 1]);
      ports.add(new ExposedPort(name, hostPort, address, Optional.empty(), Extensions.NONE));
    }
    return ports;
  }

  private static void refuseDuplicates(List<RuntimeApp> apps) throws FlagException {
    for (RuntimeApp app : apps) {
      if (apps.stream().filter(other -> other.name().equals(app.name())).count() > 1) {
        throw new FlagException("multiple apps with name " + app.name());
      }
    }
  }

  private static void refuseDangling(List<RuntimeApp> apps, List<Volume> volumes)
      throws FlagException {
    for (RuntimeApp app : apps) {
      for (Mount mount : app.mounts()) {
        if (volumes.stream().noneMatch(volume -> volume.name().equals(mount.volume()))) {
          throw new FlagException(
              "dangling mount point \"%s\": volume \"%s\" not found"
                  .formatted(mount.path(), mount.volume()));
        }
      }
    }
  }
}
