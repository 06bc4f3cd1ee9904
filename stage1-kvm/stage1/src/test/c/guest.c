// PID 1 of the machine in a test: says hello on the agent port, answers one line, looks at the
// share, and ends the machine.
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/stat.h>
#include <unistd.h>

int main(void)
{
	char line[100] = "";
	mkdir("/dev", 0755);
	mkdir("/share", 0755);
	mount("dev", "/dev", "devtmpfs", 0, NULL);
	int console = open("/dev/hvc0", O_WRONLY);
	dprintf(console, "guest is up\n");
	int port = open("/dev/vport0p1", O_RDWR);
	dprintf(port, "hello\n");
	ssize_t n = read(port, line, sizeof line);
	if (mount("pod", "/share", "virtiofs", 0, NULL) != 0)
		dprintf(console, "no share\n");
	int file = open("/share/from-guest", O_CREAT | O_WRONLY, 0640);
	if (file < 0 || write(file, line, (size_t)n) != n || fchown(file, 1234, 5678) != 0)
		dprintf(console, "cannot write\n");
	close(file);
	struct stat root, inner;
	stat("/share", &root);
	stat("/share/inner/.", &inner);  // the kernel mounts it on the way through
	dprintf(port, "%s\n", root.st_dev == inner.st_dev ? "one file system" : "two file systems");
	sync();
	if (strncmp(line, "panic", 5) == 0)
		return 1;
	usleep(100000);
	reboot(RB_AUTOBOOT);
}
