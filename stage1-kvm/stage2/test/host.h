// The host's side of the protocol, as far as the tests need it.
#ifndef STAGE2_TEST_HOST_H
#define STAGE2_TEST_HOST_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "../src/buffer.h"
#include "../src/frame.h"

enum { HOST_STREAMS = 64 };

struct host_stream {
    struct buffer data;    // received
    bool ended;
    uint32_t credit;       // we may still send
    uint32_t unreturned;   // received, no credit given back yet
};

struct host {
    int fd;
    struct buffer input;
    struct host_stream streams[HOST_STREAMS];
    json_t *events;   // in order
    json_t *replies;  // by id
    json_t *hello;
    bool closed;
    bool stingy;      // gives no credit back
    bool lawless;     // has broken the rules itself: does not check what the guest makes of it
    uint32_t largest; // frame of DATA
};

void host_start(struct host *host, int fd);
void host_end(struct host *host);
void host_send(struct host *host, uint8_t type, uint32_t stream, const void *payload, uint32_t length);
void host_send_json(struct host *host, uint8_t type, json_t *json);  // takes the reference
void host_send_data(struct host *host, uint32_t stream, const void *data, size_t length);  // by credit
// One read. False: nothing came in so many milliseconds, or the guest has closed.
bool host_turn(struct host *host, int timeout);
// Waits for the event (of the app, or of the exec `id` if app is NULL) and gives it; borrowed. NULL after 20 s.
json_t *host_event(struct host *host, const char *event, const char *app, int id);
json_t *host_reply(struct host *host, int id);
bool host_stream_end(struct host *host, uint32_t stream);
bool host_stream_has(struct host *host, uint32_t stream, const char *text);  // waits for it
const char *host_text(struct host *host, uint32_t stream);                   // all that came, as text

#endif
