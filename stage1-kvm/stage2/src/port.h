// The agent port: frames in, frames out, never waiting for the host.
#ifndef STAGE2_PORT_H
#define STAGE2_PORT_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "frame.h"

void port_open(int fd, void (*received)(const struct frame *frame));
void port_close(void);
bool port_closed(void);  // the host has gone
// Appends to the queue of what the host is to get. `length` within the protocol's bounds.
void port_send(uint8_t type, uint32_t stream, const void *payload, uint32_t length);
void port_send_json(uint8_t type, json_t *object);  // takes the reference
bool port_has_room(void);  // whether output of apps may be queued now
void port_drain(int64_t deadline);  // writes what is queued, waiting for the host until the deadline

#endif
