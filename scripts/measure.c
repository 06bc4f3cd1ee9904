/* Runs a command and writes what it took to a file: milliseconds of time, milliseconds of CPU, KiB of memory at
 * its peak (that of the largest of its processes). Ends with the command's exit status. */
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static long long milliseconds(struct timeval t) { return t.tv_sec * 1000LL + t.tv_usec / 1000; }

int main(int argc, char **argv) {
  if (argc < 3) {
    fputs("usage: measure FILE COMMAND [ARG...]\n", stderr);
    return 2;
  }
  struct timespec start, end;
  clock_gettime(CLOCK_MONOTONIC, &start);
  pid_t child = fork();
  if (child < 0) {
    perror("fork");
    return 1;
  }
  if (child == 0) {
    execvp(argv[2], argv + 2);
    perror(argv[2]);
    _exit(127);
  }
  int status;
  if (waitpid(child, &status, 0) < 0) {
    perror("waitpid");
    return 1;
  }
  clock_gettime(CLOCK_MONOTONIC, &end);
  struct rusage usage;
  getrusage(RUSAGE_CHILDREN, &usage);
  FILE *out = fopen(argv[1], "w");
  if (!out) {
    perror(argv[1]);
    return 1;
  }
  long long wall = (end.tv_sec - start.tv_sec) * 1000LL + (end.tv_nsec - start.tv_nsec) / 1000000;
  fprintf(out, "%lld %lld %ld\n", wall, milliseconds(usage.ru_utime) + milliseconds(usage.ru_stime), usage.ru_maxrss);
  if (fclose(out) != 0) {
    perror(argv[1]);
    return 1;
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
