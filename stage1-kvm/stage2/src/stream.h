// The numbered byte streams between processes of the guest and the host, with their credits.
#ifndef STAGE2_STREAM_H
#define STAGE2_STREAM_H

#include <stdbool.h>
#include <stdint.h>

#include "frame.h"

enum stream_kind { STREAM_IN, STREAM_OUT, STREAM_TTY };  // seen from the process: its input, its output, both

struct stream;

// Makes a number known: from now on the host may send. NULL if the number is in use. The stream belongs to the caller.
struct stream *stream_declare(uint32_t number, enum stream_kind kind);
// Joins the stream to stage2's end of the pipe or terminal (non-blocking); the descriptor belongs to the stream.
void stream_attach(struct stream *stream, int fd);
// The process has ended: nothing more is written to it. Its output stays.
void stream_close_input(struct stream *stream);
// No process that matters writes any more: send what is there, then EOF.
void stream_drain(struct stream *stream);
bool stream_finished(const struct stream *stream);  // EOF has been queued for the host, or it is an input
void stream_free(struct stream *stream);            // an output that is not finished gets its EOF

// Frames of the host. A break of the protocol ends the machine.
void stream_received(const struct frame *frame);
bool stream_resize(uint32_t number, unsigned short rows, unsigned short columns);  // false: no such live terminal

// From now on what a process has left behind is sent as far as the host takes it at once.
// Nobody who does not read may keep a pod alive that is to end.
void streams_give_up(void);
bool streams_given_up(void);

// Decides what to wait for in the next turn and empties the streams that drain. True if one has finished.
bool streams_service(void);

#endif
