#include "port.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "log.h"
#include "loop.h"

enum {
    QUEUE_SMALL = 128 * 1024,         // above, no output of apps is taken
    QUEUE_MAX = 16 * 1024 * 1024,     // above, the host does not read at all
    READ_SIZE = 64 * 1024,
};

static struct {
    struct watch watch;
    struct buffer input, output;
    void (*received)(const struct frame *frame);
    bool closed;
} port;

static void port_write(void) {
    while (port.output.length && !port.closed) {
        ssize_t written = write(port.watch.fd, buffer_head(&port.output), port.output.length);
        if (written > 0) {
            buffer_take(&port.output, (size_t)written);
        } else if (written < 0 && errno == EINTR) {
            continue;
        } else if (written == 0 || errno == EAGAIN) {
            break;
        } else {
            port.closed = true;
        }
    }
    port.watch.events = (short)(POLLIN | (port.output.length ? POLLOUT : 0));
}

static void port_read(void) {
    ssize_t got = read(port.watch.fd, buffer_reserve(&port.input, READ_SIZE), READ_SIZE);
    if (got < 0) {
        port.closed = errno != EAGAIN && errno != EINTR;
        return;
    }
    if (got == 0) {
        port.closed = true;
        return;
    }
    port.input.length += (size_t)got;
    struct frame frame;
    const char *reason = NULL;
    enum frame_result result;
    while ((result = frame_next(&port.input, &frame, &reason)) == FRAME_READY) {
        port.received(&frame);
        frame_done(&port.input, &frame);
    }
    if (result == FRAME_BROKEN) {
        fatal("broken protocol: frame of type 0x%02x, stream %u, length %u: %s", frame.type, frame.stream,
              frame.length, reason);
    }
}

static void port_ready(struct watch *watch, short events) {
    if (events & POLLOUT) {
        port_write();
    }
    if (events & POLLIN) {
        port_read();
    } else if (events & (POLLHUP | POLLERR | POLLNVAL)) {
        port.closed = true;
    }
    if (port.closed) {
        watch->events = 0;
    }
}

void port_open(int fd, void (*received)(const struct frame *frame)) {
    port.watch = (struct watch){.fd = fd, .events = POLLIN, .ready = port_ready};
    port.received = received;
    port.closed = false;
    loop_add(&port.watch);
}

void port_close(void) {
    int fd = port.watch.fd;
    loop_remove(&port.watch);
    close(fd);
    buffer_free(&port.input);
    buffer_free(&port.output);
}

bool port_closed(void) {
    return port.closed;
}

void port_send(uint8_t type, uint32_t stream, const void *payload, uint32_t length) {
    unsigned char header[FRAME_HEADER];
    frame_header(header, type, stream, length);
    bool idle = !port.output.length;
    buffer_append(&port.output, header, sizeof header);
    buffer_append(&port.output, payload, length);
    if (port.output.length > QUEUE_MAX) {
        fatal("broken protocol: the host does not read its port");
    }
    if (idle) {
        port_write();
    }
}

void port_send_json(uint8_t type, json_t *object) {
    char *text = json_dumps(object, JSON_COMPACT);
    if (!text) {
        fatal("cannot write a message of type 0x%02x as json", type);
    }
    port_send(type, 0, text, (uint32_t)strlen(text));
    free(text);
    json_decref(object);
}

bool port_has_room(void) {
    return port.output.length < QUEUE_SMALL;
}

void port_drain(int64_t deadline) {
    while (port.output.length && !port.closed) {
        int64_t left = deadline - loop_now();
        struct pollfd polled = {.fd = port.watch.fd, .events = POLLOUT};
        if (left <= 0 || (poll(&polled, 1, (int)left) < 0 && errno != EINTR)) {
            log_line("cannot send the last %zu bytes to the host", port.output.length);
            return;
        }
        port_write();
    }
}
