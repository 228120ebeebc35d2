# esper: make, make check, make lint, make install (DESTDIR, PREFIX).  README.md says the rest.
VERSION = 0.1.0
PREFIX = /usr/local
DESTDIR =
BUILD = build

CC = cc
CSTD = -std=gnu11
CWARN = -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wvla \
	-Werror=switch -Werror=switch-enum
CFLAGS = -O3 -g
CPPFLAGS =
LDFLAGS =
ALL_CFLAGS = $(CSTD) $(CWARN) $(CFLAGS) -iquote lib -iquote . -D_GNU_SOURCE \
	-iquote $(BUILD)/made -DESPER_VERSION='"$(VERSION)"' $(CPPFLAGS) -MMD -MP -pthread
LDLIBS = -lzstd -lm -pthread

# sanitizers: make SAN=1 BUILD=build-san; at fixed addresses, because tests start thousands of
# processes and each would relocate its tables of sanitizers first
ifdef SAN
ALL_CFLAGS += -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer \
	-fno-pie
LDFLAGS += -fsanitize=address,undefined -no-pie
endif

# for `make fuzz`, which sets it: the fuzz targets with libFuzzer, by clang
ifdef FUZZ
FUZZ_FLAGS = address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
ALL_CFLAGS += -fsanitize=fuzzer-no-link,$(FUZZ_FLAGS)
LDFLAGS += -fsanitize=fuzzer,$(FUZZ_FLAGS)
endif

# what threads do to each other: make TSAN=1 BUILD=build-tsan
ifdef TSAN
ALL_CFLAGS += -fsanitize=thread -fno-omit-frame-pointer
LDFLAGS += -fsanitize=thread
endif

# the layers, lowest first
LAYERS = base stats json time io history report event expr plan rules encode state decide audit \
	store replay trace learn export redact import view step llm rerun page

LIB_SRC := $(foreach l,$(LAYERS),$(sort $(wildcard lib/$(l)/*.c)))
LIB_OBJ := $(LIB_SRC:%.c=$(BUILD)/%.o)
CLI_OBJ := $(patsubst %.c,$(BUILD)/%.o,$(sort $(wildcard cmd/cli/*.c)))
ENCODE_OBJ := $(patsubst %.c,$(BUILD)/%.o,$(sort $(wildcard cmd/encode/*.c)))
DECIDE_OBJ := $(patsubst %.c,$(BUILD)/%.o,$(sort $(wildcard cmd/decide/*.c)))
AUDIT_OBJ := $(patsubst %.c,$(BUILD)/%.o,$(sort $(wildcard cmd/audit/*.c)))
REPLAY_OBJ := $(patsubst %.c,$(BUILD)/%.o,$(sort $(wildcard cmd/replay/*.c)))
TRACE_OBJ := $(patsubst %.c,$(BUILD)/%.o,$(sort $(wildcard cmd/trace/*.c)))
PROGRAMS := $(patsubst cmd/%.c,%,$(sort $(wildcard cmd/esper-*.c)))
BINARIES := $(PROGRAMS:%=$(BUILD)/%)
# programs that other programs start, and the only ones that open a socket; they need libcurl
HAVE_CURL := $(shell printf '\043include <curl/curl.h>\n' | $(CC) -E - >/dev/null 2>&1 && echo yes)
HELPERS := $(if $(HAVE_CURL),$(patsubst cmd/helper/%.c,%,$(sort $(wildcard cmd/helper/esper-*.c))))
HELPER_BINARIES := $(HELPERS:%=$(BUILD)/%)
HELPER_OBJ := $(if $(HAVE_CURL),$(patsubst %.c,$(BUILD)/%.o,$(filter-out cmd/helper/esper-%.c, \
	$(sort $(wildcard cmd/helper/*.c)))))
LLM_OBJ := $(if $(HAVE_CURL),$(patsubst %.c,$(BUILD)/%.o,$(sort $(wildcard cmd/llm/*.c))))
HTTP_OBJ := $(if $(HAVE_CURL),$(patsubst %.c,$(BUILD)/%.o,$(sort $(wildcard cmd/http/*.c))))
UNITS := $(patsubst tests/unit/%.c,$(BUILD)/unit/%,$(sort $(wildcard tests/unit/*.c)))
FUZZERS := $(patsubst tests/fuzz/%.c,$(BUILD)/fuzz/%, \
	$(filter-out tests/fuzz/main.c,$(sort $(wildcard tests/fuzz/*.c))))
FUZZ_MAIN = $(if $(FUZZ),,$(BUILD)/tests/fuzz/main.o)
# other people's readers, where they are installed, to be compared with
HAVE_JANSSON := $(shell printf '\043include <jansson.h>\n' | $(CC) -E - >/dev/null 2>&1 && echo yes)
PEERS := $(if $(HAVE_JANSSON),$(BUILD)/peer/jansson)
COMPLETIONS := $(foreach shell,bash zsh fish,$(PROGRAMS:%=$(BUILD)/completion/$(shell)/%))
PLANS := $(sort $(wildcard share/esper/plans/*.json))
MAPS := $(sort $(wildcard share/esper/maps/*.json))
PRICES := share/esper/prices.json
PAGES := $(sort $(wildcard share/esper/html/*))
# the commands of the documents that Esper was made after
SEED_COMMANDS := $(sort $(wildcard scripts/seed/*))
MANUALS := $(sort $(wildcard man/*.[1578]))

all: $(BINARIES) $(BUILD)/esper-slices $(COMPLETIONS) \
	$(if $(HAVE_CURL),$(HELPER_BINARIES),no-helpers)

no-helpers:
	@echo "libcurl is not installed (Debian: libcurl4-openssl-dev):" \
		"esper-llm and esper-http are not built; everything else is"

$(BUILD)/libesper.a: $(LIB_OBJ)
	rm -f $@
	$(AR) rcs $@ $(LIB_OBJ)

$(BUILD)/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -c -o $@ $<

# the plans and maps that come with Esper and the files of its pages, as rows of tables
ROWS = $(BUILD)/made/plan/shipped_rows.h
MAP_ROWS = $(BUILD)/made/import/shipped_rows.h
PAGE_ROWS = $(BUILD)/made/page/shipped_rows.h
PRICE_ROWS = $(BUILD)/made/llm/shipped_rows.h

$(ROWS): scripts/embed share/esper/plans $(PLANS)
	@mkdir -p $(@D)
	LC_ALL=C awk -f scripts/embed $(PLANS) >$@.part
	mv $@.part $@

$(MAP_ROWS): scripts/embed share/esper/maps $(MAPS)
	@mkdir -p $(@D)
	LC_ALL=C awk -f scripts/embed $(MAPS) >$@.part
	mv $@.part $@

$(PAGE_ROWS): scripts/embed share/esper/html $(PAGES)
	@mkdir -p $(@D)
	LC_ALL=C awk -f scripts/embed $(PAGES) >$@.part
	mv $@.part $@

$(PRICE_ROWS): scripts/embed $(PRICES)
	@mkdir -p $(@D)
	LC_ALL=C awk -f scripts/embed $(PRICES) >$@.part
	mv $@.part $@

$(BUILD)/lib/plan/shipped.o $(BUILD)/steps/lib/plan/shipped.o: $(ROWS)
$(BUILD)/lib/import/map_shipped.o $(BUILD)/steps/lib/import/map_shipped.o: $(MAP_ROWS)
$(BUILD)/lib/page/shipped.o $(BUILD)/steps/lib/page/shipped.o: $(PAGE_ROWS)
$(BUILD)/lib/llm/prices.o $(BUILD)/steps/lib/llm/prices.o: $(PRICE_ROWS)

$(BUILD)/esper-audit: $(AUDIT_OBJ)
$(BUILD)/esper-decide: $(DECIDE_OBJ)
$(BUILD)/esper-encode: $(ENCODE_OBJ)
$(BUILD)/esper-trace-replay: $(TRACE_OBJ)

$(BUILD)/esper-replay: $(REPLAY_OBJ)

$(BINARIES): $(BUILD)/%: $(BUILD)/cmd/%.o $(CLI_OBJ) $(BUILD)/libesper.a
	$(CC) $(LDFLAGS) -o $@ $(filter %.o,$^) $(filter %.a,$^) $(LDLIBS)

$(BUILD)/esper-http: $(HTTP_OBJ)
$(BUILD)/esper-llm: $(LLM_OBJ)

$(BUILD)/esper-slices: scripts/slices
	install scripts/slices $@

$(HELPER_BINARIES): $(BUILD)/%: $(BUILD)/cmd/helper/%.o $(HELPER_OBJ) $(CLI_OBJ) $(BUILD)/libesper.a
	$(CC) $(LDFLAGS) -o $@ $(filter %.o,$^) $(filter %.a,$^) -lcurl $(LDLIBS)

$(BUILD)/unit/cli_keep: $(CLI_OBJ)

$(BUILD)/unit/%: $(BUILD)/tests/unit/%.o $(BUILD)/libesper.a
	@mkdir -p $(@D)
	$(CC) $(LDFLAGS) -o $@ $(filter %.o,$^) $(filter %.a,$^) $(LDLIBS)

$(BUILD)/fuzz/%: $(BUILD)/tests/fuzz/%.o $(BUILD)/libesper.a $(BUILD)/tests/fuzz/main.o
	@mkdir -p $(@D)
	$(CC) $(LDFLAGS) -o $@ $< $(FUZZ_MAIN) $(BUILD)/libesper.a $(LDLIBS)

$(BUILD)/peer/jansson: $(BUILD)/tests/peer/jansson.o $(BUILD)/libesper.a
	@mkdir -p $(@D)
	$(CC) $(LDFLAGS) -o $@ $^ -ljansson $(LDLIBS)

# a server that misbehaves, for tests of the programs that open a socket
SERVER = $(BUILD)/net/server

$(SERVER): $(BUILD)/tests/net/server.o
	@mkdir -p $(@D)
	$(CC) $(LDFLAGS) -o $@ $< -pthread

# programs with failing calls; the sanitizers have a malloc of their own.  And programs that count
# their steps, to test how work grows.
ifndef SAN
FAULTS = $(BUILD)/fault/faults $(BUILD)/fault/shim.so
STEPS = $(PROGRAMS:%=$(BUILD)/steps/%)
endif

$(BUILD)/fault/faults: $(BUILD)/tests/fault/faults.o $(BUILD)/libesper.a
	@mkdir -p $(@D)
	$(CC) $(LDFLAGS) -o $@ $^ $(LDLIBS)

$(BUILD)/fault/shim.so: tests/fault/shim.c
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -fPIC -shared -o $@ $< -ldl -pthread

STEPS_WRAP = memcpy memmove memset memcmp memchr memmem realloc

$(BUILD)/steps/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -O1 $(STEPS_WRAP:%=-fno-builtin-%) -fsanitize-coverage=trace-pc \
		-c -o $@ $<

$(BUILD)/steps/libesper.a: $(LIB_OBJ:$(BUILD)/%=$(BUILD)/steps/%)
	rm -f $@
	$(AR) rcs $@ $^

STEPS_OBJ = $(CLI_OBJ:$(BUILD)/%=$(BUILD)/steps/%) $(BUILD)/tests/steps/count.o

$(BUILD)/steps/esper-audit: $(AUDIT_OBJ:$(BUILD)/%=$(BUILD)/steps/%)
$(BUILD)/steps/esper-decide: $(DECIDE_OBJ:$(BUILD)/%=$(BUILD)/steps/%)
$(BUILD)/steps/esper-encode: $(ENCODE_OBJ:$(BUILD)/%=$(BUILD)/steps/%)
$(BUILD)/steps/esper-trace-replay: $(TRACE_OBJ:$(BUILD)/%=$(BUILD)/steps/%)

$(BUILD)/steps/esper-replay: $(REPLAY_OBJ:$(BUILD)/%=$(BUILD)/steps/%)

$(STEPS): $(BUILD)/steps/%: $(BUILD)/steps/cmd/%.o $(STEPS_OBJ) $(BUILD)/steps/libesper.a
	$(CC) $(LDFLAGS) $(STEPS_WRAP:%=-Wl,--wrap=%) -o $@ $(filter %.o,$^) $(filter %.a,$^) \
		$(LDLIBS)

units: $(UNITS) $(FUZZERS) $(PEERS) $(SERVER) $(FAULTS) $(STEPS) demo

# scripts/fuzz runs what this builds; without libFuzzer they are built, too, and try their seeds
fuzz:
	$(MAKE) FUZZ=1 CC=clang CFLAGS='-O2 -g' BUILD=build-fuzz fuzzers

fuzzers: $(FUZZERS)

$(BUILD)/completion/bash/% $(BUILD)/completion/zsh/% $(BUILD)/completion/fish/%: $(BUILD)/%
	@mkdir -p $(BUILD)/completion/bash $(BUILD)/completion/zsh $(BUILD)/completion/fish
	for shell in bash zsh fish; do \
		$< --_completion $$shell >$(BUILD)/completion/$$shell/$* || exit 1; \
	done

# what scripts/demo makes its logs with
demo: $(BUILD)/demo/gen_logins $(BUILD)/demo/gen_orders

$(BUILD)/demo/%: $(BUILD)/demo/%.o
	$(CC) $(LDFLAGS) -o $@ $^

# TESTS: names of tests, or patterns of them; none: all
TESTS =
check: all units
	BUILD=$(BUILD) sh tests/run $(TESTS)

lint: $(BUILD)/libesper.a
	BUILD=$(BUILD) sh scripts/lint

bindir = $(DESTDIR)$(PREFIX)/bin
libexecdir = $(DESTDIR)$(PREFIX)/libexec/esper
mandir = $(DESTDIR)$(PREFIX)/share/man
sharedir = $(DESTDIR)$(PREFIX)/share
bashdir = $(sharedir)/bash-completion/completions
zshdir = $(sharedir)/zsh/site-functions
fishdir = $(sharedir)/fish/vendor_completions.d
plandir = $(sharedir)/esper/plans
mapdir = $(sharedir)/esper/maps
exampledir = $(sharedir)/doc/esper/examples
adapterdir = $(sharedir)/doc/esper/adapters
ADAPTERS := $(filter-out %.md,$(sort $(wildcard scripts/adapters/*)))
EXAMPLES := $(sort $(wildcard testdata/examples/*)) testdata/cloudtrail.jsonl \
	testdata/cloudtrail.LICENSE testdata/ORIGIN.md

install: all
	install -d $(bindir) $(mandir)/man1 $(mandir)/man5 $(mandir)/man7 $(mandir)/man8
	install -d $(bashdir) $(zshdir) $(fishdir) $(plandir) $(mapdir) $(exampledir) \
		$(adapterdir)
	install $(BINARIES) $(BUILD)/esper-slices $(SEED_COMMANDS) $(bindir)
	if [ -n "$(HELPERS)" ]; then \
		install -d $(libexecdir) && install $(HELPER_BINARIES) $(libexecdir); \
	fi
	install -m 644 $(PROGRAMS:%=$(BUILD)/completion/bash/%) $(bashdir)
	for name in $(PROGRAMS); do \
		install -m 644 $(BUILD)/completion/zsh/$$name $(zshdir)/_$$name || exit 1; \
		install -m 644 $(BUILD)/completion/fish/$$name $(fishdir)/$$name.fish || exit 1; \
	done
	for page in $(MANUALS); do install -m 644 $$page $(mandir)/man$${page##*.} || exit 1; done
	install -m 644 $(PLANS) $(plandir)
	install -m 644 $(MAPS) $(mapdir)
	install -m 644 $(PRICES) $(sharedir)/esper
	install -m 644 $(EXAMPLES) $(exampledir)
	install -m 644 $(ADAPTERS) $(adapterdir)

uninstall:
	rm -f $(PROGRAMS:%=$(bindir)/%) $(bindir)/esper-slices \
		$(addprefix $(bindir)/,$(notdir $(SEED_COMMANDS))) \
		$(PROGRAMS:%=$(bashdir)/%) $(PROGRAMS:%=$(zshdir)/_%) \
		$(PROGRAMS:%=$(fishdir)/%.fish) $(addprefix $(plandir)/,$(notdir $(PLANS))) \
		$(addprefix $(mapdir)/,$(notdir $(MAPS))) $(sharedir)/esper/prices.json \
		$(addprefix $(exampledir)/,$(notdir $(EXAMPLES))) \
		$(addprefix $(adapterdir)/,$(notdir $(ADAPTERS)))
	rm -f $(HELPERS:%=$(libexecdir)/%)
	for page in $(MANUALS:man/%=%); do rm -f $(mandir)/man$${page##*.}/$$page; done

clean:
	rm -rf $(BUILD)

.PHONY: all no-helpers units demo fuzz fuzzers check lint install uninstall clean
.SECONDARY:

STEPS_OF = $(LIB_OBJ) $(CLI_OBJ) $(AUDIT_OBJ) $(DECIDE_OBJ) $(ENCODE_OBJ) $(REPLAY_OBJ) \
	$(TRACE_OBJ) \
	$(PROGRAMS:%=$(BUILD)/cmd/%.o)

-include $(LIB_OBJ:.o=.d) $(CLI_OBJ:.o=.d) $(AUDIT_OBJ:.o=.d) $(DECIDE_OBJ:.o=.d) \
	$(ENCODE_OBJ:.o=.d) $(REPLAY_OBJ:.o=.d) $(TRACE_OBJ:.o=.d) \
	$(PROGRAMS:%=$(BUILD)/cmd/%.d) $(HELPERS:%=$(BUILD)/cmd/helper/%.d) \
	$(HELPER_OBJ:.o=.d) $(HTTP_OBJ:.o=.d) $(LLM_OBJ:.o=.d) \
	$(UNITS:$(BUILD)/unit/%=$(BUILD)/tests/unit/%.d) \
	$(FUZZERS:$(BUILD)/fuzz/%=$(BUILD)/tests/fuzz/%.d) $(BUILD)/tests/peer/jansson.d \
	$(BUILD)/tests/fault/faults.d $(BUILD)/tests/steps/count.d $(BUILD)/tests/net/server.d \
	$(STEPS_OF:$(BUILD)/%.o=$(BUILD)/steps/%.d)
