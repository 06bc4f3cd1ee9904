// A guest without a kernel, in the processor's 32-bit mode, that uses each virtio device once as Linux's drivers do: the
// monitor is trained with it where no kernel runs. Ends by a reset.
#include <stdint.h>

#define DEVICES 0xd0000000u
#define DEVICE_SIZE 0x1000u
#define MAX_DEVICES 32u
#define RINGS 0x01000000u
#define RING_SIZE 0x4000u
#define QUEUES 16u
#define ENTRIES 16u
#define PAGE 0x1000u
#define MAGIC_VALUE 0x74726976u

// More accesses than the monitor's first calls of the kernel, which take another way than the later ones.
#define MANY 4000u

enum { MAGIC = 0x00, ID = 0x08, FEATURES = 0x10, FEATURES_SEL = 0x14, ACCEPTED = 0x20, ACCEPTED_SEL = 0x24,
       QUEUE_SEL = 0x30, QUEUE_NUM_MAX = 0x34, QUEUE_NUM = 0x38, QUEUE_READY = 0x44, NOTIFY = 0x50,
       INTERRUPT_STATUS = 0x60, INTERRUPT_ACK = 0x64, STATUS = 0x70, DESC = 0x80, DRIVER = 0x90, DEVICE = 0xa0,
       GENERATION = 0xfc, CONFIG = 0x100 };
enum { CONSOLE = 3, RNG = 4, BALLOON = 5 };
enum { WRITE = 2 };
enum { DEVICE_READY = 0, PORT_READY = 3, PORT_OPEN = 6 };

// The entry of PVH, told by a note.
__asm__(".section .note.Xen, \"a\", @note\n"
	".long 4, 4, 18\n"
	".asciz \"Xen\"\n"
	".long _start\n"
	".section .text.start, \"ax\"\n"
	".globl _start\n"
	"_start: mov $0x00800000, %esp\n"
	"call run\n");

static void put(uint32_t address, uint32_t value) { *(volatile uint32_t *)address = value; }

static uint32_t get(uint32_t address) { return *(volatile uint32_t *)address; }

static void put16(uint32_t address, uint32_t value) { *(volatile uint16_t *)address = (uint16_t)value; }

static uint32_t get16(uint32_t address) { return *(volatile uint16_t *)address; }

static uint32_t place(uint32_t device) { return DEVICES + device * DEVICE_SIZE; }

static void set(uint32_t device, uint32_t reg, uint32_t value) { put(place(device) + reg, value); }

static uint32_t ring(uint32_t device, uint32_t queue) { return RINGS + (device * QUEUES + queue) * RING_SIZE; }

static uint32_t available(uint32_t device, uint32_t queue) { return ring(device, queue) + PAGE; }

static uint32_t used(uint32_t device, uint32_t queue) { return ring(device, queue) + 2 * PAGE; }

// A page for what goes either way.
static uint32_t buffer(uint32_t device, uint32_t queue) { return ring(device, queue) + 3 * PAGE; }

static void offer(uint32_t device, uint32_t queue, uint32_t length, uint32_t flags)
{
	uint32_t index = get16(available(device, queue) + 2), entry = index % ENTRIES, at = ring(device, queue) + 16 * entry;
	put(at, buffer(device, queue));
	put(at + 4, 0);
	put(at + 8, length);
	put(at + 12, flags);
	put16(available(device, queue) + 4 + 2 * entry, entry);
	put16(available(device, queue) + 2, index + 1);
	set(device, NOTIFY, queue);
}

// Until the device has used as many buffers as were offered, or long enough.
static void await(uint32_t device, uint32_t queue)
{
	for (uint32_t tries = 0; tries < MANY; tries++) {
		if (get16(used(device, queue) + 2) == get16(available(device, queue) + 2))
			break;
		get(place(device) + INTERRUPT_STATUS);
	}
	set(device, INTERRUPT_ACK, get(place(device) + INTERRUPT_STATUS));
}

// Accepts all that is offered, and makes all queues.
static void bring_up(uint32_t device)
{
	set(device, STATUS, 0);
	set(device, STATUS, 1);
	set(device, STATUS, 3);
	for (uint32_t word = 0; word < 2; word++) {
		set(device, FEATURES_SEL, word);
		set(device, ACCEPTED_SEL, word);
		set(device, ACCEPTED, get(place(device) + FEATURES));
	}
	set(device, STATUS, 0xb);
	get(place(device) + GENERATION);
	for (uint32_t at = 0; at < 64; at += 4)
		get(place(device) + CONFIG + at);
	for (uint32_t queue = 0; queue < QUEUES; queue++) {
		set(device, QUEUE_SEL, queue);
		if (get(place(device) + QUEUE_READY) != 0 || get(place(device) + QUEUE_NUM_MAX) == 0)
			break;
		set(device, QUEUE_NUM, ENTRIES);
		set(device, DESC, ring(device, queue));
		set(device, DRIVER, available(device, queue));
		set(device, DEVICE, used(device, queue));
		set(device, QUEUE_READY, 1);
	}
	set(device, STATUS, 0xf);
}

static void tell(uint32_t console, uint32_t port, uint32_t event)
{
	put(buffer(console, 3), port);
	put(buffer(console, 3) + 4, event | 1u << 16);
	offer(console, 3, 8, 0);
	await(console, 3);
}

// Opens all ports, each with room for what comes from there, and writes a line to the first: whoever listens behind the
// others expects more than a line. The control queues lie between those of the first port and of
// the others.
static void use_console(uint32_t console)
{
	uint32_t ports = get(place(console) + CONFIG + 4);
	for (uint32_t i = 0; i < ENTRIES; i++)
		offer(console, 2, PAGE, WRITE);
	tell(console, 0, DEVICE_READY);
	for (uint32_t port = 0; port < ports; port++) {
		uint32_t first = port == 0 ? 0 : 2 * port + 2;
		tell(console, port, PORT_READY);
		tell(console, port, PORT_OPEN);
		offer(console, first, PAGE, WRITE);
	}
	put(buffer(console, 1), '\n');
	offer(console, 1, 1, 0);
	await(console, 1);
}

static void use(uint32_t device)
{
	switch (get(place(device) + ID)) {
	case CONSOLE:
		use_console(device);
		break;
	case RNG:
		offer(device, 0, 64, WRITE);
		await(device, 0);
		break;
	case BALLOON:
		// Free pages, where Linux looks for their queue.
		offer(device, 2, PAGE, WRITE);
		await(device, 2);
		break;
	default:
		break;
	}
}

void run(void)
{
	for (uint32_t device = 0; device < MAX_DEVICES && get(place(device) + MAGIC) == MAGIC_VALUE; device++) {
		bring_up(device);
		use(device);
	}
	for (uint32_t i = 0; i < MANY; i++)
		get(place(0) + INTERRUPT_STATUS);
	for (;;)
		__asm__ volatile("outb %0, %1" : : "a"((uint8_t)0xfe), "Nd"((uint16_t)0x64));
}
