/* Preloaded into the JVM while it dumps its archive of loaded classes: the monotonic clock stands still.
 * The archive holds java.lang.ref.SoftReference objects whose timestamp is that clock when the JVM started
 * or collected garbage, the only bytes of a dump that differ from run to run. Timed waits keep their length. */
#define _GNU_SOURCE
#include <pthread.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static const struct timespec told = {.tv_sec = 1};
/* A deadline beyond this, in seconds, is one of the real-time clock. */
static const time_t uptime_max = 1000000000;

static void real_clock(clockid_t clock, struct timespec *now) { syscall(SYS_clock_gettime, clock, now); }

int clock_gettime(clockid_t clock, struct timespec *now) {
  if (clock == CLOCK_MONOTONIC) {
    *now = told;
  } else {
    real_clock(clock, now);
  }
  return 0;
}

int pthread_cond_timedwait(pthread_cond_t *cond, pthread_mutex_t *mutex, const struct timespec *deadline) {
  if (deadline->tv_sec > uptime_max) {
    return pthread_cond_clockwait(cond, mutex, CLOCK_REALTIME, deadline);
  }
  struct timespec end;
  real_clock(CLOCK_MONOTONIC, &end);
  end.tv_sec += deadline->tv_sec - told.tv_sec + (end.tv_nsec + deadline->tv_nsec) / 1000000000;
  end.tv_nsec = (end.tv_nsec + deadline->tv_nsec) % 1000000000;
  return pthread_cond_clockwait(cond, mutex, CLOCK_MONOTONIC, &end);
}
