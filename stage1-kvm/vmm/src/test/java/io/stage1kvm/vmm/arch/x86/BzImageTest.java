package io.stage1kvm.vmm.arch.x86;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stage1kvm.vmm.memory.GuestMemory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class BzImageTest {
  private static final long LIMIT = 128 << 20;
  private static final int SETUP = 8 * 512;
  private static final int PAYLOAD = 0x4000;

  /// A header with 7 sectors of setup behind the first, and 16 KiB to run.
  static ByteBuffer image() {
    ByteBuffer image = ByteBuffer.allocate(SETUP + PAYLOAD).order(ByteOrder.LITTLE_ENDIAN);
    image.put(0x1f1, (byte) 7).putInt(0x1f4, PAYLOAD / 16).putShort(0x1fe, (short) 0xaa55);
    image.put(0x200, (byte) 0xeb).put(0x201, (byte) 0x6a).putInt(0x202, 0x5372_6448);
    image.putShort(0x206, (short) 0x20f).put(0x211, (byte) 1).putInt(0x22c, 0x7fff_ffff);
    image.putInt(0x230, 0x20_0000).put(0x234, (byte) 1).putShort(0x236, (short) 0x7f);
    image.putInt(0x238, 2047).putLong(0x258, 0x100_0000).putInt(0x260, 0x37d_c000);
    for (int i = SETUP; i < image.capacity(); i++) {
      image.put(i, (byte) (i * 7 + 1));
    }
    return image;
  }

  private static Kernel parse(ByteBuffer image) throws Exception {
    return Kernel.parse(new BytesImage("vmlinuz", image.array()), LIMIT);
  }

  @Test
  void isEnteredIn64BitMode() throws Exception {
    Kernel kernel = parse(image());
    assertThat(kernel.entry()).isEqualTo(new Entry.Long64(0x10_0200));
    assertThat(kernel.end()).isEqualTo(0x100_0000 + 0x37d_c000);
    assertThat(kernel.initramfsMax()).isEqualTo(0x7fff_ffff);
  }

  @Test
  void loadsWhatRunsAndHandsOverItsHeader() throws Exception {
    BytesImage file = new BytesImage("vmlinuz", image().array());
    Kernel kernel = Kernel.parse(file, LIMIT);
    try (GuestMemory memory = GuestMemory.create(LIMIT)) {
      kernel.load(file, memory);
      byte[] loaded = new byte[PAYLOAD];
      memory.read(0x10_0000, loaded, 0, PAYLOAD);
      assertThat(loaded).isEqualTo(file.read(SETUP, PAYLOAD));
      Initramfs initramfs = new Initramfs(0x400_0000, 77);
      Piece piece = BootParams.of(kernel, initramfs, MemoryMap.of(memory), 0xe_0000);
      ByteBuffer params = ByteBuffer.wrap(piece.bytes()).order(ByteOrder.LITTLE_ENDIAN);
      assertThat(params.get(0x1f1)).isEqualTo((byte) 7);
      assertThat(params.getInt(0x202)).isEqualTo(0x5372_6448);
      assertThat(params.getShort(0x206)).isEqualTo((short) 0x20f);
      assertThat(params.getInt(0x260)).isEqualTo(0x37d_c000);
      assertThat(params.get(0x210)).isEqualTo((byte) 0xff);
      assertThat(params.getInt(0x218)).isEqualTo(0x400_0000);
      assertThat(params.getInt(0x21c)).isEqualTo(77);
      assertThat(params.getLong(0x70)).isEqualTo(0xe_0000);
      assertThat(params.get(0x1e8)).isEqualTo((byte) 3);
      assertThat(params.getLong(0x2d0 + 40)).isEqualTo(0x10_0000);
    }
  }

  /// The jump before the header says where it ends; it cannot reach into other fields.
  @Test
  void boundsTheHeader() throws Exception {
    ByteBuffer image = image().put(0x201, (byte) 0xff);
    assertThat(((BzImage) parse(image)).setupHeader()).hasSize(0x290 - 0x1f1);
    image.put(0x201, (byte) 0);
    assertThat(((BzImage) parse(image)).setupHeader()).hasSize(0x202 - 0x1f1);
  }

  @Test
  void hasFourSectorsOfSetupIfItSaysNone() throws Exception {
    BzImage kernel = (BzImage) parse(image().put(0x1f1, (byte) 0));
    assertThat(kernel.fileOffset()).isEqualTo(5 * 512);
  }

  private static Arguments bad(Consumer<ByteBuffer> change, String reason) {
    return Arguments.of(change, reason);
  }

  static Stream<Arguments> badKernels() {
    String old = ", older than 2.12\nhint: use Linux 3.8 or newer";
    String entry = "it has no 64-bit entry\nhint: use a kernel for x86-64";
    return Stream.of(
        bad(image -> image.putShort(0x206, (short) 0x20b), "its boot protocol is 2.11" + old),
        bad(
            image -> image.putShort(0x1fe, (short) 0),
            "it is neither an ELF file nor a bzImage"
                + "\nhint: give an uncompressed vmlinux or a distribution's vmlinuz"),
        bad(image -> image.putShort(0x236, (short) 0x7e), entry),
        bad(image -> image.put(0x211, (byte) 0), entry),
        bad(image -> image.putInt(0x1f4, 0x20), "its header says that it is of 512 bytes"),
        bad(
            image -> image.putInt(0x1f4, PAYLOAD / 16 + 1),
            "it is of 20480 bytes, its header says 20496\nhint: the file is not complete"),
        bad(
            image -> image.putInt(0x1f4, -1),
            "it is of 20480 bytes, its header says 68719480816"
                + "\nhint: the file is not complete"),
        bad(
            image -> image.put(0x1f1, (byte) -1),
            "it is of 20480 bytes, its header says 147456\nhint: the file is not complete"),
        bad(
            image -> image.putLong(0x258, -1),
            "its preferred address 0xffffffffffffffff is not inside the first GiB"),
        bad(
            image -> image.putLong(0x258, 0xf_ffff),
            "its preferred address 0xfffff is not inside the first GiB"),
        bad(
            image -> image.putInt(0x260, 112 << 20 | 1),
            "it needs 129 MiB to unpack itself, the machine has 128 MiB"
                + "\nhint: give the machine more memory"),
        bad(
            image -> image.putInt(0x260, -1),
            "it needs 4112 MiB to unpack itself, the machine has 128 MiB"
                + "\nhint: give the machine more memory"));
  }

  @ParameterizedTest
  @MethodSource("badKernels")
  void refuses(Consumer<ByteBuffer> change, String reason) {
    ByteBuffer image = image();
    change.accept(image);
    assertThatThrownBy(() -> parse(image))
        .isInstanceOf(BootException.class)
        .hasMessage("cannot load kernel 'vmlinuz': " + reason);
  }

  @Test
  void isNotRecognizedWithoutAWholeHeader() {
    byte[] cut = Arrays.copyOf(image().array(), 0x290);
    assertThatThrownBy(() -> Kernel.parse(new BytesImage("x", cut), LIMIT))
        .hasMessageStartingWith("cannot load kernel 'x': it is neither an ELF file nor a bzImage");
  }
}
