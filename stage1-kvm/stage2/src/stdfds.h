// File descriptors 0 to 2 of a process and their streams.
#ifndef STAGE2_STDFDS_H
#define STAGE2_STDFDS_H

#include "failure.h"
#include "plan.h"
#include "stream.h"

// The ends that the process gets; -1: none. A terminal is all three.
struct stdfds {
    int fds[3];
};

// Makes the streams known. False if a number is in use; then nothing has been made.
bool stdfds_declare(const struct stdio_spec *spec, struct stream *streams[3]);
// Makes pipes or the terminal, owned by the process' user, and attaches the streams. 0, or -1: *failure.
int stdfds_open(const struct process_spec *spec, struct stream *const streams[3], struct stdfds *ends,
               struct failure *failure);
void stdfds_close(struct stdfds *ends);

// In the new process: a session of its own, descriptors 0 to 2, the controlling terminal. 0, or -1: *failure.
int stdfds_assume(const struct stdio_spec *spec, const struct stdfds *ends, struct failure *failure);

#endif
