package io.stage1kvm.sys.abi;

/// Operations of `prctl(2)`: `<linux/prctl.h>`.
public final class Prctl {
  public static final int PR_SET_PDEATHSIG = 1;
  public static final int PR_GET_PDEATHSIG = 2;
  public static final int PR_SET_DUMPABLE = 4;
  public static final int PR_SET_NAME = 0xf;
  public static final int PR_SET_CHILD_SUBREAPER = 0x24;
  public static final int PR_SET_NO_NEW_PRIVS = 0x26;

  private Prctl() {}
}
