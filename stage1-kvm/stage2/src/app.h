// The life of an app: root, pre-start handlers, main, clean-up, post-stop handlers, report.
#ifndef STAGE2_APP_H
#define STAGE2_APP_H

#include <stdbool.h>
#include <stdint.h>

#include "plan.h"

struct app;

// Takes the spec over and starts it, or says in a reply's words why not; then the spec stays the caller's.
const char *app_start(struct app_spec *spec);
struct app *app_find(const char *name);
const char *app_signal(struct app *app, int signal);  // to main; NULL: done
const char *app_stop(struct app *app, int64_t grace);  // milliseconds

// For commands that run in the app. NULL: none may start now.
const char *app_enter(struct app *app, int *mount_namespace);
void app_group(const struct app *app, const char *below, char *name, unsigned long size);  // of its cgroups
void app_command_begins(struct app *app);
void app_command_ended(struct app *app);  // its process has ended

// SIGTERM to all processes of all apps now, SIGKILL at the deadline (loop_now() time).
void apps_shutdown(int64_t deadline);
int64_t apps_shutdown_at(void);  // when the grace time of the shutdown ends; negative: there is none
bool apps_none(void);
// Between two turns of the loop. True if anything has changed.
bool apps_service(void);
int64_t apps_deadline(void);  // of the next SIGKILL; negative: none

#endif
