package io.stage1kvm.sys.abi;

/// Signal numbers: `<signal.h>`.
public final class Signal {
  public static final int SIGHUP = 1;
  public static final int SIGINT = 2;
  public static final int SIGQUIT = 3;
  public static final int SIGABRT = 6;
  public static final int SIGKILL = 9;
  public static final int SIGUSR1 = 0xa;
  public static final int SIGSEGV = 0xb;
  public static final int SIGUSR2 = 0xc;
  public static final int SIGPIPE = 0xd;
  public static final int SIGALRM = 0xe;
  public static final int SIGTERM = 0xf;
  public static final int SIGSTKFLT = 0x10;
  public static final int SIGCHLD = 0x11;
  public static final int SIGCONT = 0x12;
  public static final int SIGSTOP = 0x13;
  public static final int SIGTSTP = 0x14;
  public static final int SIGWINCH = 0x1c;

  /// Replaces the mask: `<signal.h>`.
  public static final int SIG_SETMASK = 2;

  private Signal() {}
}
