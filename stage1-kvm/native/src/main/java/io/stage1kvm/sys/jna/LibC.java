package io.stage1kvm.sys.jna;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;

/// The one function of libc that this module maps: `syscall(2)`.
///
/// Everything else is a system call number and six words, so that loading costs one
/// registration, no version of glibc can lack a wrapper, and no variadic prototype (open,
/// fcntl, ioctl, prctl) has to be imitated. All arguments are numbers: no conversion by JNA
/// takes place on the way.
///
/// The first calls take JNA's slow way, which is ready at once. Who has made many gets the quick
/// one, which takes a thread 15 ms and more to prepare: short programs never need it, and a machine
/// that starts has better use for its processors.
public final class LibC {

  /// Twice what it takes until the apps of a pod run.
  private static final int FEW = 1000;

  private static final ReflectiveCall FIRST;
  private static final AtomicInteger CALLS = new AtomicInteger();
  private static volatile boolean direct;

  static {
    // Without this, JNA runs `ldconfig -p` to learn library directories that we never search.
    if (System.getProperty("jna.platform.library.path") == null) {
      System.setProperty("jna.platform.library.path", "");
    }
    FIRST = new ReflectiveCall();
  }

  private LibC() {}

  private static void prepare() {
    DirectCall.register();
    direct = true;
  }

  /// `long syscall(long number, ...)`: -1 on failure. An argument that is an address must stay
  /// valid for the length of the call; the kernel keeps none of those that this module passes.
  public static long syscall(long number, long a, long b, long c, long d, long e, long f) {
    if (direct) {
      return DirectCall.syscall(number, a, b, c, d, e, f);
    }
    if (CALLS.incrementAndGet() == FEW) {
      Thread.ofPlatform().daemon().name("jna").start(LibC::prepare);
    }
    return FIRST.syscall(number, a, b, c, d, e, f);
  }

  /// Address of a function of libc, for the kernel to call.
  public static long function(String name) {
    return Pointer.nativeValue(NativeLibrary.getProcess().getGlobalVariableAddress(name));
  }

  /// errno of the calling thread's last [#syscall]; JNA saved it before the JVM could run other
  /// code.
  public static int errno() {
    return Native.getLastError();
  }

  /// Address of position 0 of a direct buffer, valid while the buffer is reachable.
  public static long address(ByteBuffer direct) {
    ByteBuffer whole = direct.duplicate();
    whole.clear();
    return Pointer.nativeValue(Native.getDirectBufferPointer(whole));
  }

  /// A direct buffer on memory that the caller owns; it does not keep the memory.
  public static ByteBuffer buffer(long address, int length) {
    return new Pointer(address).getByteBuffer(0, length);
  }
}
