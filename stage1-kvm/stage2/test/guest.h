// A stage2 on this machine: its session, all of its modules, in namespaces of its own, without a virtual machine.
#ifndef STAGE2_TEST_GUEST_H
#define STAGE2_TEST_GUEST_H

#include <sys/types.h>

// Why no guest can run here; NULL: it can.
const char *guest_impossible(void);
// Starts one whose /share/root holds `probe` (a path of this machine) as /probe. Its port is `port`; what it says on its
// console goes to the pipe `*console`.
pid_t guest_start(const char *probe, int port, int *console);
// Waits for its end and cleans up. Exit status: 0 stopped, 1 lost, STATUS_MACHINE_OFF; 1000 + a signal.
int guest_end(pid_t pid);

#endif
