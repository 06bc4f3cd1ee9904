package io.stage1kvm.sys.abi;

/// Numbers of the system calls on x86-64: `<asm/unistd_64.h>`. Another architecture has other
/// numbers below 424 and gets a table of its own.
public final class Syscall {
  public static final int SYS_read = 0;
  public static final int SYS_write = 1;
  public static final int SYS_close = 3;
  public static final int SYS_lseek = 8;
  public static final int SYS_rt_sigprocmask = 14;
  public static final int SYS_ioctl = 16;
  public static final int SYS_sendfile = 40;
  public static final int SYS_execve = 59;
  public static final int SYS_kill = 62;
  public static final int SYS_getpid = 39;
  public static final int SYS_getppid = 110;
  public static final int SYS_getuid = 102;
  public static final int SYS_geteuid = 107;
  public static final int SYS_fcntl = 72;
  public static final int SYS_flock = 73;
  public static final int SYS_fsync = 74;
  public static final int SYS_ftruncate = 77;
  public static final int SYS_chdir = 80;
  public static final int SYS_umask = 95;
  public static final int SYS_prctl = 157;
  public static final int SYS_statfs = 137;
  public static final int SYS_fstatfs = 138;
  public static final int SYS_mount = 165;
  public static final int SYS_umount2 = 166;
  public static final int SYS_setxattr = 188;
  public static final int SYS_lsetxattr = 189;
  public static final int SYS_fsetxattr = 190;
  public static final int SYS_getxattr = 191;
  public static final int SYS_lgetxattr = 192;
  public static final int SYS_fgetxattr = 193;
  public static final int SYS_listxattr = 194;
  public static final int SYS_llistxattr = 195;
  public static final int SYS_flistxattr = 196;
  public static final int SYS_getdents64 = 217;
  public static final int SYS_openat = 257;
  public static final int SYS_mkdirat = 258;
  public static final int SYS_mknodat = 259;
  public static final int SYS_fchownat = 260;
  public static final int SYS_unlinkat = 263;
  public static final int SYS_linkat = 265;
  public static final int SYS_symlinkat = 266;
  public static final int SYS_readlinkat = 267;
  public static final int SYS_fchmod = 91;
  public static final int SYS_fchmodat = 268;
  public static final int SYS_unshare = 272;
  public static final int SYS_setns = 308;
  public static final int SYS_utimensat = 280;
  public static final int SYS_fallocate = 285;
  public static final int SYS_syncfs = 306;
  public static final int SYS_renameat2 = 316;
  public static final int SYS_copy_file_range = 326;
  public static final int SYS_statx = 332;
  public static final int SYS_openat2 = 437;
  public static final int SYS_mount_setattr = 442;
  public static final int SYS_mmap = 9;
  public static final int SYS_munmap = 11;
  public static final int SYS_pread64 = 17;
  public static final int SYS_pwrite64 = 18;
  public static final int SYS_readv = 19;
  public static final int SYS_writev = 20;
  public static final int SYS_madvise = 28;
  public static final int SYS_preadv = 295;
  public static final int SYS_pwritev = 296;
  public static final int SYS_eventfd2 = 290;
  public static final int SYS_epoll_create1 = 291;
  public static final int SYS_epoll_ctl = 233;
  public static final int SYS_epoll_wait = 232;
  public static final int SYS_memfd_create = 319;

  private Syscall() {}
}
