/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "cmd/cli/options.h"
#include "cmd/cli/settings.h"
#include "cmd/cli/status.h"
#include "cmd/helper/bounds.h"
#include "cmd/helper/protocol.h"
#include "cmd/helper/transfer.h"
#include "cmd/llm/ask.h"

#define PROGRAM "esper-llm"

struct command {
	struct settings settings;
	enum llm_api api;
	bool has_api, stream;
	const char *embeddings;
	int64_t timeout_ns;
	uint64_t max_body;
	struct text drop[BOUNDS_LIST];
	size_t drops;
	struct protocol protocol;
	struct asking asking;
};

static int
read_api(void *into, const char *argument, struct err *e)
{
	struct command *c = into;
	const int api = option_choice(argument, llm_api_names, LLM_APIS, e);
	c->has_api = api >= 0;
	c->api = api == LLM_ANTHROPIC ? LLM_ANTHROPIC : LLM_OPENAI;
	return api < 0 ? -1 : 0;
}

static int
read_drop(void *into, const char *argument, struct err *e)
{
	struct command *c = into;
	return bounds_list(argument, c->drop, &c->drops, e);
}

static int
read_timeout(void *into, const char *argument, struct err *e)
{
	return bounds_timeout(argument, &((struct command *)into)->timeout_ns, e);
}

#define MEMBER(type, member) .takes = { type, OPTION_MEMBER(struct command, member) }

static const struct option_spec options[] = {
	{ "api", .value = "openai|anthropic",
	    .group = "Options:", .help = "the API to speak (default: the one of the model's name)",
	    .takes = { OPTION_OWN, .read = read_api, OPTION_NAMES(llm_api_names) } },
	{ "drop", .value = "SETTING[,...]", .help = "leave these recorded settings out of requests",
	    .takes = { OPTION_OWN, .read = read_drop } },
	{ "embeddings", .value = "MODEL",
	    .help = "answer lines {\"id\",\"text\"} with the embeddings of this model",
	    MEMBER(OPTION_NAME, embeddings) },
	{ "max-body", .value = "SIZE", .help = "refuse larger answers (default: 64M)",
	    .takes = { OPTION_SIZE, OPTION_MEMBER(struct command, max_body), 1, INT64_MAX } },
	{ "stream", .help = "ask for streams, and pass on chunks of text as they come",
	    MEMBER(OPTION_FLAG, stream) },
	{ "timeout", .value = "DURATION",
	    .help = "the longest time for an answer (default: 2m; 0: none)",
	    .takes = { OPTION_OWN, .read = read_timeout } },
};

static const struct option_program program = {
	.name = PROGRAM,
	.synopsis = "[OPTION]...",
	.purpose = "Sends recorded requests to language models: reads calls as JSON lines, writes\n"
		   "answers.  Keys and base URLs come from the environment.",
	.table = { { .spec = options, .n = sizeof(options) / sizeof(*options) } },
};

static bool
is_over(void *context)
{
	return protocol_is_over(context);
}

static int
run(struct command *c)
{
	struct protocol *p = &c->protocol;
	struct request r;
	const struct transfer_options bounds = { .agent = PROGRAM "/" ESPER_VERSION,
		.timeout_ms = bounds_ms(c->timeout_ns),
		.max_body = c->max_body,
		.is_over = is_over,
		.context = p };
	c->asking = (struct asking){ .protocol = p,
		.api = c->has_api ? &c->api : NULL,
		.stream = c->stream,
		.drop = c->drop,
		.drops = c->drops };
	for (size_t i = 0; i < LLM_APIS; i++) {
		endpoint_find(&c->asking.endpoint[i], (enum llm_api)i);
		protocol_add_secret(p, c->asking.endpoint[i].key);
	}
	c->asking.transfer = transfer_new(&bounds);
	if (!c->asking.transfer) {
		diag(&p->voice, "libcurl does not start");
		return EXIT_BROKEN;
	}
	while (protocol_next(p, &r)) {
		if (c->embeddings)
			ask_embedding(&c->asking, &r, text_of(c->embeddings));
		else
			ask(&c->asking, &r);
		if (protocol_is_over(p))
			break;
	}
	transfer_free(c->asking.transfer);
	return p->broken ? EXIT_BROKEN : EXIT_WORKED;
}

int
main(int argc, char **argv)
{
	struct command c = { .timeout_ns = BOUNDS_TIMEOUT_NS, .max_body = BOUNDS_MAX_BODY };
	bounds_process();
	int status = settings_parse(&c.settings, &program, argc, argv, &c);
	if (status < 0 && c.settings.operands > 0)
		status = options_usage(&program, "it reads standard input only");
	c.protocol.voice = c.settings.voice;
	if (status < 0)
		status = run(&c);
	protocol_free(&c.protocol);
	settings_free(&c.settings);
	return status;
}
