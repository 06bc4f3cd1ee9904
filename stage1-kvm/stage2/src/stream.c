#include "stream.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "log.h"
#include "loop.h"
#include "port.h"

// Credit is given back in pieces of at least this size, or when the queue is empty.
static const uint32_t CREDIT_STEP = 64 * 1024;

struct stream {
    struct watch watch;  // first: the loop hands it back
    struct stream *next;
    uint32_t number;
    enum stream_kind kind;
    uint32_t credit;      // output: what the host still takes
    bool output_done;     // output: EOF is sent
    bool draining;
    uint32_t window;      // input: what the host may still send
    uint32_t owed;        // input: credit not yet given back
    struct buffer queue;  // input: received, not yet written
    bool input_eof;       // input: the host has sent EOF
    bool input_dead;      // input: nobody reads it; what comes is dropped
};

static struct stream *streams;
static bool given_up;     // output that the host does not take is dropped
static uint32_t highest;  // of all numbers ever declared: those not live but below have ended

static struct stream *stream_find(uint32_t number) {
    struct stream *stream = streams;
    while (stream && stream->number != number) {
        stream = stream->next;
    }
    return stream;
}

static bool has_output(const struct stream *stream) {
    return stream->kind != STREAM_IN;
}

static bool has_input(const struct stream *stream) {
    return stream->kind != STREAM_OUT;
}

struct stream *stream_declare(uint32_t number, enum stream_kind kind) {
    if (stream_find(number)) {
        return NULL;
    }
    struct stream *stream = must_alloc(1, sizeof *stream);
    *stream = (struct stream){.watch = {.fd = -1}, .next = streams, .number = number, .kind = kind,
                              .credit = STREAM_WINDOW, .window = STREAM_WINDOW};
    streams = stream;
    highest = number > highest ? number : highest;
    return stream;
}

static void stream_close(struct stream *stream) {
    int fd = stream->watch.fd;
    if (fd >= 0) {
        loop_remove(&stream->watch);
        close(fd);
    }
}

static void finish_output(struct stream *stream) {
    if (has_output(stream) && !stream->output_done) {
        stream->output_done = true;
        port_send(FRAME_EOF, stream->number, NULL, 0);
        if (stream->kind == STREAM_OUT || stream->draining) {
            stream_close(stream);
        }
    }
}

// Moves one piece of output to the port. False: nothing is there now, or it has ended.
static bool send_piece(struct stream *stream) {
    unsigned char piece[FRAME_DATA_MAX];
    size_t size = stream->credit < sizeof piece ? stream->credit : sizeof piece;
    ssize_t got = read(stream->watch.fd, piece, size);
    if (got > 0) {
        stream->credit -= (uint32_t)got;
        port_send(FRAME_DATA, stream->number, piece, (uint32_t)got);
        return true;
    }
    if (got < 0 && errno == EINTR) {
        return true;
    }
    if (got == 0 || errno != EAGAIN || stream->draining) {
        finish_output(stream);  // a terminal answers EIO when its last user has gone
    }
    return false;
}

static void give_credit(struct stream *stream) {
    if (stream->owed && (stream->owed >= CREDIT_STEP || !stream->queue.length)) {
        unsigned char payload[4];
        frame_put_u32(payload, stream->owed);
        port_send(FRAME_CREDIT, stream->number, payload, sizeof payload);
        stream->window += stream->owed;
        stream->owed = 0;
    }
}

static void drop_input(struct stream *stream) {
    stream->input_dead = true;
    stream->owed += (uint32_t)stream->queue.length;
    buffer_free(&stream->queue);
    if (stream->kind == STREAM_IN) {
        stream_close(stream);
    }
}

static void write_input(struct stream *stream) {
    ssize_t written = write(stream->watch.fd, buffer_head(&stream->queue), stream->queue.length);
    if (written > 0) {
        stream->owed += (uint32_t)written;
        buffer_take(&stream->queue, (size_t)written);
    } else if (written < 0 && errno != EAGAIN && errno != EINTR) {
        drop_input(stream);
    }
    give_credit(stream);
}

static bool may_send(const struct stream *stream) {
    return has_output(stream) && !stream->output_done && stream->credit && port_has_room();
}

static void stream_ready(struct watch *watch, short events) {
    struct stream *stream = (struct stream *)watch;
    if (stream->queue.length && events & (POLLOUT | POLLERR | POLLHUP)) {
        write_input(stream);
    }
    if (watch->fd >= 0 && may_send(stream) && events & (POLLIN | POLLERR | POLLHUP)) {
        send_piece(stream);
    }
}

void stream_attach(struct stream *stream, int fd) {
    stream->watch = (struct watch){.fd = fd, .ready = stream_ready};
    loop_add(&stream->watch);
}

void stream_close_input(struct stream *stream) {
    if (has_input(stream)) {
        drop_input(stream);
    }
}

void stream_drain(struct stream *stream) {
    stream->draining = true;
}

bool stream_finished(const struct stream *stream) {
    return !has_output(stream) || stream->output_done;
}

void stream_free(struct stream *stream) {
    finish_output(stream);
    stream_close(stream);
    buffer_free(&stream->queue);
    struct stream **link = &streams;
    while (*link != stream) {
        link = &(*link)->next;
    }
    *link = stream->next;
    free(stream);
}

static void received_data(struct stream *stream, const struct frame *frame) {
    if (!has_input(stream) || stream->input_eof) {
        fatal("broken protocol: data on stream %u that takes none", stream->number);
    }
    if (frame->length > stream->window) {
        fatal("broken protocol: data on stream %u beyond its credit", stream->number);
    }
    stream->window -= frame->length;
    if (stream->input_dead) {
        stream->owed += frame->length;
        give_credit(stream);
    } else {
        buffer_append(&stream->queue, frame->payload, frame->length);
    }
}

static void received_credit(struct stream *stream, uint32_t credit) {
    if (!has_output(stream) || credit > STREAM_WINDOW - stream->credit) {
        fatal("broken protocol: credit of %u on stream %u that has %u", credit, stream->number, stream->credit);
    }
    stream->credit += credit;
}

void stream_received(const struct frame *frame) {
    struct stream *stream = stream_find(frame->stream);
    if (!stream) {
        if (frame->stream > highest) {
            fatal("broken protocol: unknown stream %u", frame->stream);
        }
        return;  // ended: the frame has crossed the end on its way
    }
    if (frame->type == FRAME_DATA) {
        received_data(stream, frame);
    } else if (frame->type == FRAME_CREDIT) {
        received_credit(stream, frame_get_u32(frame->payload));
    } else if (!has_input(stream) || stream->input_eof) {
        fatal("broken protocol: eof on stream %u that takes none", stream->number);
    } else {
        stream->input_eof = true;
    }
}

bool stream_resize(uint32_t number, unsigned short rows, unsigned short columns) {
    struct stream *stream = stream_find(number);
    struct winsize size = {.ws_row = rows, .ws_col = columns};
    return stream && stream->kind == STREAM_TTY && stream->watch.fd >= 0 &&
           ioctl(stream->watch.fd, TIOCSWINSZ, &size) == 0;
}

static bool stream_service(struct stream *stream) {
    bool was_finished = stream_finished(stream);
    if (stream->draining && has_output(stream)) {
        if (stream->watch.fd < 0) {
            finish_output(stream);
        }
        while (may_send(stream) && send_piece(stream)) {
        }
        if (given_up) {
            finish_output(stream);
        }
    }
    if (stream->kind == STREAM_IN && stream->input_eof && !stream->queue.length) {
        stream_close(stream);
    }
    if (stream->watch.fd >= 0) {
        stream->watch.events = (short)((may_send(stream) ? POLLIN : 0) | (stream->queue.length ? POLLOUT : 0));
    }
    return stream_finished(stream) != was_finished;
}

void streams_give_up(void) {
    given_up = true;
}

bool streams_given_up(void) {
    return given_up;
}

bool streams_service(void) {
    bool progress = false;
    for (struct stream *stream = streams; stream; stream = stream->next) {
        progress |= stream_service(stream);
    }
    return progress;
}
