/* The first process of a guest of scripts/bench-throughput. Reads commands from its console, one a line: a test's name and
 * for how many milliseconds. Answers "start", uses the device for that long, and answers "done" with the bytes moved.
 * Whoever listens on the host measures the time between the two. All files and disks are used without the guest's
 * cache (O_DIRECT), so that each byte passes the device.
 *
 * The variable "host" of the kernel's command line is the host's address on the network interface; the guest's is the
 * next one. */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/aio_abi.h>
#include <net/if.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <termios.h>
#include <unistd.h>

#include "both.h"

enum {
  BLOCK = 1 << 20,
  SMALL = 4 << 10,
  IN_FLIGHT = 16,
  CONSOLE_PIECE = 4 << 10,
};

#define DISK "/dev/vda"
#define FILES "/files"

static int console;
static char *memory;
static unsigned long long seed = 88172645463325252ULL;

static void say(const char *format, ...) {
  char line[256];
  va_list arguments;
  va_start(arguments, format);
  int length = vsnprintf(line, sizeof(line), format, arguments);
  va_end(arguments);
  if (write(console, line, (size_t)length) != length) {
    _exit(1); /* Ends the machine: the kernel panics. */
  }
}

static void fail(const char *what) {
  say("failed: cannot %s: %s\n", what, strerror(errno));
  for (;;) {
    pause();
  }
}

/* Numbers of xorshift: the same in every guest. */
static long long random_place(long long size) {
  seed ^= seed << 13;
  seed ^= seed >> 7;
  seed ^= seed << 17;
  return (long long)(seed % (unsigned long long)(size / SMALL)) * SMALL;
}

static int open_direct(const char *path, int flags, long long *size) {
  int file = open(path, flags | O_DIRECT | O_CLOEXEC);
  if (file < 0 || (*size = lseek(file, 0, SEEK_END)) < BLOCK) {
    fail(path);
  }
  return file;
}

/* One block after the other, again from the first after the last. */
static long long sequential(const char *path, int flags, long long end) {
  long long size, moved = 0;
  int file = open_direct(path, flags, &size);
  for (long long at = 0; now() < end; at = at + 2 * BLOCK > size ? 0 : at + BLOCK) {
    ssize_t done = flags == O_RDONLY ? pread(file, memory, BLOCK, at) : pwrite(file, memory, BLOCK, at);
    if (done != BLOCK) {
      fail(path);
    }
    moved += done;
  }
  close(file);
  return moved;
}

/* One small read after the other. */
static long long scattered(const char *path, long long end) {
  long long size, moved = 0;
  int file = open_direct(path, O_RDONLY, &size);
  while (now() < end) {
    if (pread(file, memory, SMALL, random_place(size)) != SMALL) {
      fail(path);
    }
    moved += SMALL;
  }
  close(file);
  return moved;
}

static void submit(aio_context_t context, struct iocb *request, long long size) {
  request->aio_offset = random_place(size);
  if (syscall(SYS_io_submit, context, 1L, &request) != 1) {
    fail("submit a read");
  }
}

/* Small reads, several at once. */
static long long scattered_in_flight(const char *path, long long end) {
  long long size, moved = 0;
  int file = open_direct(path, O_RDONLY, &size), left = IN_FLIGHT;
  aio_context_t context = 0;
  if (syscall(SYS_io_setup, (long)IN_FLIGHT, &context) != 0) {
    fail("set up asynchronous reads");
  }
  struct iocb requests[IN_FLIGHT] = {0};
  for (int i = 0; i < IN_FLIGHT; i++) {
    requests[i].aio_lio_opcode = IOCB_CMD_PREAD;
    requests[i].aio_fildes = (unsigned)file;
    requests[i].aio_buf = (unsigned long long)(memory + (long)i * SMALL);
    requests[i].aio_nbytes = SMALL;
    submit(context, &requests[i], size);
  }
  while (left > 0) {
    struct io_event events[IN_FLIGHT];
    long count = syscall(SYS_io_getevents, context, 1L, (long)IN_FLIGHT, events, NULL);
    if (count < 1) {
      fail("wait for reads");
    }
    int more = now() < end;
    for (long i = 0; i < count; i++) {
      if (events[i].res != SMALL) {
        fail(path);
      }
      moved += SMALL;
      if (more) {
        submit(context, (struct iocb *)events[i].obj, size);
      } else {
        left--;
      }
    }
  }
  syscall(SYS_io_destroy, context);
  close(file);
  return moved;
}

static struct in_addr host_address(void) {
  struct in_addr address;
  const char *text = getenv("host");
  if (!text || inet_aton(text, &address) == 0) {
    errno = EINVAL;
    fail("read the host's address");
  }
  return address;
}

static void set_up_network(void) {
  struct ifreq request = {.ifr_name = "eth0"};
  struct sockaddr_in *address = (struct sockaddr_in *)&request.ifr_addr;
  int file = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (file < 0) {
    fail("make a socket");
  }
  *address = (struct sockaddr_in){.sin_family = AF_INET, .sin_addr = host_address()};
  address->sin_addr.s_addr = htonl(ntohl(address->sin_addr.s_addr) + 1);
  if (ioctl(file, SIOCSIFADDR, &request) != 0) {
    fail("set the address of eth0");
  }
  address->sin_addr.s_addr = htonl(0xffffff00);
  if (ioctl(file, SIOCSIFNETMASK, &request) != 0) {
    fail("set the network of eth0");
  }
  request.ifr_flags = IFF_UP | IFF_RUNNING;
  if (ioctl(file, SIOCSIFFLAGS, &request) != 0) {
    fail("start eth0");
  }
  close(file);
}

static int connect_to(int port) {
  struct sockaddr_in peer = {.sin_family = AF_INET, .sin_port = htons((unsigned short)port), .sin_addr = host_address()};
  int file = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (file < 0 || connect(file, (struct sockaddr *)&peer, sizeof(peer)) != 0) {
    fail("connect to the host");
  }
  return file;
}

static long long print_until(long long end) {
  long long moved = 0;
  memset(memory, 'x', CONSOLE_PIECE);
  while (now() < end) {
    ssize_t done = write(console, memory, CONSOLE_PIECE);
    if (done < 0) {
      fail("write to the console");
    }
    moved += done;
  }
  tcdrain(console);
  say("\n");
  return moved;
}

static int is(const char *name, const char *other) { return strcmp(name, other) == 0; }

static void run(const char *name, long long milliseconds) {
  /* A connection first: that is not what is measured. */
  int connection = is(name, "net-receive") ? connect_to(PORT) : is(name, "net-send") ? connect_to(PORT + 1) : -1;
  long long moved;
  say("start\n");
  long long end = now() + milliseconds * 1000000;
  if (is(name, "fs-read")) {
    moved = sequential(FILES "/data", O_RDONLY, end);
  } else if (is(name, "fs-write")) {
    moved = sequential(FILES "/data", O_WRONLY, end);
  } else if (is(name, "fs-random")) {
    moved = scattered(FILES "/data", end);
  } else if (is(name, "disk-read")) {
    moved = sequential(DISK, O_RDONLY, end);
  } else if (is(name, "disk-write")) {
    moved = sequential(DISK, O_WRONLY, end);
  } else if (is(name, "disk-random")) {
    moved = scattered_in_flight(DISK, end);
  } else if (is(name, "net-receive")) {
    moved = receive_all(connection, memory);
  } else if (is(name, "net-send")) {
    moved = send_until(connection, memory, end);
  } else if (is(name, "console")) {
    moved = print_until(end);
  } else {
    errno = ENOTSUP;
    fail(name);
  }
  if (connection >= 0) {
    if (moved < 0) {
      fail(name);
    }
    close(connection);
  }
  say("done %lld\n", moved);
}

static void open_console(void) {
  mkdir("/dev", 0755);
  /* The kernel may have mounted it. */
  if (mount("dev", "/dev", "devtmpfs", 0, NULL) != 0 && errno != EBUSY) {
    _exit(2);
  }
  console = open("/dev/hvc0", O_RDWR | O_CLOEXEC);
  struct termios mode;
  if (console < 0 || tcgetattr(console, &mode) != 0) {
    _exit(3);
  }
  cfmakeraw(&mode);
  if (tcsetattr(console, TCSANOW, &mode) != 0) {
    _exit(4);
  }
}

int main(void) {
  open_console();
  mkdir(FILES, 0755);
  if (mount("files", FILES, "virtiofs", 0, NULL) != 0) {
    fail("mount the shared directory");
  }
  set_up_network();
  memory = mmap(NULL, BLOCK, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
  if (memory == MAP_FAILED) {
    fail("map memory");
  }
  FILE *commands = fdopen(console, "r");
  char name[32];
  int milliseconds;
  say("ready\n");
  while (commands && fscanf(commands, "%31s %d", name, &milliseconds) == 2) {
    run(name, milliseconds);
  }
  fail("read a command");
}
