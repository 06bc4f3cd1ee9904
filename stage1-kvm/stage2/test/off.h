#ifndef STAGE2_TEST_OFF_H
#define STAGE2_TEST_OFF_H

enum { STATUS_MACHINE_OFF = 77 };

#endif
