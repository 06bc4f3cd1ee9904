package io.stage1kvm.aci.store;

import io.stage1kvm.aci.archive.AciException;
import io.stage1kvm.aci.archive.ByteText;
import io.stage1kvm.aci.archive.SizeLimit;
import io.stage1kvm.aci.layout.ManifestCodec;
import io.stage1kvm.manifest.type.ACIdentifier;
import io.stage1kvm.manifest.type.ImageID;
import io.stage1kvm.manifest.type.Labels;
import io.stage1kvm.sys.Fd;
import io.stage1kvm.sys.Sys;
import io.stage1kvm.sys.SyscallException;
import io.stage1kvm.sys.abi.Errno;
import io.stage1kvm.sys.abi.Fcntl;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Images in a directory, by their IDs. Safe for any number of processes and threads, and for
/// those that die on the way.
public final class ImageStore {
  private final Path root;
  private final Path images;
  private final Path drafts;

  private ImageStore(Path root) {
    this.root = root;
    this.images = root.resolve("images");
    this.drafts = root.resolve("tmp");
  }

  /// Opens a store, and makes it if there is none.
  public static ImageStore open(Path root) throws AciException {
    ImageStore store = new ImageStore(root.toAbsolutePath());
    try {
      Files.createDirectories(store.images);
      Files.createDirectories(store.drafts);
      return store;
    } catch (IOException e) {
      throw AciException.cannot("open", "image store", root.toString(), e);
    }
  }

  /// Adds a valid image; one that is there already stays as it is.
  public StoredImage add(Path image) throws AciException {
    return add(image, SizeLimit.DEFAULT);
  }

  /// As [#add(Path)], with another bound on what the image may decompress to.
  public StoredImage add(Path image, SizeLimit limit) throws AciException {
    try {
      return add(Files.newInputStream(image), image.toString(), limit);
    } catch (IOException e) {
      throw AciException.cannot("add", "image", image.toString(), e);
    }
  }

  /// As [#add(Path)], from a stream that is read to its end and closed.
  ///
  /// @param source what to call the image in messages
  public StoredImage add(InputStream image, String source, SizeLimit limit) throws AciException {
    try (image) {
      Draft.removeAbandoned(drafts);
      try (Draft draft = Draft.make(drafts)) {
        try {
          return get(move(draft, Import.into(draft, image, limit))).orElseThrow();
        } finally {
          draft.removeAll();
        }
      }
    } catch (IOException e) {
      throw AciException.cannot("add", "image", source, e);
    }
  }

  private ImageID move(Draft draft, ImageID id) throws IOException {
    byte[] from = ByteText.encode(draft.directory().toString());
    byte[] to = ByteText.encode(images.resolve(id.value()).toString());
    try {
      Sys.files().renameat2(Fd.CWD, from, Fd.CWD, to, Fcntl.RENAME_NOREPLACE);
      syncImages();
    } catch (SyscallException e) {
      if (e.errno() != Errno.EEXIST) {
        throw e;
      }
    }
    return id;
  }

  private void syncImages() throws SyscallException {
    byte[] name = ByteText.encode(images.toString());
    try (Fd fd = Sys.files().openat(Fd.CWD, name, Fcntl.O_RDONLY | Fcntl.O_DIRECTORY, 0)) {
      Sys.files().fsync(fd);
    }
  }

  /// @param id in full, or its beginning
  /// @throws AciException if several images begin so
  public Optional<StoredImage> get(ImageID id) throws AciException {
    if (id.isComplete()) {
      return read(id);
    }
    List<ImageID> found = ids().stream().filter(id::matches).toList();
    if (found.size() > 1) {
      throw AciException.cannot(
          "find", "image", id.value(), "%d images begin so".formatted(found.size()));
    }
    return found.isEmpty() ? Optional.empty() : read(found.getFirst());
  }

  /// @return the image with this name and at least these labels that was added last
  public Optional<StoredImage> find(ACIdentifier name, Labels labels) throws AciException {
    return list().stream().filter(image -> image.matches(name, labels)).findFirst();
  }

  /// @return all images, those added last first
  public List<StoredImage> list() throws AciException {
    List<StoredImage> found = new ArrayList<>();
    for (ImageID id : ids()) {
      read(id).ifPresent(found::add);
    }
    found.sort(Comparator.comparing(StoredImage::added).reversed().thenComparing(StoredImage::id));
    return found;
  }

  private List<ImageID> ids() throws AciException {
    try (Stream<Path> children = Files.list(images)) {
      return children.map(child -> new ImageID(child.getFileName().toString())).toList();
    } catch (IOException e) {
      throw AciException.cannot("read", "image store", root.toString(), e);
    }
  }

  private Optional<StoredImage> read(ImageID id) throws AciException {
    Path directory = images.resolve(id.value());
    Path manifest = directory.resolve(Import.MANIFEST);
    try {
      byte[] json = Files.readAllBytes(manifest);
      return Optional.of(
          new StoredImage(
              id,
              ManifestCodec.read(json),
              directory.resolve(Import.IMAGE),
              Files.getLastModifiedTime(manifest).toInstant()));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw AciException.cannot("read", "image", id.value(), e);
    }
  }

  /// Removes an image, after all that hold the store have let go of it.
  ///
  /// @return whether it was there
  public boolean remove(ImageID id) throws AciException {
    Path directory = images.resolve(id.value());
    try (Fd lock = lock(Fcntl.LOCK_EX);
        Draft draft = Draft.make(drafts)) {
      boolean there = Files.exists(directory);
      if (there) {
        Files.move(directory, draft.directory().resolve("removed"));
      }
      draft.removeAll();
      return there;
    } catch (IOException e) {
      throw AciException.cannot("remove", "image", id.value(), e);
    }
  }

  /// Keeps all images from being removed until it is closed.
  public Held hold() throws AciException {
    try {
      return new Held(lock(Fcntl.LOCK_SH));
    } catch (IOException e) {
      throw AciException.cannot("lock", "image store", root.toString(), e);
    }
  }

  private Fd lock(int operation) throws SyscallException {
    byte[] name = ByteText.encode(root.resolve("lock").toString());
    Fd fd = Sys.files().openat(Fd.CWD, name, Fcntl.O_RDONLY | Fcntl.O_CREAT, 0644);
    try {
      Sys.files().flock(fd, operation);
      return fd;
    } catch (SyscallException e) {
      fd.close();
      throw e;
    }
  }

  /// A claim on all images of a store.
  public static final class Held implements AutoCloseable {
    private final Fd lock;

    private Held(Fd lock) {
      this.lock = lock;
    }

    @Override
    public void close() throws IOException {
      lock.close();
    }
  }
}
