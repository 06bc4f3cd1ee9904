// What programs do with files beyond reading and writing them: use one that was unlinked, and share a mapping.
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { SIZE = 1 << 20 };

static void check(int good, const char *what) {
  if (!good) {
    perror(what);
    exit(1);
  }
}

// As apt and many editors do.
static void unlinked(void) {
  char text[8] = "";
  struct stat st;
  int fd = open("unlinked", O_RDWR | O_CREAT | O_EXCL, 0600);
  check(fd >= 0, "open");
  check(unlink("unlinked") == 0, "unlink");
  check(write(fd, "still", 5) == 5, "write");
  check(fstat(fd, &st) == 0 && st.st_size == 5 && st.st_nlink == 0, "fstat");
  check(fchmod(fd, 0644) == 0, "fchmod");
  check(ftruncate(fd, 4) == 0, "ftruncate");
  check(pread(fd, text, sizeof text, 0) == 4 && strcmp(text, "stil") == 0, "pread");
  check(close(fd) == 0, "close");
  puts("unlinked: ok");
}

// Two processes write through a mapping of their own and by write(2); each sees what the other did.
static void mapped(void) {
  int fd = open("mapped", O_RDWR | O_CREAT | O_TRUNC, 0644);
  check(fd >= 0 && ftruncate(fd, SIZE) == 0, "make");
  char *map = mmap(NULL, SIZE, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  check(map != MAP_FAILED, "mmap");
  map[0] = 'p';
  pid_t child = fork();
  check(child >= 0, "fork");
  if (child == 0) {
    int own = open("mapped", O_RDWR);
    char *other = mmap(NULL, SIZE, PROT_READ | PROT_WRITE, MAP_SHARED, own, 0);
    check(other != MAP_FAILED && other[0] == 'p', "mmap in the child");
    other[SIZE - 1] = 'c';
    check(pwrite(own, "w", 1, SIZE / 2) == 1, "pwrite");
    _exit(0);
  }
  int status;
  check(waitpid(child, &status, 0) == child && status == 0, "the child");
  check(map[SIZE - 1] == 'c' && map[SIZE / 2] == 'w', "what the child wrote");
  char byte = 0;
  check(pread(fd, &byte, 1, SIZE - 1) == 1 && byte == 'c', "pread of what was mapped");
  check(msync(map, SIZE, MS_SYNC) == 0 && munmap(map, SIZE) == 0, "msync");
  puts("mapped: ok");
}

int main(int argc, char **argv) {
  check(argc == 2 && chdir(argv[1]) == 0, "chdir");
  unlinked();
  fflush(stdout);
  mapped();
  return 0;
}
