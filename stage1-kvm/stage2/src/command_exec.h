// Processes that the host runs beside the apps' own: in an app, or in stage2's own context.
#ifndef STAGE2_COMMAND_EXEC_H
#define STAGE2_COMMAND_EXEC_H

#include <stdbool.h>
#include <stdint.h>

#include "app.h"
#include "plan.h"

// Takes the spec and a reference to the JSON that it borrows from, or says why not and leaves them. `app` NULL: stage2's
// own context.
const char *exec_start(int64_t id, struct app *app, struct process_spec *spec, json_t *json);
const char *exec_signal(int64_t id, int signal);
bool execs_none(void);
// SIGTERM to those that run in stage2's own context, SIGKILL at the deadline; those in apps end with their app.
void execs_shutdown(int64_t deadline);
int64_t execs_deadline(void);
bool execs_service(void);

#endif
