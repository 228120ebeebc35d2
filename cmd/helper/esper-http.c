/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "cmd/cli/options.h"
#include "cmd/cli/settings.h"
#include "cmd/cli/status.h"
#include "cmd/helper/bounds.h"
#include "cmd/helper/protocol.h"
#include "cmd/helper/transfer.h"
#include "cmd/http/send.h"

#define PROGRAM "esper-http"

struct command {
	struct settings settings;
	const char *target;
	struct text allowed[BOUNDS_LIST]; /* --target-ok */
	size_t allowed_n;
	int64_t timeout_ns;
	uint64_t max_body;
	struct protocol protocol;
	struct sending sending;
};

static int
read_allowed(void *into, const char *argument, struct err *e)
{
	struct command *c = into;
	return bounds_list(argument, c->allowed, &c->allowed_n, e);
}

static int
read_timeout(void *into, const char *argument, struct err *e)
{
	return bounds_timeout(argument, &((struct command *)into)->timeout_ns, e);
}

#define MEMBER(type, member) .takes = { type, OPTION_MEMBER(struct command, member) }

static const struct option_spec options[] = {
	{ "max-body", .value = "SIZE",
	    .group = "Options:", .help = "refuse larger answers (default: 64M)",
	    .takes = { OPTION_SIZE, OPTION_MEMBER(struct command, max_body), 1, INT64_MAX } },
	{ "send-credentials", .help = "send recorded cookies, keys and tokens, too",
	    MEMBER(OPTION_FLAG, sending.credentials) },
	{ "target", .value = "URL", .help = "the server that gets the requests; required",
	    MEMBER(OPTION_NAME, target) },
	{ "target-ok", .value = "HOST[,...]",
	    .help = "allow a target on this host, which is not this machine",
	    .takes = { OPTION_OWN, .read = read_allowed } },
	{ "timeout", .value = "DURATION",
	    .help = "the longest time for an answer (default: 2m; 0: none)",
	    .takes = { OPTION_OWN, .read = read_timeout } },
};

static const struct option_program program = {
	.name = PROGRAM,
	.synopsis = "--target URL [OPTION]...",
	.purpose = "Sends recorded HTTP requests to a server: reads calls as JSON lines, writes\n"
		   "answers.",
	.table = { { .spec = options, .n = sizeof(options) / sizeof(*options) } },
};

static bool
is_over(void *context)
{
	return protocol_is_over(context);
}

/* The credential for the target, if the recorded one must not be sent. */
static int
read_authorization(struct command *c)
{
	const char *const value = getenv("ESPER_TARGET_AUTHORIZATION");
	if (!value || !*value)
		return 0;
	for (const char *p = value; *p; p++) {
		if ((unsigned char)*p < ' ' || *p == 0x7f) {
			diag(&c->protocol.voice,
			    "ESPER_TARGET_AUTHORIZATION has a character that no header can have");
			return -1;
		}
	}
	c->sending.authorization = value;
	protocol_add_secret(&c->protocol, value);
	/* also without its scheme: `Bearer KEY` */
	const char *key = strrchr(value, ' ');
	if (key)
		protocol_add_secret(&c->protocol, key + 1);
	return 0;
}

static int
run(struct command *c)
{
	struct protocol *p = &c->protocol;
	struct request r;
	const struct transfer_options bounds = { .agent = PROGRAM "/" ESPER_VERSION,
		.timeout_ms = bounds_ms(c->timeout_ns),
		.max_body = c->max_body,
		.loopback_only = c->sending.target.loopback,
		.is_over = is_over,
		.context = p };
	c->sending.protocol = p;
	c->sending.transfer = transfer_new(&bounds);
	if (!c->sending.transfer) {
		diag(&p->voice, "libcurl does not start");
		return EXIT_BROKEN;
	}
	while (protocol_next(p, &r)) {
		send_request(&c->sending, &r);
		if (protocol_is_over(p))
			break;
	}
	transfer_free(c->sending.transfer);
	return p->broken ? EXIT_BROKEN : EXIT_WORKED;
}

static int
check_usage(struct command *c)
{
	struct err e;
	if (c->settings.operands > 0)
		return options_usage(&program, "it reads standard input only");
	if (!c->target)
		return options_usage(&program, "a target is required: --target URL");
	if (target_read(&c->sending.target, c->target, c->allowed, c->allowed_n, &e) < 0)
		return options_usage(&program, "--target: %s", e.text);
	return read_authorization(c) < 0 ? EXIT_BROKEN : -1;
}

int
main(int argc, char **argv)
{
	struct command c = { .timeout_ns = BOUNDS_TIMEOUT_NS, .max_body = BOUNDS_MAX_BODY };
	bounds_process();
	int status = settings_parse(&c.settings, &program, argc, argv, &c);
	c.protocol.voice = c.settings.voice;
	if (status < 0)
		status = check_usage(&c);
	if (status < 0)
		status = run(&c);
	protocol_free(&c.protocol);
	settings_free(&c.settings);
	return status;
}
