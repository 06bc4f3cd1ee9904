// Stands in for java: prints how it was started, one fact a line.
#include <dirent.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void print_environment(const char *name) {
    const char *value = getenv(name);
    printf("env %s=%s\n", name, value ? value : "(unset)");
}

static void print_descriptors(void) {
    DIR *directory = opendir("/proc/self/fd");
    struct dirent *entry;
    while ((entry = readdir(directory))) {
        int fd = atoi(entry->d_name);
        char path[32], target[256] = "";
        snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
        if (entry->d_name[0] != '.' && fd != dirfd(directory) && readlink(path, target, sizeof target - 1) > 0) {
            printf("fd %d %s\n", fd, target);
        }
    }
    closedir(directory);
}

static void print_lines(const char *path, const char *wanted) {
    char line[4096];
    FILE *file = fopen(path, "re");
    while (fgets(line, sizeof line, file)) {
        if (strstr(line, wanted)) {
            fputs(line, stdout);
        }
    }
    fclose(file);
}

int main(int count, char **arguments) {
    for (int i = 0; i < count; i++) {
        printf("arg %s\n", arguments[i]);
    }
    print_environment("STAGE1_KVM_LIB");
    print_environment("STAGE1_KVM_LAUNCHER_NS");
    print_environment("STAGE1_KVM_LAUNCHER_REALTIME_NS");
    print_environment("RKT_LOCK_FD");
    print_environment("OTHER");
    print_environment("JAVA_TOOL_OPTIONS");
    print_environment("_JAVA_OPTIONS");
    print_environment("JDK_JAVA_OPTIONS");
    print_descriptors();
    printf("umask %03o\n", umask(0));
    printf("session %d\n", getsid(0) == getpid());
    print_lines("/proc/self/status", "SigBlk");
    print_lines("/proc/self/status", "SigIgn");
    print_lines("/proc/self/mountinfo", " shared:");
    char name[64] = "";
    if (readlink("/proc/self/ns/mnt", name, sizeof name - 1) > 0) {
        printf("namespace %s\n", name);
    }
    return 37;
}
