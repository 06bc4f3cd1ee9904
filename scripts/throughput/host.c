/* The host's side of scripts/bench-throughput: starts the monitors, has their guests use each device in turn, and prints one
 * line of figures for each turn: round, monitor, test, bytes, nanoseconds. Round 0 is the first use of a device.
 *
 * All times are of this side's clock, from a guest's "start" to its "done"; what was sent or received counts when it
 * has arrived. The monitors run at the same time, but only one guest at a time has something to do. */
#include <arpa/inet.h>
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
  PORT = 7000, /* as the guest's */
  MAX_MONITORS = 4,
  PIECE = 64 << 10,
  PATIENCE = 120000, /* milliseconds for an answer */
};

struct monitor {
  const char *name;
  pid_t process;
  int to, from;
  char line[256];
  long long dropped; /* bytes of lines that are too long to keep */
};

static struct monitor monitors[MAX_MONITORS];
static int count;
static char piece[PIECE];

static void end_monitors(void) {
  for (int i = 0; i < count; i++) {
    kill(monitors[i].process, SIGTERM);
  }
  for (int i = 0; i < count; i++) {
    waitpid(monitors[i].process, NULL, 0);
  }
}

static void die(const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  fputs("throughput: ", stderr);
  vfprintf(stderr, format, arguments);
  fputc('\n', stderr);
  va_end(arguments);
  end_monitors();
  exit(1);
}

static long long now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1000000000LL + time.tv_nsec;
}

static void await_input(struct monitor *monitor, int file) {
  struct pollfd wait = {.fd = file, .events = POLLIN};
  if (poll(&wait, 1, PATIENCE) != 1) {
    die("cannot hear of '%s': nothing in %d s; the last was '%s'", monitor->name, PATIENCE / 1000, monitor->line);
  }
}

/* What a guest has written and is not a whole line yet, in a buffer for each monitor. */
static void read_line(struct monitor *monitor) {
  static struct {
    char bytes[PIECE];
    ssize_t at, end;
  } buffers[MAX_MONITORS];
  int index = (int)(monitor - monitors);
  size_t length = 0;
  monitor->dropped = 0;
  for (;;) {
    if (buffers[index].at == buffers[index].end) {
      await_input(monitor, monitor->from);
      buffers[index].at = 0;
      buffers[index].end = read(monitor->from, buffers[index].bytes, PIECE);
      if (buffers[index].end <= 0) {
        die("cannot hear of '%s': it has ended; the last was '%s'", monitor->name, monitor->line);
      }
    }
    char *from = buffers[index].bytes + buffers[index].at;
    size_t there = (size_t)(buffers[index].end - buffers[index].at);
    char *newline = memchr(from, '\n', there);
    size_t taken = newline ? (size_t)(newline - from) : there;
    size_t room = sizeof(monitor->line) - 1 - length;
    size_t kept = taken < room ? taken : room;
    memcpy(monitor->line + length, from, kept);
    length += kept;
    monitor->line[length] = 0;
    monitor->dropped += (long long)(taken - kept);
    buffers[index].at += (ssize_t)(taken + (newline ? 1 : 0));
    if (newline) {
      return;
    }
  }
}

/* Waits for a line that begins so and returns the bytes of lines that were too long. The kernel may say something, too. */
static long long await(struct monitor *monitor, const char *word) {
  long long bytes = 0;
  for (;;) {
    read_line(monitor);
    if (strncmp(monitor->line, word, strlen(word)) == 0) {
      return bytes;
    }
    if (strncmp(monitor->line, "failed", 6) == 0 || strstr(monitor->line, "Kernel panic")) {
      die("the guest of '%s' says: %s", monitor->name, monitor->line);
    }
    if (monitor->dropped > 0) {
      bytes += monitor->dropped + (long long)strlen(monitor->line);
    }
  }
}

static void start(struct monitor *monitor, const char *name, const char *command) {
  int to[2], from[2];
  if (pipe(to) != 0 || pipe(from) != 0) {
    die("cannot make a pipe: %s", strerror(errno));
  }
  monitor->name = name;
  monitor->process = fork();
  if (monitor->process < 0) {
    die("cannot fork: %s", strerror(errno));
  }
  if (monitor->process == 0) {
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    dup2(to[0], 0);
    dup2(from[1], 1);
    for (int file = 3; file < 64; file++) {
      close(file);
    }
    execl("/bin/sh", "sh", "-c", command, (char *)NULL);
    _exit(127);
  }
  close(to[0]);
  close(from[1]);
  monitor->to = to[1];
  monitor->from = from[0];
}

static int listen_on(int port) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((unsigned short)port)};
  int on = 1, file = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (file < 0 || setsockopt(file, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on)) != 0 ||
      bind(file, (struct sockaddr *)&address, sizeof(address)) != 0 || listen(file, MAX_MONITORS) != 0) {
    die("cannot listen on port %d: %s", port, strerror(errno));
  }
  return file;
}

static int accept_one(struct monitor *monitor, int listener) {
  await_input(monitor, listener);
  int file = accept(listener, NULL, NULL);
  if (file < 0) {
    die("cannot accept a connection: %s", strerror(errno));
  }
  return file;
}

static long long send_for(int file, long long end) {
  long long moved = 0;
  while (now() < end) {
    ssize_t done = write(file, piece, PIECE);
    if (done < 0) {
      die("cannot send: %s", strerror(errno));
    }
    moved += done;
  }
  close(file);
  return moved;
}

static long long receive(struct monitor *monitor, int file) {
  long long moved = 0;
  ssize_t done;
  await_input(monitor, file);
  while ((done = read(file, piece, PIECE)) > 0) {
    moved += done;
  }
  if (done < 0) {
    die("cannot receive: %s", strerror(errno));
  }
  close(file);
  return moved;
}

static void measure(int round, struct monitor *monitor, const char *test, int milliseconds, const int listeners[2]) {
  char command[64];
  int length = snprintf(command, sizeof(command), "%s %d\n", test, milliseconds);
  if (write(monitor->to, command, (size_t)length) != length) {
    die("cannot write to '%s': %s", monitor->name, strerror(errno));
  }
  int sends = strcmp(test, "net-receive") == 0, receives = strcmp(test, "net-send") == 0;
  int connection = sends || receives ? accept_one(monitor, listeners[receives]) : -1;
  await(monitor, "start");
  long long began = now(), passed = -1;
  if (sends) {
    passed = send_for(connection, began + milliseconds * 1000000LL);
  } else if (receives) {
    passed = receive(monitor, connection);
  }
  long long ended = now();
  long long printed = await(monitor, "done");
  if (!receives) { /* The guest's word for the end is on its way while it arrives here. */
    ended = now();
  }
  long long moved = atoll(monitor->line + 4);
  if (strcmp(test, "console") == 0) {
    passed = printed;
  }
  if (passed >= 0 && passed != moved) {
    die("%s of '%s' moved %lld bytes here and %lld there", test, monitor->name, passed, moved);
  }
  printf("%d %s %s %lld %lld\n", round, monitor->name, test, moved, ended - began);
  fflush(stdout);
}

int main(int argc, char **argv) {
  if (argc < 6 || argc % 2 != 0 || argc > 4 + 2 * MAX_MONITORS) {
    fputs("usage: host ROUNDS MILLISECONDS TEST,... NAME COMMAND [NAME COMMAND]...\n", stderr);
    return 2;
  }
  signal(SIGPIPE, SIG_IGN);
  int rounds = atoi(argv[1]), milliseconds = atoi(argv[2]);
  char *tests[32], *rest = argv[3];
  int testCount = 0;
  for (char *test; testCount < 32 && (test = strsep(&rest, ",")) != NULL;) {
    tests[testCount++] = test;
  }
  const int listeners[] = {listen_on(PORT), listen_on(PORT + 1)};
  for (; count < (argc - 4) / 2; count++) {
    start(&monitors[count], argv[4 + 2 * count], argv[5 + 2 * count]);
  }
  for (int i = 0; i < count; i++) {
    await(&monitors[i], "ready");
  }
  for (int round = 0; round <= rounds; round++) {
    for (int test = 0; test < testCount; test++) {
      for (int i = 0; i < count; i++) {
        /* Who begins changes with each round. */
        measure(round, &monitors[(i + round) % count], tests[test], milliseconds, listeners);
      }
    }
  }
  end_monitors();
  return 0;
}
