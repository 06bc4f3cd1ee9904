#include "field.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "log.h"

void field_wrong(struct fields *fields, const char *name, const char *format, ...) {
    if (fields->error[0]) {
        return;
    }
    const char *dot = fields->place[0] && name[0] && name[0] != '[' ? "." : "";
    int used = snprintf(fields->error, sizeof fields->error, "%s%s%s ", fields->place, dot, name);
    if (used > 0 && (size_t)used < sizeof fields->error) {
        va_list arguments;
        va_start(arguments, format);
        vsnprintf(fields->error + used, sizeof fields->error - (size_t)used, format, arguments);
        va_end(arguments);
    }
}

size_t field_enter(struct fields *fields, const char *name, int index) {
    size_t mark = strlen(fields->place);
    const char *dot = mark ? "." : "";
    char *at = fields->place + mark;
    size_t room = sizeof fields->place - mark;
    if (index < 0) {
        snprintf(at, room, "%s%s", dot, name);
    } else {
        snprintf(at, room, "%s%s[%d]", dot, name, index);
    }
    return mark;
}

void field_leave(struct fields *fields, size_t mark) {
    fields->place[mark] = 0;
}

static json_t *field_get(struct fields *fields, json_t *object, const char *name) {
    json_t *value = json_object_get(object, name);
    if (!value) {
        field_wrong(fields, name, "is missing");
    }
    return fields->error[0] ? NULL : value;
}

json_t *field_object(struct fields *fields, json_t *object, const char *name) {
    json_t *value = field_get(fields, object, name);
    if (value && !json_is_object(value)) {
        field_wrong(fields, name, "must be an object");
        return NULL;
    }
    return value;
}

json_t *field_array(struct fields *fields, json_t *object, const char *name) {
    json_t *value = field_get(fields, object, name);
    if (value && !json_is_array(value)) {
        field_wrong(fields, name, "must be an array");
        return NULL;
    }
    return value;
}

const char *field_string(struct fields *fields, json_t *object, const char *name) {
    json_t *value = field_get(fields, object, name);
    if (!value || !json_is_string(value)) {
        field_wrong(fields, name, "must be a text");
        return "";
    }
    return json_string_value(value);
}

const char *field_path(struct fields *fields, json_t *object, const char *name) {
    const char *path = field_string(fields, object, name);
    if (path[0] != '/' || strlen(path) >= 4096) {
        field_wrong(fields, name, "'%.100s' must be an absolute path of less than 4096 bytes", path);
    }
    return path;
}

int64_t field_integer(struct fields *fields, json_t *object, const char *name, int64_t least, int64_t most) {
    json_t *value = field_get(fields, object, name);
    if (!value || !json_is_integer(value)) {
        field_wrong(fields, name, "must be an integer");
        return least;
    }
    int64_t number = json_integer_value(value);
    if (number < least || number > most) {
        field_wrong(fields, name, "'%lld' must be between %lld and %lld", (long long)number, (long long)least,
                    (long long)most);
        return least;
    }
    return number;
}

bool field_bool(struct fields *fields, json_t *object, const char *name) {
    json_t *value = field_get(fields, object, name);
    if (!value || !json_is_boolean(value)) {
        field_wrong(fields, name, "must be true or false");
        return false;
    }
    return json_is_true(value);
}

char **field_strings(struct fields *fields, json_t *object, const char *name) {
    json_t *array = field_array(fields, object, name);
    size_t count = json_array_size(array);
    char **strings = must_alloc(count + 1, sizeof *strings);
    for (size_t i = 0; i < count; i++) {
        json_t *value = json_array_get(array, i);
        if (!json_is_string(value)) {
            field_wrong(fields, name, "must hold texts only");
            strings[i] = NULL;
            return strings;
        }
        strings[i] = (char *)json_string_value(value);
    }
    return strings;
}
