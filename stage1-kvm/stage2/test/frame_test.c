// The frame codec: the shared fixtures, every way to cut a stream into reads, random bytes.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../src/frame.h"
#include "check.h"
#include "fixtures.h"

static void good_frame(const struct fixture *fixture) {
    struct buffer input = {0};
    struct frame frame;
    const char *reason = NULL;
    for (size_t i = 0; i < fixture->length; i++) {  // one byte at a time
        CHECK(frame_next(&input, &frame, &reason) == FRAME_MORE);
        buffer_append(&input, fixture->bytes + i, 1);
    }
    if (!CHECK(frame_next(&input, &frame, &reason) == FRAME_READY)) {
        printf("  %s: %s\n", fixture->name, reason ? reason : "more is wanted");
        return;
    }
    CHECK_NUMBER(frame.type, frame_type_number(json_string_value(json_object_get(fixture->json, "type"))));
    CHECK_NUMBER(frame.stream, json_integer_value(json_object_get(fixture->json, "stream")));
    json_t *payload = json_object_get(fixture->json, "payload");
    if (payload) {
        json_t *read = json_loadb((const char *)frame.payload, frame.length, 0, NULL);
        CHECK(json_equal(read, payload));
        json_decref(read);
    } else {
        size_t length;
        unsigned char *bytes = hex_decode(json_string_value(json_object_get(fixture->json, "payload_hex")), &length);
        CHECK(frame.length == length && memcmp(frame.payload, bytes, length) == 0);
        free(bytes);
    }
    unsigned char header[FRAME_HEADER];
    frame_header(header, frame.type, frame.stream, frame.length);
    CHECK(memcmp(header, fixture->bytes, sizeof header) == 0);
    frame_done(&input, &frame);
    CHECK_NUMBER((long long)input.length, 0);
    buffer_free(&input);
}

// Those that the header shows; the others are for the session's test.
static void bad_frame(const struct fixture *fixture) {
    const char *what = json_string_value(json_object_get(fixture->json, "reason"));
    const char *reader = json_string_value(json_object_get(fixture->json, "reader"));
    struct buffer input = {0};
    struct frame frame;
    const char *reason = NULL;
    buffer_append(&input, fixture->bytes, fixture->length);
    enum frame_result result = frame_next(&input, &frame, &reason);
    bool in_header = !strcmp(what, "length") || !strcmp(what, "type") || !strcmp(what, "stream");
    bool alone = !strcmp(what, "credit") && frame.type == FRAME_CREDIT;
    enum frame_result expected = in_header || alone ? FRAME_BROKEN
                                 : !strcmp(what, "truncated") ? FRAME_MORE
                                                              : FRAME_READY;
    if (strcmp(reader, "host") != 0 && !CHECK(result == expected)) {
        printf("  %s: %s, should be refused for its %s\n", fixture->name, reason ? reason : "was taken", what);
    }
    buffer_free(&input);
}

static void takes_frames_that_come_together(void) {
    struct buffer input = {0};
    unsigned char header[FRAME_HEADER];
    for (uint32_t i = 1; i <= 1000; i++) {
        frame_header(header, FRAME_DATA, i, i % 7 + 1);
        buffer_append(&input, header, sizeof header);
        buffer_append(&input, "abcdefg", i % 7 + 1);
    }
    struct frame frame;
    const char *reason;
    uint32_t count = 0;
    while (frame_next(&input, &frame, &reason) == FRAME_READY) {
        count++;
        CHECK(frame.stream == count && frame.length == count % 7 + 1 && !memcmp(frame.payload, "abcdefg", frame.length));
        frame_done(&input, &frame);
    }
    CHECK_NUMBER(count, 1000);
    buffer_free(&input);
}

// Mutated frames in reads of random size: never more taken than there is, never a frame that breaks a rule.
static void survives_random_bytes(void) {
    random_start("frame_test");
    for (int round = 0; round < 20000; round++) {
        struct buffer input = {0};
        unsigned char bytes[200];
        for (size_t i = 0; i < sizeof bytes; i++) {
            bytes[i] = random_below(3) ? 0 : (unsigned char)random_below(256);
        }
        static const uint8_t TYPES[] = {1, 2, 3, 4, 5, 16, 17, 18, 0, 6};
        frame_header(bytes, TYPES[random_below(10)], random_below(4), random_below(40));
        bytes[random_below(9)] ^= (unsigned char)(random_below(2) << random_below(8));
        size_t given = 0;
        struct frame frame;
        const char *reason;
        enum frame_result result = FRAME_MORE;
        while (result != FRAME_BROKEN && given < sizeof bytes) {
            size_t size = 1 + random_below(60);
            size = size > sizeof bytes - given ? sizeof bytes - given : size;
            buffer_append(&input, bytes + given, size);
            given += size;
            while ((result = frame_next(&input, &frame, &reason)) == FRAME_READY) {
                if (frame.type >= FRAME_DATA ? !frame.stream : frame.stream) {
                    CHECK(!"a stream number that its type does not allow");
                }
                uint32_t sum = 0;
                for (uint32_t i = 0; i < frame.length; i++) {
                    sum += frame.payload[i];  // the sanitizer looks
                }
                frame.stream += sum & 0;
                frame_done(&input, &frame);
            }
        }
        buffer_free(&input);
    }
}

int main(int count, char **arguments) {
    if (count != 2) {
        printf("usage: frame_test FIXTURES\n");
        return 2;
    }
    CHECK(fixtures_each(arguments[1], "frames", good_frame) >= 20);
    CHECK(fixtures_each(arguments[1], "bad", bad_frame) >= 20);
    takes_frames_that_come_together();
    survives_random_bytes();
    return check_end("frame_test");
}
