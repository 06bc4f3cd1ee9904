// Base64 (RFC 4648, with padding).
#ifndef STAGE2_BASE64_H
#define STAGE2_BASE64_H

#include <stddef.h>

// Decodes into a new buffer; NULL if the text is not base64.
unsigned char *base64_decode(const char *text, size_t *length);

#endif
