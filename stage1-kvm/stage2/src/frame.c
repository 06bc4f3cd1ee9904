#include "frame.h"

#include <stdbool.h>

void frame_put_u32(unsigned char *at, uint32_t value) {
    at[0] = (unsigned char)(value >> 24);
    at[1] = (unsigned char)(value >> 16);
    at[2] = (unsigned char)(value >> 8);
    at[3] = (unsigned char)value;
}

uint32_t frame_get_u32(const unsigned char *at) {
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

void frame_header(unsigned char header[FRAME_HEADER], uint8_t type, uint32_t stream, uint32_t length) {
    frame_put_u32(header, length);
    header[4] = type;
    frame_put_u32(header + 5, stream);
}

struct rule {
    uint8_t type;
    uint32_t least, most;  // bytes of payload
    bool on_stream;
};

static const struct rule RULES[] = {
    {FRAME_HELLO, 0, FRAME_TEXT_MAX, false},     {FRAME_PLAN, 0, FRAME_PLAN_MAX, false},
    {FRAME_COMMAND, 0, FRAME_PLAN_MAX, false},   {FRAME_REPLY, 0, FRAME_TEXT_MAX, false},
    {FRAME_EVENT, 0, FRAME_TEXT_MAX, false},     {FRAME_DATA, 1, FRAME_DATA_MAX, true},
    {FRAME_EOF, 0, 0, true},                     {FRAME_CREDIT, 4, 4, true},
};

static const char *check_header(const struct frame *frame) {
    for (size_t i = 0; i < sizeof RULES / sizeof *RULES; i++) {
        const struct rule *rule = &RULES[i];
        if (rule->type != frame->type) {
            continue;
        }
        if (frame->length < rule->least || frame->length > rule->most) {
            return "length not allowed for its type";
        }
        if (rule->on_stream ? frame->stream < 1 || frame->stream > STREAM_MAX : frame->stream != 0) {
            return "stream number not allowed for its type";
        }
        return NULL;
    }
    return "unknown type";
}

enum frame_result frame_next(struct buffer *input, struct frame *frame, const char **reason) {
    if (input->length < FRAME_HEADER) {
        return FRAME_MORE;
    }
    const unsigned char *header = buffer_head(input);
    frame->length = frame_get_u32(header);
    frame->type = header[4];
    frame->stream = frame_get_u32(header + 5);
    frame->payload = header + FRAME_HEADER;
    *reason = check_header(frame);
    if (*reason) {
        return FRAME_BROKEN;
    }
    if (frame->type == FRAME_CREDIT && input->length >= FRAME_HEADER + 4) {
        uint32_t credit = frame_get_u32(frame->payload);
        if (credit < 1 || credit > STREAM_WINDOW) {
            *reason = "credit of nothing or beyond the window";
            return FRAME_BROKEN;
        }
    }
    return input->length - FRAME_HEADER < frame->length ? FRAME_MORE : FRAME_READY;
}

void frame_done(struct buffer *input, const struct frame *frame) {
    buffer_take(input, FRAME_HEADER + (size_t)frame->length);
}
