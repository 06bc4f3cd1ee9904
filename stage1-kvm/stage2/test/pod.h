// A fake host and a guest that talk to each other: what the tests of whole sessions start from.
#ifndef STAGE2_TEST_POD_H
#define STAGE2_TEST_POD_H

#include <linux/filter.h>

#include "check.h"
#include "host.h"
#include "off.h"

struct pod {
    struct host host;
    pid_t guest;
    int console;
    int commands;  // ids given so far
};

// Gives the path of the probe. Ends the program where no guest can run, saying that it was skipped.
void pod_init(const char *test, const char *probe);
void pod_connect(struct pod *pod);                 // up to the guest's hello
void pod_start(struct pod *pod, json_t *apps);     // with both hellos and the plan
int pod_command(struct pod *pod, json_t *command); // its id; takes the reference
void pod_refused(struct pod *pod, json_t *command, const char *error);
void pod_stop(struct pod *pod, int grace);         // shutdown, all events, a clean end with an empty console
// The guest's end; `console` gets what it has said.
int pod_end(struct pod *pod, char console[4096]);

// JSON of the plan. A process runs /probe with one or two arguments; streams 0: none.
json_t *new_process(const char *what, const char *value, int input, int output, int errors);
json_t *new_tty(const char *what, int stream, int rows, int columns);
json_t *new_app(const char *name, json_t *process);
json_t *with(json_t *object, const char *field, json_t *value);  // sets a field, gives the object
json_t *with_filter(json_t *process, const struct sock_filter *filter, size_t count);
json_t *list(json_t *first, ...);  // ends with NULL

void check_failed(json_t *event, const char *step, const char *object, int error, int status);
void check_exited(json_t *event, int status, int signal);

#endif
