// The end of the machine, for tests: the end of the process, with a status of its own.
#include <stdlib.h>

#include "../src/log.h"
#include "off.h"

void machine_off(void) {
    exit(STATUS_MACHINE_OFF);
}
