/* Runs a command that ends at its guest's first run (first-run.c) and prints microseconds: from here to that moment, to the
 * process's end, and of the processors. FIRST_RUN_FILE names the file that holds the moment. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static long long now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static long long micros(struct timeval t) { return t.tv_sec * 1000000LL + t.tv_usec; }

int main(int argc, char **argv) {
  const char *path = getenv("FIRST_RUN_FILE");
  if (argc < 3 || !path) {
    fputs("usage: FIRST_RUN_FILE=FILE timed LIBRARY COMMAND [ARG...]\n", stderr);
    return 2;
  }
  unlink(path);
  long long start = now();
  pid_t child = fork();
  if (child == 0) {
    setenv("LD_PRELOAD", argv[1], 1);
    execvp(argv[2], argv + 2);
    perror(argv[2]);
    _exit(127);
  }
  int status;
  struct rusage usage;
  if (child < 0 || wait4(child, &status, 0, &usage) < 0) {
    perror("timed");
    return 1;
  }
  long long end = now(), run;
  FILE *file = fopen(path, "r");
  if (!file || fscanf(file, "%lld", &run) != 1) {
    fprintf(stderr, "timed: '%s' did not run a guest: status %d\n", argv[2], status);
    return 1;
  }
  printf("%lld %lld %lld\n", (run - start) / 1000, (end - start) / 1000, micros(usage.ru_utime) + micros(usage.ru_stime));
  return 0;
}
