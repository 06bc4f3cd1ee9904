// The conversation with the host, from the first hello to the last event.
#ifndef STAGE2_SESSION_H
#define STAGE2_SESSION_H

enum session_end {
    SESSION_STOPPED,  // the host has commanded shutdown, and all that was to be sent is sent
    SESSION_LOST,     // the host has closed the port
};

// Owns the port's descriptor. `finish` is called when nothing of the pod lives any more, before the last event.
enum session_end session_run(int port, void (*finish)(void));

#endif
