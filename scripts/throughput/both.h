/* What guest.c and host.c do alike: the times and the streams between them. */
#include <sys/types.h>
#include <time.h>
#include <unistd.h>

enum {
  /* The host sends to whoever connects to this port, and receives from whoever connects to the next. */
  PORT = 7000,
  STREAM_PIECE = 64 << 10,
};

static long long now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1000000000LL + time.tv_nsec;
}

/* Sends pieces of a buffer until a moment and returns the bytes, or -1 with errno. */
static long long send_until(int file, const char *piece, long long end) {
  long long moved = 0;
  while (now() < end) {
    ssize_t done = write(file, piece, STREAM_PIECE);
    if (done < 0) {
      return -1;
    }
    moved += done;
  }
  return moved;
}

/* Receives into a buffer until the other side has closed the stream and returns the bytes, or -1 with errno. */
static long long receive_all(int file, char *piece) {
  long long moved = 0;
  ssize_t done;
  while ((done = read(file, piece, STREAM_PIECE)) > 0) {
    moved += done;
  }
  return done < 0 ? -1 : moved;
}
