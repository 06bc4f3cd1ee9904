// The messages of stage2 to the host.
#ifndef STAGE2_EVENT_H
#define STAGE2_EVENT_H

#include <stdint.h>

#include "failure.h"
#include "reap.h"

void send_hello(void);
void send_reply(int64_t id, const char *error);  // NULL: ok

void event_started(const char *app, pid_t pid);
void event_failed(const char *app, const struct failure *failure);
// `failure` NULL: it has run.
void event_handler(const char *app, const char *which, int index, const struct child *child,
                   const struct failure *failure);
void event_exited(const char *app, const struct child *child);
void event_exec_failed(int64_t id, const struct failure *failure);
void event_exec_exited(int64_t id, const struct child *child);
void event_stopped(void);

#endif
