#include "fixtures.h"

#include <ctype.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"

unsigned char *hex_decode(const char *text, size_t *length) {
    unsigned char *bytes = malloc(strlen(text) / 2 + 1);
    int half = -1;
    *length = 0;
    for (; *text; text++) {
        if (*text == '#') {
            text += strcspn(text, "\n");
            if (!*text) {
                break;
            }
        } else if (isxdigit((unsigned char)*text)) {
            int digit = *text <= '9' ? *text - '0' : (*text | 32) - 'a' + 10;
            if (half < 0) {
                half = digit;
            } else {
                bytes[(*length)++] = (unsigned char)(half << 4 | digit);
                half = -1;
            }
        } else {
            CHECK(isspace((unsigned char)*text));
        }
    }
    CHECK(half < 0);
    return bytes;
}

int frame_type_number(const char *name) {
    static const struct {
        const char *name;
        int number;
    } TYPES[] = {{"HELLO", 1}, {"PLAN", 2},  {"COMMAND", 3}, {"REPLY", 4},
                 {"EVENT", 5}, {"DATA", 16}, {"EOF", 17},    {"CREDIT", 18}};
    for (size_t i = 0; i < sizeof TYPES / sizeof *TYPES; i++) {
        if (strcmp(TYPES[i].name, name) == 0) {
            return TYPES[i].number;
        }
    }
    return -1;
}

static int is_hex(const struct dirent *entry) {
    size_t length = strlen(entry->d_name);
    return length > 4 && strcmp(entry->d_name + length - 4, ".hex") == 0;
}

int fixtures_each(const char *fixtures, const char *directory, void (*use)(const struct fixture *fixture)) {
    char path[1024];
    snprintf(path, sizeof path, "%s/%s", fixtures, directory);
    struct dirent **entries;
    int count = scandir(path, &entries, is_hex, alphasort);
    CHECK(count > 0);
    for (int i = 0; i < count; i++) {
        char name[512];
        snprintf(name, sizeof name, "%s/%.*s", directory, (int)strlen(entries[i]->d_name) - 4, entries[i]->d_name);
        struct fixture fixture = {.name = name};
        size_t length;
        snprintf(path, sizeof path, "%s/%s.hex", fixtures, name);
        char *text = read_whole(path, &length);
        fixture.bytes = hex_decode(text, &fixture.length);
        snprintf(path, sizeof path, "%s/%s.json", fixtures, name);
        fixture.json = json_load_file(path, 0, NULL);
        if (CHECK(fixture.json)) {
            use(&fixture);
        }
        json_decref(fixture.json);
        free(fixture.bytes);
        free(text);
        free(entries[i]);
    }
    free(entries);
    return count;
}
