package io.stage1kvm.aci.cli;

import io.stage1kvm.aci.archive.AciException;
import io.stage1kvm.aci.render.RenderedImage;
import io.stage1kvm.aci.render.Renderer;
import io.stage1kvm.aci.store.ImageStore;
import io.stage1kvm.aci.store.StoredImage;
import io.stage1kvm.manifest.type.ACIdentifier;
import io.stage1kvm.manifest.type.ImageID;
import io.stage1kvm.manifest.type.InvalidValueException;
import io.stage1kvm.manifest.type.Label;
import io.stage1kvm.manifest.type.Labels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "render",
    description = {
      "Put an image and all that it depends on into TARGET/manifest and TARGET/rootfs, and print"
          + " the IDs of the images, the uppermost first.",
      "After a failure TARGET is as it was before."
    })
final class RenderCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Spec private CommandSpec spec;

  @Option(
      names = "--store",
      paramLabel = "DIRECTORY",
      required = true,
      description = "Where images are kept by their IDs. Made if it is not there.")
  private Path store;

  @Option(
      names = "--add",
      paramLabel = "FILE",
      description = "Add an image to the store before, such as a dependency.")
  private List<Path> added = List.of();

  @Mixin private OwnerOptions owner = new OwnerOptions();
  @Mixin private LimitOptions limit = new LimitOptions();

  @Parameters(
      index = "0",
      paramLabel = "IMAGE",
      description = "An image file; or of the store an ID, its beginning, or NAME[,LABEL=VALUE]...")
  private String image;

  @Parameters(
      index = "1",
      paramLabel = "TARGET",
      description = "A directory that is empty or does not exist yet.")
  private Path target;

  RenderCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    ImageStore images = ImageStore.open(store);
    for (Path file : added) {
      images.add(file, limit.limit());
    }
    Renderer renderer = new Renderer(images, owner.ownership(), limit.limit());
    RenderedImage rendered = renderer.render(resolve(images), target);
    rendered.warnings().forEach(terminal::warn);
    rendered.images().forEach(terminal.out()::println);
    return 0;
  }

  private StoredImage resolve(ImageStore images) throws AciException {
    if (Files.exists(Path.of(image))) {
      return StoredImage.ofFile(Path.of(image), limit.limit());
    }
    Optional<StoredImage> found = find(images);
    if (found.isEmpty()) {
      throw AciException.cannot("find", "image", image, "it is neither a file nor in the store");
    }
    return found.get();
  }

  private Optional<StoredImage> find(ImageStore images) throws AciException {
    try {
      if (image.startsWith("sha512-")) {
        return images.get(new ImageID(image));
      }
      String[] parts = image.split(",");
      return images.find(new ACIdentifier(parts[0]), labels(parts));
    } catch (InvalidValueException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage());
    }
  }

  private static Labels labels(String[] parts) {
    List<Label> labels = new ArrayList<>();
    for (int i = 1; i < parts.length; i++) {
      int equals = parts[i].indexOf('=');
      if (equals < 1) {
        throw InvalidValueException.of("label", parts[i], "have the form LABEL=VALUE");
      }
      labels.add(new Label(parts[i].substring(0, equals), parts[i].substring(equals + 1)));
    }
    return new Labels(labels);
  }
}
