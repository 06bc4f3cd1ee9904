#include "identity.h"

#include <errno.h>
#include <grp.h>
#include <linux/capability.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

static int fail(struct failure *failure, enum step step, const char *what, long long value) {
    failure_set(failure, step, errno, "%s %lld", what, value);
    return -1;
}

static int set_groups(const struct process_spec *spec, struct failure *failure) {
    if (setgroups(spec->group_count, spec->groups) < 0) {
        return fail(failure, STEP_GROUPS, "setgroups", (long long)spec->group_count);
    }
    if (setresgid(spec->gid, spec->gid, spec->gid) < 0) {
        return fail(failure, STEP_GROUPS, "setresgid", spec->gid);
    }
    return 0;
}

static int drop_bounding(const struct process_spec *spec, struct failure *failure) {
    for (int capability = 0; capability < 64; capability++) {
        if (spec->bounding >> capability & 1) {
            continue;
        }
        if (prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) < 0) {
            if (errno == EINVAL) {
                break;  // the kernel's last capability was the one before
            }
            return fail(failure, STEP_CAPABILITIES, "drop capability", capability);
        }
    }
    return 0;
}

static int set_capabilities(uint64_t mask, struct failure *failure) {
    struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
    struct __user_cap_data_struct data[2];
    for (int i = 0; i < 2; i++) {
        uint32_t half = (uint32_t)(mask >> (32 * i));
        data[i] = (struct __user_cap_data_struct){.effective = half, .permitted = half, .inheritable = 0};
    }
    if (syscall(SYS_capset, &header, data) < 0) {
        return fail(failure, STEP_CAPABILITIES, "capset", (long long)mask);
    }
    return 0;
}

// Becomes the user. Root's permitted and effective sets follow from the bounding set at execve; others lose theirs
// there. A filter without no_new_privs needs CAP_SYS_ADMIN: it is kept over the change of user for that, and
// execve takes it away without another system call, which the filter might forbid.
static int set_user(const struct process_spec *spec, struct failure *failure) {
    bool keep = spec->uid != 0 && spec->filter.len && !spec->no_new_privs;
    if (keep && prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0) < 0) {
        return fail(failure, STEP_CAPABILITIES, "keep capabilities", 1);
    }
    if (setresuid(spec->uid, spec->uid, spec->uid) < 0) {
        return fail(failure, STEP_USER, "setresuid", spec->uid);
    }
    if (keep) {
        return set_capabilities(UINT64_C(1) << CAP_SYS_ADMIN, failure);
    }
    return spec->uid ? set_capabilities(0, failure) : 0;
}

int identity_assume(const struct process_spec *spec, struct failure *failure) {
    if (prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0) < 0) {
        return fail(failure, STEP_CAPABILITIES, "clear ambient capabilities", 0);
    }
    if (set_groups(spec, failure) < 0 || drop_bounding(spec, failure) < 0 || set_user(spec, failure) < 0) {
        return -1;
    }
    if (spec->no_new_privs && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0) {
        return fail(failure, STEP_NO_NEW_PRIVS, "no_new_privs", 1);
    }
    if (spec->filter.len && syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &spec->filter) < 0) {
        return fail(failure, STEP_SECCOMP, "filter of instructions", spec->filter.len);
    }
    return 0;
}
