/* The host's side of scripts/bench-throughput: starts the monitors, has their guests use each device in turn, and prints one
 * line of figures for each turn: round, monitor, test, bytes, nanoseconds. Round 0 is the first use of a device.
 *
 * All times are of this side's clock, from a guest's "start" to its "done"; what was sent or received counts when it
 * has arrived. The monitors run at the same time, but only one guest at a time has something to do.
 *
 * A guest that says nothing for long or ends is told with -1 bytes, and its monitor is started again: an emulated processor
 * with SVM loses an interrupt now and then, whatever the monitor. */
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
#include <unistd.h>

#include "both.h"

enum {
  MAX_MONITORS = 4,
  BOOT = 120, /* seconds until a guest is ready */
  PATIENCE = 15, /* seconds for an answer */
  RESTARTS = 10, /* of all */
};

struct monitor {
  const char *name, *command;
  pid_t process;
  int to, from;
  char buffer[STREAM_PIECE]; /* what was read and not looked at */
  ssize_t at, end;
  char line[256];
  long long dropped; /* bytes of the line that are too many to keep */
};

static struct monitor monitors[MAX_MONITORS];
static int count;
static char piece[STREAM_PIECE];

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

/* Whether there is something to read in time. */
static int has_input(int file, int seconds) {
  struct pollfd wait = {.fd = file, .events = POLLIN};
  return poll(&wait, 1, seconds * 1000) == 1;
}

/* The next line of a guest; false if it does not come, or not in time. */
static int read_line(struct monitor *monitor, int seconds) {
  size_t length = 0;
  monitor->dropped = 0;
  for (;;) {
    if (monitor->at == monitor->end) {
      if (!has_input(monitor->from, seconds)) {
        return 0;
      }
      monitor->at = 0;
      monitor->end = read(monitor->from, monitor->buffer, STREAM_PIECE);
      if (monitor->end <= 0) {
        fprintf(stderr, "throughput: '%s' has ended; its last line was '%s'\n", monitor->name, monitor->line);
        monitor->end = monitor->at;
        return 0;
      }
    }
    char *from = monitor->buffer + monitor->at;
    size_t there = (size_t)(monitor->end - monitor->at);
    char *newline = memchr(from, '\n', there);
    size_t taken = newline ? (size_t)(newline - from) : there;
    size_t room = sizeof(monitor->line) - 1 - length;
    size_t kept = taken < room ? taken : room;
    memcpy(monitor->line + length, from, kept);
    length += kept;
    monitor->line[length] = 0;
    monitor->dropped += (long long)(taken - kept);
    monitor->at += (ssize_t)(taken + (newline ? 1 : 0));
    if (newline) {
      return 1;
    }
  }
}

/* Waits for a line that begins so and returns the bytes of lines that were too long, or -1 if it does not come. The kernel may
 * say something, too. */
static long long await(struct monitor *monitor, const char *word, int seconds) {
  long long bytes = 0;
  while (read_line(monitor, seconds)) {
    if (strncmp(monitor->line, word, strlen(word)) == 0) {
      return bytes;
    }
    if (strncmp(monitor->line, "failed", 6) == 0) {
      die("the guest of '%s' says: %s", monitor->name, monitor->line);
    }
    if (strstr(monitor->line, "Kernel panic")) {
      fprintf(stderr, "throughput: the guest of '%s' says: %s\n", monitor->name, monitor->line);
    }
    if (monitor->dropped > 0) {
      bytes += monitor->dropped + (long long)strlen(monitor->line);
    }
  }
  return -1;
}

static void start(struct monitor *monitor) {
  int to[2], from[2];
  if (pipe(to) != 0 || pipe(from) != 0) {
    die("cannot make a pipe: %s", strerror(errno));
  }
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
    execl("/bin/sh", "sh", "-c", monitor->command, (char *)NULL);
    _exit(127);
  }
  close(to[0]);
  close(from[1]);
  monitor->to = to[1];
  monitor->from = from[0];
  monitor->at = monitor->end = 0;
}

static void await_ready(struct monitor *monitor) {
  if (await(monitor, "ready", BOOT) < 0) {
    die("cannot hear of '%s': not ready within %d s; the last was '%s'", monitor->name, BOOT, monitor->line);
  }
}

static void restart(struct monitor *monitor) {
  kill(monitor->process, SIGTERM);
  waitpid(monitor->process, NULL, 0);
  close(monitor->to);
  close(monitor->from);
  start(monitor);
  await_ready(monitor);
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

/* The guest's next connection, or -1. Nor does anything wait longer on it. */
static int accept_one(int listener) {
  struct timeval patience = {.tv_sec = PATIENCE};
  if (!has_input(listener, PATIENCE)) {
    return -1;
  }
  int file = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
  if (file < 0 || setsockopt(file, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof(patience)) != 0 ||
      setsockopt(file, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience)) != 0) {
    die("cannot accept a connection: %s", strerror(errno));
  }
  return file;
}

/* Has a guest use a device; false if it got stuck or has ended. */
static int measure(int round, struct monitor *monitor, const char *test, int milliseconds, const int listeners[2]) {
  char command[64];
  int length = snprintf(command, sizeof(command), "%s %d\n", test, milliseconds);
  if (write(monitor->to, command, (size_t)length) != length) {
    return 0;
  }
  int sends = strcmp(test, "net-receive") == 0, receives = strcmp(test, "net-send") == 0, prints = strcmp(test, "console") == 0;
  int connection = sends || receives ? accept_one(listeners[receives]) : -1;
  if ((sends || receives) && connection < 0) {
    return 0;
  }
  int stuck = await(monitor, "start", PATIENCE) < 0;
  long long began = now(), passed = 0;
  if (!stuck && sends) {
    passed = send_until(connection, piece, began + milliseconds * 1000000LL);
  } else if (!stuck && receives) {
    passed = receive_all(connection, piece);
  }
  long long ended = now();
  if (connection >= 0) {
    close(connection);
  }
  long long printed = stuck || passed < 0 ? -1 : await(monitor, "done", PATIENCE);
  if (printed < 0) {
    return 0;
  }
  if (!receives) { /* The guest's word for the end is on its way while the rest arrives here. */
    ended = now();
  }
  long long moved = atoll(monitor->line + 4);
  if (sends || receives || prints) {
    passed = prints ? printed : passed;
    if (passed != moved) {
      die("%s of '%s' moved %lld bytes here and %lld there", test, monitor->name, passed, moved);
    }
  }
  printf("%d %s %s %lld %lld\n", round, monitor->name, test, moved, ended - began);
  fflush(stdout);
  return 1;
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
    monitors[count].name = argv[4 + 2 * count];
    monitors[count].command = argv[5 + 2 * count];
    start(&monitors[count]);
  }
  for (int i = 0; i < count; i++) {
    await_ready(&monitors[i]);
  }
  int restarts = 0;
  for (int round = 0; round <= rounds; round++) {
    for (int test = 0; test < testCount; test++) {
      for (int i = 0; i < count; i++) {
        /* Who begins changes with each round. */
        struct monitor *monitor = &monitors[(i + round) % count];
        while (!measure(round, monitor, tests[test], milliseconds, listeners)) {
          printf("%d %s %s -1 0\n", round, monitor->name, tests[test]);
          if (++restarts > RESTARTS) {
            die("cannot go on: '%s' got stuck in '%s', the last of %d times", monitor->name, tests[test], restarts);
          }
          restart(monitor);
        }
      }
    }
  }
  end_monitors();
  return 0;
}
