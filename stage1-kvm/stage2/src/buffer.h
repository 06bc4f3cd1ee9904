// A queue of bytes in memory.
#ifndef STAGE2_BUFFER_H
#define STAGE2_BUFFER_H

#include <stddef.h>

struct buffer {
    unsigned char *data;
    size_t start;   // first byte not yet taken
    size_t length;  // bytes not yet taken
    size_t capacity;
};

// Room for `size` more bytes at the end; after writing them, add to `length`.
unsigned char *buffer_reserve(struct buffer *buffer, size_t size);
void buffer_append(struct buffer *buffer, const void *bytes, size_t size);
// The bytes not yet taken begin here.
unsigned char *buffer_head(struct buffer *buffer);
void buffer_take(struct buffer *buffer, size_t size);
void buffer_free(struct buffer *buffer);

#endif
