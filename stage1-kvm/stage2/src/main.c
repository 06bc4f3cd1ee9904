// stage2: PID 1 of the guest. It prepares the guest's root and the port, holds the session, and ends the machine.
#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/reboot.h>
#include <sys/socket.h>
#include <unistd.h>

#include "agent_port.h"
#include "cgroup.h"
#include "inodes.h"
#include "log.h"
#include "mounts.h"
#include "session.h"

void machine_off(void) {
    sync();
    reboot(RB_AUTOBOOT);  // with reboot=t a triple fault: every machine monitor takes it for the end
    for (;;) {
        pause();
    }
}

// 127.0.0.1 and ::1 come by themselves when the interface is up.
static void loopback_up(void) {
    struct ifreq request = {.ifr_name = "lo"};
    int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (fd < 0 || ioctl(fd, SIOCGIFFLAGS, &request) < 0) {
        fatal("cannot find interface 'lo': %s", strerror(errno));
    }
    request.ifr_flags |= IFF_UP;
    if (ioctl(fd, SIOCSIFFLAGS, &request) < 0) {
        fatal("cannot set interface 'lo' up: %s", strerror(errno));
    }
    close(fd);
}

// The kernel opens /dev/console as 0 to 2. Should it not have, no other file may get these numbers.
static void open_standard_files(const char *path) {
    while (fcntl(STDERR_FILENO, F_GETFD) < 0) {
        if (open(path, O_RDWR) < 0) {
            return;
        }
    }
}

static void protect_from_oom(void) {
    int fd = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
    if (fd < 0 || write(fd, "-1000", 5) < 0) {
        fatal("cannot set oom_score_adj: %s", strerror(errno));
    }
    close(fd);
}

int main(void) {
    if (getpid() != 1) {
        dprintf(STDERR_FILENO, "stage2: this is PID 1 of a stage1-kvm guest; it does nothing elsewhere\n");
        return 1;
    }
    open_standard_files("/dev/console");
    mounts_start();
    open_standard_files("/dev/console");
    open_standard_files("/dev/null");
    signal(SIGPIPE, SIG_IGN);
    protect_from_oom();
    cgroup_start();
    loopback_up();
    mounts_share();
    inodes_start(getenv("share_inodes"));
    int port = agent_port_open();
    if (session_run(port, mounts_end) == SESSION_LOST) {
        log_line("the host has closed the port: powering off");
        kill(-1, SIGKILL);
    }
    machine_off();
}
