package io.stage1kvm.aci.build;

import io.stage1kvm.aci.archive.AciException;
import io.stage1kvm.aci.archive.ByteText;
import io.stage1kvm.sys.Fd;
import io.stage1kvm.sys.Sys;
import io.stage1kvm.sys.SyscallException;
import io.stage1kvm.sys.abi.Errno;
import io.stage1kvm.sys.abi.Fcntl;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// A file that is written beside its place and moved there when it is whole.
public final class AtomicOutput implements AutoCloseable {
  private final Path output;
  private final boolean overwrite;
  private final Path temporary;
  private final OutputStream stream;

  private AtomicOutput(Path output, boolean overwrite, Path temporary, OutputStream stream) {
    this.output = output;
    this.overwrite = overwrite;
    this.temporary = temporary;
    this.stream = stream;
  }

  /// @throws AciException if the output is there already and may not be replaced
  public static AtomicOutput create(Path output, boolean overwrite) throws IOException {
    if (!overwrite && Files.exists(output, LinkOption.NOFOLLOW_LINKS)) {
      throw existsAlready(output);
    }
    String name = ".%s.%d.tmp".formatted(output.getFileName(), ProcessHandle.current().pid());
    Path temporary = output.resolveSibling(name);
    OutputStream stream =
        Files.newOutputStream(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    return new AtomicOutput(output, overwrite, temporary, stream);
  }

  /// Where the file's content goes.
  public OutputStream stream() {
    return stream;
  }

  /// Moves the file to its place. The stream must be closed.
  public void commit() throws IOException {
    int flags = overwrite ? 0 : Fcntl.RENAME_NOREPLACE;
    try {
      Sys.files().renameat2(Fd.CWD, bytes(temporary), Fd.CWD, bytes(output), flags);
    } catch (SyscallException e) {
      throw e.errno() == Errno.EEXIST ? existsAlready(output) : e;
    }
  }

  private static byte[] bytes(Path path) {
    return ByteText.encode(path.toString());
  }

  private static AciException existsAlready(Path output) {
    return AciException.cannot(
        "write", "image", output.toString(), "it exists already\nhint: use --overwrite");
  }

  @Override
  public void close() throws IOException {
    stream.close();
    Files.deleteIfExists(temporary);
  }
}
