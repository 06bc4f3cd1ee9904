#include "host.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "check.h"

enum { PATIENCE = 20000 };

static int64_t now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (int64_t)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

void host_start(struct host *host, int fd) {
    *host = (struct host){.fd = fd, .events = json_array(), .replies = json_object()};
    for (int i = 0; i < HOST_STREAMS; i++) {
        host->streams[i].credit = STREAM_WINDOW;
    }
}

void host_end(struct host *host) {
    for (int i = 0; i < HOST_STREAMS; i++) {
        buffer_free(&host->streams[i].data);
    }
    buffer_free(&host->input);
    json_decref(host->events);
    json_decref(host->replies);
    json_decref(host->hello);
    if (host->fd >= 0) {
        close(host->fd);
    }
}

void host_send(struct host *host, uint8_t type, uint32_t stream, const void *payload, uint32_t length) {
    struct buffer frame = {0};
    unsigned char header[FRAME_HEADER];
    frame_header(header, type, stream, length);
    buffer_append(&frame, header, sizeof header);
    buffer_append(&frame, payload, length);
    while (frame.length) {
        ssize_t written = write(host->fd, buffer_head(&frame), frame.length);
        if (written < 0) {
            break;  // the guest is off; what the test waits for will tell
        }
        buffer_take(&frame, (size_t)written);
    }
    buffer_free(&frame);
}

void host_send_json(struct host *host, uint8_t type, json_t *json) {
    char *text = json_dumps(json, JSON_COMPACT);
    host_send(host, type, 0, text, (uint32_t)strlen(text));
    free(text);
    json_decref(json);
}

void host_send_data(struct host *host, uint32_t stream, const void *data, size_t length) {
    const char *at = data;
    while (length && !host->closed) {
        uint32_t *credit = &host->streams[stream].credit;
        uint32_t size = length < FRAME_DATA_MAX ? (uint32_t)length : FRAME_DATA_MAX;
        size = size < *credit ? size : *credit;
        if (!size) {
            if (!CHECK(host_turn(host, PATIENCE))) {
                return;
            }
            continue;
        }
        host_send(host, FRAME_DATA, stream, at, size);
        *credit -= size;
        at += size;
        length -= size;
    }
}

static void received_stream(struct host *host, const struct frame *frame) {
    if (!CHECK(frame->stream < HOST_STREAMS)) {
        return;
    }
    struct host_stream *stream = &host->streams[frame->stream];
    if (frame->type == FRAME_CREDIT) {
        stream->credit += frame_get_u32(frame->payload);
        CHECK(stream->credit <= STREAM_WINDOW || host->lawless);
    } else if (frame->type == FRAME_EOF) {
        CHECK(!stream->ended);
        stream->ended = true;
    } else {
        CHECK(!stream->ended);
        host->largest = frame->length > host->largest ? frame->length : host->largest;
        buffer_append(&stream->data, frame->payload, frame->length);
        stream->unreturned += frame->length;
        CHECK(stream->unreturned <= STREAM_WINDOW);
        if (!host->stingy) {
            unsigned char credit[4];
            frame_put_u32(credit, stream->unreturned);
            stream->unreturned = 0;
            host_send(host, FRAME_CREDIT, frame->stream, credit, sizeof credit);
        }
    }
}

static void received(struct host *host, const struct frame *frame) {
    if (frame->type >= FRAME_DATA) {
        received_stream(host, frame);
        return;
    }
    json_t *json = json_loadb((const char *)frame->payload, frame->length, 0, NULL);
    if (!CHECK(json)) {
        return;
    }
    if (frame->type == FRAME_HELLO) {
        host->hello = json;
    } else if (frame->type == FRAME_EVENT) {
        json_array_append_new(host->events, json);
    } else {
        char id[32];
        snprintf(id, sizeof id, "%lld", (long long)json_integer_value(json_object_get(json, "id")));
        CHECK(!json_object_get(host->replies, id) || host->lawless);
        json_object_set_new(host->replies, id, json);
    }
}

bool host_turn(struct host *host, int timeout) {
    struct pollfd polled = {.fd = host->fd, .events = POLLIN};
    if (host->closed || poll(&polled, 1, timeout) <= 0) {
        return false;
    }
    ssize_t got = read(host->fd, buffer_reserve(&host->input, 65536), 65536);
    if (got <= 0) {
        host->closed = true;
        return false;
    }
    host->input.length += (size_t)got;
    struct frame frame;
    const char *reason;
    enum frame_result result;
    while ((result = frame_next(&host->input, &frame, &reason)) == FRAME_READY) {
        received(host, &frame);
        frame_done(&host->input, &frame);
    }
    CHECK(result == FRAME_MORE);
    return true;
}

static json_t *find_event(struct host *host, const char *event, const char *app, int id) {
    size_t index;
    json_t *each;
    json_array_foreach(host->events, index, each) {
        const char *its_app = json_string_value(json_object_get(each, "app"));
        if (!strcmp(json_string_value(json_object_get(each, "event")), event) &&
            (app ? its_app && !strcmp(its_app, app) : json_integer_value(json_object_get(each, "id")) == id)) {
            return each;
        }
    }
    return NULL;
}

json_t *host_event(struct host *host, const char *event, const char *app, int id) {
    int64_t deadline = now() + PATIENCE;
    json_t *found;
    while (!(found = find_event(host, event, app, id)) && now() < deadline && !host->closed) {
        host_turn(host, 1000);
    }
    if (!CHECK(found)) {
        char *events = json_dumps(host->events, JSON_INDENT(1));
        printf("  no event %s of %s %d in: %s\n", event, app ? app : "exec", id, events);
        free(events);
    }
    return found;
}

json_t *host_reply(struct host *host, int id) {
    char name[32];
    snprintf(name, sizeof name, "%d", id);
    int64_t deadline = now() + PATIENCE;
    while (!json_object_get(host->replies, name) && now() < deadline && !host->closed) {
        host_turn(host, 1000);
    }
    json_t *reply = json_object_get(host->replies, name);
    CHECK(reply);
    return reply;
}

bool host_stream_end(struct host *host, uint32_t stream) {
    int64_t deadline = now() + PATIENCE;
    while (!host->streams[stream].ended && now() < deadline && !host->closed) {
        host_turn(host, 1000);
    }
    return CHECK(host->streams[stream].ended);
}

const char *host_text(struct host *host, uint32_t stream) {
    struct buffer *data = &host->streams[stream].data;
    buffer_reserve(data, 1)[0] = 0;
    return (const char *)buffer_head(data);
}

bool host_stream_has(struct host *host, uint32_t stream, const char *text) {
    int64_t deadline = now() + PATIENCE;
    while (!strstr(host_text(host, stream), text) && now() < deadline && !host->closed) {
        host_turn(host, 1000);
    }
    bool found = strstr(host_text(host, stream), text) != NULL;
    if (!CHECK(found)) {
        printf("  '%s' is not in '%s'\n", text, host_text(host, stream));
    }
    return found;
}
