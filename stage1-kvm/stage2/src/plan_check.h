// What must be unique among the apps of one plan, or within one app: names and stream numbers.
#ifndef STAGE2_PLAN_CHECK_H
#define STAGE2_PLAN_CHECK_H

#include "plan.h"

bool plan_check(struct fields *fields, struct app_spec *const *apps, size_t count);

#endif
