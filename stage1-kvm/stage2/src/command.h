// The commands of the host. A frame that is no command ends the machine; one that cannot be done gets a reply.
#ifndef STAGE2_COMMAND_H
#define STAGE2_COMMAND_H

#include "field.h"

struct command_hooks {
    void (*shutdown)(int64_t grace);  // milliseconds
};

// Replies always, unless the JSON is not a command: then fields->error says why.
void command_run(struct fields *fields, json_t *json, const struct command_hooks *hooks);

#endif
