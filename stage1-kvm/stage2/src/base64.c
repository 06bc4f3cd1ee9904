#include "base64.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "log.h"

static int digit(char c) {
    static const char ALPHABET[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const char *at = c ? strchr(ALPHABET, c) : NULL;
    return at ? (int)(at - ALPHABET) : -1;
}

unsigned char *base64_decode(const char *text, size_t *length) {
    size_t size = strlen(text);
    if (size % 4) {
        return NULL;
    }
    size_t padding = 0;
    while (size && padding < 2 && text[size - 1 - padding] == '=') {
        padding++;
    }
    unsigned char *bytes = must_alloc(size / 4 * 3, 1);
    *length = size / 4 * 3 - padding;
    for (size_t i = 0; i < size; i += 4) {
        uint32_t group = 0;
        for (size_t j = 0; j < 4; j++) {
            int value = i + j >= size - padding ? 0 : digit(text[i + j]);
            if (value < 0) {
                free(bytes);
                return NULL;
            }
            group = group << 6 | (uint32_t)value;
        }
        for (size_t j = 0; j < 3; j++) {
            bytes[i / 4 * 3 + j] = (unsigned char)(group >> (16 - 8 * j));
        }
    }
    return bytes;
}
