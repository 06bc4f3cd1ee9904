// The frames that the Java and the C tests share; see ../fixtures/README.md.
#ifndef STAGE2_TEST_FIXTURES_H
#define STAGE2_TEST_FIXTURES_H

#include <jansson.h>
#include <stddef.h>

struct fixture {
    const char *name;      // "frames/credit"
    unsigned char *bytes;  // of the .hex file
    size_t length;
    json_t *json;          // the .json file
};

// Calls `use` for each fixture of a directory ("frames" or "bad"), in the order of names; how many there were.
int fixtures_each(const char *fixtures, const char *directory, void (*use)(const struct fixture *fixture));
unsigned char *hex_decode(const char *text, size_t *length);
int frame_type_number(const char *name);  // "CREDIT" is 0x12

#endif
