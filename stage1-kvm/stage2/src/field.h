// Typed fields of JSON objects. The first thing that is wrong is kept, with its place; all that is asked after it
// gives zero values, so that a parser reads straight on and looks once at the end.
#ifndef STAGE2_FIELD_H
#define STAGE2_FIELD_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct fields {
    char place[256];  // "apps[1].main"
    char error[512];  // empty: nothing is wrong so far
};

__attribute__((format(printf, 3, 4))) void field_wrong(struct fields *fields, const char *name, const char *format,
                                                       ...);
// Enters and leaves a field or an element; the mark is what field_leave needs. `index` negative: no element.
size_t field_enter(struct fields *fields, const char *name, int index);
void field_leave(struct fields *fields, size_t mark);

json_t *field_object(struct fields *fields, json_t *object, const char *name);
json_t *field_array(struct fields *fields, json_t *object, const char *name);
// Texts are borrowed from the object.
const char *field_string(struct fields *fields, json_t *object, const char *name);
const char *field_path(struct fields *fields, json_t *object, const char *name);  // begins with '/'
int64_t field_integer(struct fields *fields, json_t *object, const char *name, int64_t least, int64_t most);
bool field_bool(struct fields *fields, json_t *object, const char *name);
// A new array of borrowed texts that ends with NULL.
char **field_strings(struct fields *fields, json_t *object, const char *name);

#endif
