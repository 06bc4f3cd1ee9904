// A guest without a kernel, in the processor's 32-bit mode. As `GARBAGE` it writes garbage to every
// register of every device for as long as it lives; as `WELL_BEHAVED` it uses some devices as a
// driver does, and switches the machine off when they have answered well.
#include <stdint.h>

#define DEVICES 0xd0000000u
#define DEVICE_SIZE 0x1000u
#define RINGS 0x01000000u
#define RING_SIZE 0x4000u
#define QUEUES 8u
#define ENTRIES 16u
#define BUFFERS 0x02000000u
#define BUFFERS_SIZE 0x100000u

enum { MAGIC = 0x00, ID = 0x08, FEATURES = 0x10, FEATURES_SEL = 0x14, ACCEPTED = 0x20, ACCEPTED_SEL = 0x24,
       QUEUE_SEL = 0x30, QUEUE_NUM_MAX = 0x34, QUEUE_NUM = 0x38, QUEUE_READY = 0x44, NOTIFY = 0x50,
       STATUS = 0x70, DESC = 0x80, DRIVER = 0x90, DEVICE = 0xa0 };

enum { NEXT = 1, WRITE = 2 };
enum { BLOCK = 2, CONSOLE = 3, RNG = 4 };
enum { GARBAGE, WELL_BEHAVED };

// Whoever starts this guest writes the three words behind the first jump.
__asm__(".section .text.start, \"ax\"\n"
	".global _start\n"
	"_start: jmp 1f\n"
	".org 8\n"
	"seed: .long 1\n"
	"devices: .long 0\n"
	"mode: .long 0\n"
	"1: mov $0x00800000, %esp\n"
	"call run\n"
	"ud2\n");
extern uint32_t seed, devices, mode;

static uint32_t next(void)
{
	seed ^= seed << 13;
	seed ^= seed >> 17;
	seed ^= seed << 5;
	return seed;
}

static uint32_t below(uint32_t limit) { return next() % limit; }

static int one_in(uint32_t n) { return below(n) == 0; }

static void put(uint32_t address, uint32_t size, uint32_t value)
{
	switch (size) {
	case 1: *(volatile uint8_t *)address = (uint8_t)value; break;
	case 2: *(volatile uint16_t *)address = (uint16_t)value; break;
	default: *(volatile uint32_t *)address = value;
	}
}

static uint32_t get(uint32_t address, uint32_t size)
{
	switch (size) {
	case 1: return *(volatile uint8_t *)address;
	case 2: return *(volatile uint16_t *)address;
	default: return *(volatile uint32_t *)address;
	}
}

static void out(uint16_t port, uint32_t size, uint32_t value)
{
	switch (size) {
	case 1: __asm__ volatile("outb %0, %1" : : "a"((uint8_t)value), "Nd"(port)); break;
	case 2: __asm__ volatile("outw %0, %1" : : "a"((uint16_t)value), "Nd"(port)); break;
	default: __asm__ volatile("outl %0, %1" : : "a"(value), "Nd"(port));
	}
}

static void in(uint16_t port)
{
	uint8_t value;
	__asm__ volatile("inb %1, %0" : "=a"(value) : "Nd"(port));
}

static uint32_t place(uint32_t device) { return DEVICES + device * DEVICE_SIZE; }

static void set(uint32_t device, uint32_t reg, uint32_t value) { put(place(device) + reg, 4, value); }

static uint32_t ring(uint32_t device, uint32_t queue) { return RINGS + (device * QUEUES + queue) * RING_SIZE; }

static uint32_t available(uint32_t device, uint32_t queue) { return ring(device, queue) + 0x1000; }

static uint32_t used(uint32_t device, uint32_t queue) { return ring(device, queue) + 0x2000; }

static void describe(uint32_t table, uint32_t i, uint32_t address, uint32_t length, uint32_t flags, uint32_t next_one)
{
	uint32_t at = table + 16 * i;
	put(at, 4, address);
	put(at + 4, 4, 0);
	put(at + 8, 4, length);
	put(at + 12, 2, flags);
	put(at + 14, 2, next_one);
}

static void offer(uint32_t device, uint32_t queue, uint32_t head)
{
	uint32_t ring_at = available(device, queue);
	uint32_t index = get(ring_at + 2, 2);
	put(ring_at + 4 + 2 * (index % ENTRIES), 2, head);
	put(ring_at + 2, 2, index + 1);
}

// From the reset to DRIVER_OK; `accepted` of the first 32 features, and always VERSION_1.
static void bring_up(uint32_t device, uint32_t accepted)
{
	set(device, STATUS, 0);
	set(device, STATUS, 1);
	set(device, STATUS, 3);
	set(device, FEATURES_SEL, 0);
	set(device, ACCEPTED_SEL, 0);
	set(device, ACCEPTED, get(place(device) + FEATURES, 4) & accepted);
	set(device, ACCEPTED_SEL, 1);
	set(device, ACCEPTED, 1);
	set(device, STATUS, 0xb);
	for (uint32_t queue = 0; queue < QUEUES; queue++) {
		set(device, QUEUE_SEL, queue);
		put(available(device, queue), 4, 0);
		put(used(device, queue), 4, 0);
		set(device, QUEUE_NUM, ENTRIES);
		set(device, DESC, ring(device, queue));
		set(device, DRIVER, available(device, queue));
		set(device, DEVICE, used(device, queue));
		set(device, QUEUE_READY, 1);
	}
	set(device, STATUS, 0xf);
}

// ---- Garbage ---------------------------------------------------------------------------------

static uint32_t any_value(void)
{
	switch (below(6)) {
	case 0: return next();
	case 1: return 1u << below(32);
	case 2: return RINGS + (next() & 0x7ffff0);
	case 3: return 0u - below(16);
	default: return below(20);
	}
}

static uint32_t any_register(void) { return one_in(4) ? below(DEVICE_SIZE) : 4 * below(0x48); }

// A request that means something to each device: port and control message, type and sector, page numbers.
static void fill_buffer(uint32_t address)
{
	put(address, 4, below(2));
	put(address + 4, 4, 3 * below(3));
	put(address + 8, 4, below(2048));
	put(address + 12, 4, 0);
}

// A chain that pleases every device: pieces to read, then pieces to write. Queues from 2 may be the
// balloon's for whole pages.
static void good_chain(uint32_t device, uint32_t queue)
{
	uint32_t readable = 1 + below(3), all = readable + 1 + below(3), first = below(ENTRIES - all);
	for (uint32_t i = 0; i < all; i++) {
		uint32_t address = BUFFERS + (below(BUFFERS_SIZE) & ~0xfffu);
		uint32_t length = queue >= 2 || (i >= readable && one_in(2)) ? 4096 : 16 * (1 + below(64));
		fill_buffer(address);
		describe(ring(device, queue), first + i, address, length,
			 (i < readable ? 0 : WRITE) | (i < all - 1 ? NEXT : 0), first + i + 1);
	}
	offer(device, queue, first);
}

static void wild_chain(uint32_t device, uint32_t queue)
{
	for (uint32_t n = below(6); n > 0; n--) {
		uint32_t buffer = BUFFERS + below(BUFFERS_SIZE), address = one_in(32) ? next() : buffer;
		uint32_t length = one_in(32) ? next() : below(2000);
		uint32_t flags = one_in(32) ? next() : below(8);
		put(buffer + 4 * below(4), 4, any_value());
		describe(ring(device, queue), below(ENTRIES), address, length, flags, below(ENTRIES + 1));
	}
	offer(device, queue, one_in(32) ? next() : below(ENTRIES));
	if (one_in(64))
		put(available(device, queue) + 2, 2, next());
}

static void scribble(uint32_t device, int wild)
{
	uint32_t queue = below(QUEUES);
	good_chain(device, queue);
	if (wild && one_in(8))
		wild_chain(device, queue);
	set(device, NOTIFY, queue);
}

static void touch_port(void)
{
	static const uint16_t ports[] = {0x3f8, 0x3f8, 0x3f8, 0x3f8, 0x900, 0x60, 0x600, 0xcf9};
	uint32_t which = below(one_in(64) ? 8 : 5);  // those behind end the machine
	uint16_t port = (uint16_t)(ports[which] + below(which < 4 ? 8 : 5));
	if (one_in(2))
		in(port);
	else
		out(port, 1u << below(3), next());
}

static void garbage(void)
{
	uint32_t kind = seed % 3;  // registers alone; with good rings; with wild ones
	for (;;) {
		uint32_t device = below(devices);
		uint32_t what = below(32);
		if (what == 0 && kind > 0)
			bring_up(device, one_in(2) ? next() : 0xffffffffu);
		else if (what < 8 && kind > 0)
			scribble(device, kind == 2);
		else if (what < 12)
			touch_port();
		else if (what < 18)
			get(place(device) + any_register(), 1u << below(3));
		else
			put(place(device) + any_register(), 1u << below(3), any_value());
	}
}

// ---- Good behaviour --------------------------------------------------------------------------

static void need(int condition)
{
	if (!condition)
		__asm__ volatile("ud2");
}

static void use(uint32_t device, uint32_t queue)
{
	offer(device, queue, 0);
	set(device, NOTIFY, queue);
	while (get(used(device, queue) + 2, 2) == 0)
		;
}

static void use_rng(uint32_t device)
{
	describe(ring(device, 0), 0, BUFFERS, 64, WRITE, 0);
	use(device, 0);
	uint32_t all = 0;
	for (uint32_t i = 0; i < 16; i++)
		all |= get(BUFFERS + 4 * i, 4);
	need(all != 0);
}

// Reads the sector 3, of which each word is "disk".
static void use_block(uint32_t device)
{
	uint32_t header = BUFFERS, data = BUFFERS + 0x1000, status = BUFFERS + 0x2000;
	put(header, 4, 0);
	put(header + 4, 4, 0);
	put(header + 8, 4, 3);
	put(header + 12, 4, 0);
	put(status, 1, 0xff);
	describe(ring(device, 0), 0, header, 16, NEXT, 1);
	describe(ring(device, 0), 1, data, 512, NEXT | WRITE, 2);
	describe(ring(device, 0), 2, status, 1, WRITE, 0);
	use(device, 0);
	need(get(status, 1) == 0);
	need(get(data, 4) == 0x6b736964);
	need(get(data + 508, 4) == 0x6b736964);
}

static void use_console(uint32_t device)
{
	put(BUFFERS, 4, 0x6c6c6577);  // "well"
	describe(ring(device, 1), 0, BUFFERS, 4, 0, 0);
	use(device, 1);
}

static void behave(void)
{
	for (uint32_t device = 0; device < devices; device++) {
		need(get(place(device) + MAGIC, 4) == 0x74726976);
		bring_up(device, 0);
		need(get(place(device) + STATUS, 4) == 0xf);
		switch (get(place(device) + ID, 4)) {
		case RNG: use_rng(device); break;
		case BLOCK: use_block(device); break;
		case CONSOLE: use_console(device); break;
		default: break;
		}
	}
	out(0x600, 1, 5 << 2 | 1 << 5);
	for (;;)
		;
}

void run(void)
{
	if (mode == WELL_BEHAVED)
		behave();
	garbage();
}
