# esper: make, make check, make lint, make install (DESTDIR, PREFIX).  README.md says the rest.
VERSION = 0.1.0
PREFIX = /usr/local
DESTDIR =
BUILD = build

CC = cc
CSTD = -std=gnu11
CWARN = -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wvla
CFLAGS = -O3 -g
CPPFLAGS =
LDFLAGS =
ALL_CFLAGS = $(CSTD) $(CWARN) $(CFLAGS) -iquote lib -iquote . -D_GNU_SOURCE \
	-DESPER_VERSION='"$(VERSION)"' $(CPPFLAGS) -MMD -MP -pthread
LDLIBS = -lzstd -pthread

# sanitizers: make SAN=1 BUILD=build-san
ifdef SAN
ALL_CFLAGS += -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
LDFLAGS += -fsanitize=address,undefined
endif

# the layers, lowest first
LAYERS = base json time io event expr plan rules encode state decide replay

LIB_SRC := $(foreach l,$(LAYERS),$(sort $(wildcard lib/$(l)/*.c)))
LIB_OBJ := $(LIB_SRC:%.c=$(BUILD)/%.o)
CLI_OBJ := $(patsubst %.c,$(BUILD)/%.o,$(sort $(wildcard cmd/cli/*.c)))
DECIDE_OBJ := $(patsubst %.c,$(BUILD)/%.o,$(sort $(wildcard cmd/decide/*.c)))
PROGRAMS := $(patsubst cmd/%.c,%,$(sort $(wildcard cmd/esper-*.c)))
BINARIES := $(PROGRAMS:%=$(BUILD)/%)
UNITS := $(patsubst tests/unit/%.c,$(BUILD)/unit/%,$(sort $(wildcard tests/unit/*.c)))
MANUALS := $(sort $(wildcard man/*.[157]))

all: $(BINARIES)

$(BUILD)/libesper.a: $(LIB_OBJ)
	rm -f $@
	$(AR) rcs $@ $(LIB_OBJ)

$(BUILD)/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -c -o $@ $<

$(BUILD)/esper-decide: $(DECIDE_OBJ)

$(BINARIES): $(BUILD)/%: $(BUILD)/cmd/%.o $(CLI_OBJ) $(BUILD)/libesper.a
	$(CC) $(LDFLAGS) -o $@ $(filter %.o,$^) $(filter %.a,$^) $(LDLIBS)

$(BUILD)/unit/%: $(BUILD)/tests/unit/%.o $(BUILD)/libesper.a
	@mkdir -p $(@D)
	$(CC) $(LDFLAGS) -o $@ $^ $(LDLIBS)

units: $(UNITS) demo

# what scripts/demo makes its day of logins with
demo: $(BUILD)/demo/gen_logins

$(BUILD)/demo/%: $(BUILD)/demo/%.o
	$(CC) $(LDFLAGS) -o $@ $^

# TESTS: names of tests, or patterns of them; none: all
TESTS =
check: all units
	BUILD=$(BUILD) sh tests/run $(TESTS)

lint: $(BUILD)/libesper.a
	BUILD=$(BUILD) sh scripts/lint

bindir = $(DESTDIR)$(PREFIX)/bin
mandir = $(DESTDIR)$(PREFIX)/share/man

install: all
	install -d $(bindir) $(mandir)/man1 $(mandir)/man5 $(mandir)/man7
	install $(BINARIES) $(bindir)
	for page in $(MANUALS); do install -m 644 $$page $(mandir)/man$${page##*.} || exit 1; done

uninstall:
	rm -f $(PROGRAMS:%=$(bindir)/%)
	for page in $(MANUALS:man/%=%); do rm -f $(mandir)/man$${page##*.}/$$page; done

clean:
	rm -rf $(BUILD)

.PHONY: all units demo check lint install uninstall clean
.SECONDARY:

-include $(LIB_OBJ:.o=.d) $(CLI_OBJ:.o=.d) $(DECIDE_OBJ:.o=.d) $(PROGRAMS:%=$(BUILD)/cmd/%.d) \
	$(UNITS:$(BUILD)/unit/%=$(BUILD)/tests/unit/%.d)
