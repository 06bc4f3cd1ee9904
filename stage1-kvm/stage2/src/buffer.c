#include "buffer.h"

#include <stdlib.h>
#include <string.h>

#include "log.h"

// A queue that has grown beyond this gives its memory back when it is empty.
static const size_t KEPT_CAPACITY = 65536;

unsigned char *buffer_reserve(struct buffer *buffer, size_t size) {
    if (buffer->start && buffer->start + buffer->length + size > buffer->capacity) {
        memmove(buffer->data, buffer->data + buffer->start, buffer->length);
        buffer->start = 0;
    }
    if (buffer->length + size > buffer->capacity) {
        size_t capacity = buffer->capacity ? buffer->capacity : 4096;
        while (capacity < buffer->length + size) {
            capacity *= 2;
        }
        unsigned char *data = realloc(buffer->data, capacity);
        if (!data) {
            fatal("cannot allocate %zu bytes: out of memory", capacity);
        }
        buffer->data = data;
        buffer->capacity = capacity;
    }
    return buffer->data + buffer->start + buffer->length;
}

void buffer_append(struct buffer *buffer, const void *bytes, size_t size) {
    if (size) {
        memcpy(buffer_reserve(buffer, size), bytes, size);
        buffer->length += size;
    }
}

unsigned char *buffer_head(struct buffer *buffer) {
    return buffer->data + buffer->start;
}

void buffer_take(struct buffer *buffer, size_t size) {
    buffer->start += size;
    buffer->length -= size;
    if (!buffer->length) {
        buffer->start = 0;
        if (buffer->capacity > KEPT_CAPACITY) {
            buffer_free(buffer);
        }
    }
}

void buffer_free(struct buffer *buffer) {
    free(buffer->data);
    *buffer = (struct buffer){0};
}
