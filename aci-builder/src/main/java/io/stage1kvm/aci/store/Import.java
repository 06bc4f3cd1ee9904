package io.stage1kvm.aci.store;

import io.stage1kvm.aci.archive.AciEntry;
import io.stage1kvm.aci.archive.AciException;
import io.stage1kvm.aci.archive.AciReader;
import io.stage1kvm.aci.archive.SizeLimit;
import io.stage1kvm.aci.layout.AciLayout;
import io.stage1kvm.aci.layout.EntryPath;
import io.stage1kvm.aci.layout.Finding;
import io.stage1kvm.aci.layout.LayoutChecker;
import io.stage1kvm.aci.layout.ManifestCodec;
import io.stage1kvm.manifest.type.ImageID;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/// Writes an image down while it is checked, so that it is read once.
final class Import {
  static final String IMAGE = "image";
  static final String MANIFEST = "manifest";

  private final LayoutChecker checker = new LayoutChecker();
  private byte[] manifest = {};

  private Import() {}

  /// Everything is on disk when this returns.
  static ImageID into(Draft draft, InputStream image, SizeLimit limit) throws IOException {
    Import run = new Import();
    ImageID id;
    try (FileChannel file = create(draft.directory().resolve(IMAGE));
        AciReader reader = AciReader.open(new Tee(image, Channels.newOutputStream(file)), limit)) {
      id = run.read(reader);
      file.force(true);
    }
    try (FileChannel file = create(draft.directory().resolve(MANIFEST))) {
      ByteBuffer bytes = ByteBuffer.wrap(run.manifest);
      while (bytes.hasRemaining()) {
        file.write(bytes);
      }
      file.force(true);
    }
    draft.sync();
    return id;
  }

  private static FileChannel create(Path file) throws IOException {
    return FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  private ImageID read(AciReader reader) throws IOException {
    for (Optional<AciEntry> next = reader.next(); next.isPresent(); next = reader.next()) {
      refuseIf(checker.check(next.get()));
      if (EntryPath.of(next.get().name()).toString().equals(AciLayout.MANIFEST)) {
        manifest = reader.readAll(AciLayout.MAX_MANIFEST_SIZE);
        ManifestCodec.read(manifest);
      }
    }
    refuseIf(checker.end().stream().findFirst());
    return reader.id();
  }

  private static void refuseIf(Optional<Finding> finding) throws AciException {
    if (finding.isPresent()) {
      throw AciException.malformed(finding.get().message());
    }
  }
}
