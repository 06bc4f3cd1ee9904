// Where the host listens.
#ifndef STAGE2_AGENT_PORT_H
#define STAGE2_AGENT_PORT_H

// Opens the virtio-serial port io.stage1kvm.agent, non-blocking, once the host has opened its side. Ends the machine
// if there is none after some seconds.
int agent_port_open(void);

#endif
