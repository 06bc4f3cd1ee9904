// What stage2 says on the guest's console, and the end of the machine.
#ifndef STAGE2_LOG_H
#define STAGE2_LOG_H

#include <stdnoreturn.h>

// One line "stage2: ..." on file descriptor 2, written in one piece.
__attribute__((format(printf, 1, 2))) void log_line(const char *format, ...);

// One line, then the machine is off: for a broken session and for a guest that cannot work.
__attribute__((format(printf, 1, 2))) noreturn void fatal(const char *format, ...);

// Ends the machine. In stage2 by reboot(2) (main.c); the tests bring their own.
noreturn void machine_off(void);

// calloc that ends the machine when there is no memory.
void *must_alloc(unsigned long count, unsigned long size);

#endif
