# Tests: gcc's address and undefined behaviour sanitizers are on in all of them. What each covers is said at its head.

SANITIZE = -O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=all
CHECKED = $(filter-out src/main.c,$(SOURCES))
CHECK_OBJECTS = $(CHECKED:src/%.c=$(OUT)/check/src/%.o)
TEST_COMMON = $(addprefix $(OUT)/check/test/,check.o fixtures.o off.o)
TEST_HEADERS = $(wildcard test/*.h)
FIXTURES = fixtures

$(OUT)/check/src/%.o: src/%.c $(HEADERS) Makefile test/tests.mk
	@mkdir -p $(@D)
	@echo "  CC $< (checked)"
	@$(CC) $(COMMON) $(SANITIZE) -c -o $@ $<

$(OUT)/check/test/%.o: test/%.c $(HEADERS) $(TEST_HEADERS) Makefile test/tests.mk
	@mkdir -p $(@D)
	@echo "  CC $<"
	@$(CC) $(COMMON) $(SANITIZE) -c -o $@ $<

$(OUT)/check/%_test: $(OUT)/check/test/%_test.o $(CHECK_OBJECTS) $(TEST_COMMON)
	$(CC) $(SANITIZE) -o $@ $^ -ljansson

SESSION_TESTS = life_test stream_test command_test broken_test
POD = $(addprefix $(OUT)/check/test/,pod.o host.o guest.o)
$(SESSION_TESTS:%=$(OUT)/check/%): $(POD)

$(OUT)/check/probe: test/probe.c Makefile
	@mkdir -p $(@D)
	$(CC) $(COMMON) -O1 -static -o $@ $<

.PRECIOUS: $(OUT)/check/src/%.o $(OUT)/check/test/%.o

check: $(addprefix $(OUT)/check/,frame_test plan_test ops_test probe $(SESSION_TESTS))
	$(OUT)/check/frame_test $(FIXTURES)
	$(OUT)/check/plan_test $(FIXTURES)
	$(OUT)/check/ops_test
	set -e; for test in $(SESSION_TESTS); do $(OUT)/check/$$test $(abspath $(OUT)/check/probe) $(FIXTURES); done
