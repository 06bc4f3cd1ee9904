// Prints the frequency of this machine's time stamp counter in kHz, for the parameter tsc_early_khz of a guest
// under emulation, whose counter is this one.
#define _GNU_SOURCE
#include <stdint.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

struct moment {
  uint64_t ticks;
  double seconds;
};

// Both clocks at once, as near as the best of some tries comes.
static struct moment now(void) {
  struct moment best = {0};
  uint64_t shortest = UINT64_MAX;
  for (int i = 0; i < 100; i++) {
    struct timespec time;
    uint64_t before = __builtin_ia32_rdtsc();
    clock_gettime(CLOCK_MONOTONIC_RAW, &time);
    uint64_t after = __builtin_ia32_rdtsc();
    if (after - before < shortest) {
      shortest = after - before;
      best.ticks = before + shortest / 2;
      best.seconds = (double)time.tv_sec + (double)time.tv_nsec / 1e9;
    }
  }
  return best;
}

int main(void) {
  struct moment first = now();
  usleep(100000);
  struct moment last = now();
  printf("%.0f\n", (double)(last.ticks - first.ticks) / (last.seconds - first.seconds) / 1000);
}
