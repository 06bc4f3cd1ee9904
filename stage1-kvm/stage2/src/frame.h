// The frames of docs/protocol.md as bytes. No input or output here.
#ifndef STAGE2_FRAME_H
#define STAGE2_FRAME_H

#include <stddef.h>
#include <stdint.h>

#include "buffer.h"

enum frame_type {
    FRAME_HELLO = 0x01,
    FRAME_PLAN = 0x02,
    FRAME_COMMAND = 0x03,
    FRAME_REPLY = 0x04,
    FRAME_EVENT = 0x05,
    FRAME_DATA = 0x10,
    FRAME_EOF = 0x11,
    FRAME_CREDIT = 0x12,
};

enum {
    FRAME_HEADER = 9,
    FRAME_DATA_MAX = 32 * 1024,
    FRAME_PLAN_MAX = 4 * 1024 * 1024,
    FRAME_TEXT_MAX = 64 * 1024,
    STREAM_WINDOW = 256 * 1024,  // credit of each sender at the beginning, and its bound
};

#define STREAM_MAX 0x7fffffffu

struct frame {
    uint8_t type;
    uint32_t stream;
    uint32_t length;
    const unsigned char *payload;  // inside the reader's buffer, until the next call
};

enum frame_result { FRAME_MORE, FRAME_READY, FRAME_BROKEN };

void frame_put_u32(unsigned char *at, uint32_t value);
uint32_t frame_get_u32(const unsigned char *at);
void frame_header(unsigned char header[FRAME_HEADER], uint8_t type, uint32_t stream, uint32_t length);

// Takes the next frame out of `input`. FRAME_READY: `*frame` is set and its bytes are still the first in
// `input`; frame_done drops them. FRAME_BROKEN: `*reason` says which rule was broken.
enum frame_result frame_next(struct buffer *input, struct frame *frame, const char **reason);
void frame_done(struct buffer *input, const struct frame *frame);

#endif
