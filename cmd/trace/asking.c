/* SPDX-License-Identifier: MIT */
#include "cmd/trace/asking.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/number.h"
#include "llm/api.h"
#include "time/duration.h"

void
asking_init(struct asking *k)
{
	*k = (struct asking){ .retry = LLM_RETRY_DEFAULT };
}

void
asking_free(struct asking *k)
{
	free(k->models.text);
	free(k->temperatures.text);
	free(k->max_tokens.text);
	free(k->system_prompts.text);
	free(k->queries.text);
	free(k->gate);
	rerun_paid_free(k->paid);
	arena_free(&k->arena);
}

/* ---- values --------------------------------------------------------------------------------- */

static void
add_once(struct trace_texts *list, struct text t)
{
	if (text_among(t, list->text, list->n) == list->n)
		trace_texts_add(list, t);
}

/* Adds the parts of a list that commas separate, each once.  is_value: whether one is right. */
static int
add_list(struct trace_texts *list, const char *argument, bool (*is_value)(struct text t),
    const char *what, struct err *e)
{
	struct text t = text_of(argument);
	for (;;) {
		const char *comma = memchr(t.p, ',', t.n);
		const size_t n = comma ? (size_t)(comma - t.p) : t.n;
		const struct text part = text_trim((struct text){ t.p, n });
		if (part.n == 0 || !is_value(part))
			return err_set(
			    e, "not %s: '%.*s' in '%s'", what, (int)part.n, part.p, argument);
		add_once(list, part);
		if (!comma)
			return 0;
		t = (struct text){ comma + 1, t.n - n - 1 };
	}
}

static bool
is_name(struct text t)
{
	return t.n > 0;
}

static bool
is_temperature(struct text t)
{
	return number_is_json(t) && t.p[0] != '-';
}

static bool
is_limit(struct text t)
{
	uint64_t n;
	return number_is_json(t) && number_u64(t, &n) == 0 && n > 0 && n < INT32_MAX;
}

static int
read_models(void *into, const char *argument, struct err *e)
{
	return add_list(
	    &((struct asking *)into)->models, argument, is_name, "the name of a model", e);
}

static int
read_temperatures(void *into, const char *argument, struct err *e)
{
	return add_list(&((struct asking *)into)->temperatures, argument, is_temperature,
	    "a temperature such as 0 or 0.7", e);
}

static int
read_max_tokens(void *into, const char *argument, struct err *e)
{
	return add_list(&((struct asking *)into)->max_tokens, argument, is_limit,
	    "a number of tokens such as 512", e);
}

static int
read_system_prompt(void *into, const char *argument, struct err *e)
{
	(void)e;
	add_once(&((struct asking *)into)->system_prompts, text_of(argument));
	return 0;
}

static int
read_query(void *into, const char *argument, struct err *e)
{
	(void)e;
	add_once(&((struct asking *)into)->queries, text_of(argument));
	return 0;
}

static int
read_api(void *into, const char *argument, struct err *e)
{
	const int api = option_choice(argument, llm_api_names, LLM_APIS, e);
	((struct asking *)into)->api = api + 1;
	return api < 0 ? -1 : 0;
}

static int
read_delay(const char *argument, int64_t *ns, struct err *e)
{
	if (duration_parse_seconds(text_of(argument), ns) < 0 || *ns < 0)
		return err_set(e, "not a duration, such as 1s or 500ms: '%s'", argument);
	return 0;
}

static int
read_initial(void *into, const char *argument, struct err *e)
{
	return read_delay(argument, &((struct asking *)into)->retry.initial_ns, e);
}

static int
read_longest(void *into, const char *argument, struct err *e)
{
	return read_delay(argument, &((struct asking *)into)->retry.max_ns, e);
}

static int
read_base(void *into, const char *argument, struct err *e)
{
	double *base = &((struct asking *)into)->retry.base;
	if (number_f64(text_of(argument), base) < 0 || *base < 1)
		return err_set(e, "not a number from 1 on: '%s'", argument);
	return 0;
}

static int
read_max_cost(void *into, const char *argument, struct err *e)
{
	struct rerun_budget *k = &((struct asking *)into)->budget;
	const struct text t = text_of(argument);
	if (t.n == 0 || t.p[0] == '-' || !trace_cost_read(t, &k->most))
		return err_set(e, "not a cost in USD, such as 0.5: '%s'", argument);
	k->limited = true;
	return 0;
}

/* ---- the options ---------------------------------------------------------------------------- */

#define MEMBER(type, member) .takes = { type, OPTION_MEMBER(struct asking, member) }
#define CHANGES "model temperature system-prompt max-tokens"
#define REPLAYS "replay exec target mock fault retrieval-query " CHANGES

const struct option_spec asking_options[ASKING_OPTIONS] = {
	{ "model", .value = "MODEL[,...]", .group = "Language models:",
	    .help = "replay with another model; several values of these make a grid",
	    .takes = { OPTION_OWN, .read = read_models } },
	{ "temperature", .value = "T[,...]", .help = "replay with another temperature",
	    .takes = { OPTION_OWN, .read = read_temperatures } },
	{ "max-tokens", .value = "N[,...]", .help = "replay with another limit of tokens",
	    .takes = { OPTION_OWN, .read = read_max_tokens } },
	{ "system-prompt", .value = "TEXT", .help = "replay with another system prompt",
	    .takes = { OPTION_OWN, .read = read_system_prompt } },
	{ "retrieval-query", .value = "TEXT", .help = "replay retrievals with another query",
	    .takes = { OPTION_OWN, .read = read_query } },
	{ "from-step", .value = "N", .needs = CHANGES,
	    .help = "change requests from the Nth of a trace on",
	    .takes = { OPTION_NUMBER, OPTION_MEMBER(struct asking, from_step), 1, UINT32_MAX } },
	{ "llm", .value = "COMMAND", .needs = CHANGES,
	    .help = "ask models by COMMAND (default: esper-llm)", MEMBER(OPTION_NAME, command) },
	{ "llm-api", .value = "openai|anthropic", .needs = CHANGES, .excludes = "llm",
	    .help = "the API of a model whose name does not tell",
	    .takes = { OPTION_OWN, .read = read_api, OPTION_NAMES(llm_api_names) } },
	{ "drop", .value = "SETTING[,...]", .needs = CHANGES, .excludes = "llm",
	    .help = "leave out recorded settings that the other vendor does not have",
	    MEMBER(OPTION_NAME, drop) },
	{ "max-cost", .value = "USD", .needs = CHANGES,
	    .help = "send no request that might bring the cost of the run above USD",
	    .takes = { OPTION_OWN, .read = read_max_cost } },
	{ "all", .needs = CHANGES " predict",
	    .help = "send the requests of all selected traces; predict for those that have ended",
	    MEMBER(OPTION_FLAG, all) },
	{ "resume", .value = "RESULT", .needs = CHANGES,
	    .help = "take answers from RESULT, an earlier result, and send only the rest",
	    MEMBER(OPTION_READ, resume) },
	{ "stream", .needs = REPLAYS, .help = "print answers of models as they come",
	    MEMBER(OPTION_FLAG, stream) },
	{ "max-retries", .value = "N", .needs = CHANGES,
	    .help = "send a request again up to N times (default: 3)",
	    .takes = { OPTION_NUMBER, OPTION_MEMBER(struct asking, retry.most), 0, 1000 } },
	{ "retry-initial-delay", .value = "DURATION", .needs = CHANGES,
	    .help = "wait before the first retry (default: 1s)",
	    .takes = { OPTION_OWN, .read = read_initial } },
	{ "retry-max-delay", .value = "DURATION", .needs = CHANGES,
	    .help = "longest wait before a retry (default: 60s)",
	    .takes = { OPTION_OWN, .read = read_longest } },
	{ "retry-exponential-base", .value = "B", .needs = CHANGES,
	    .help = "each wait is B times the one before (default: 2)",
	    .takes = { OPTION_OWN, .read = read_base } },
	{ "embed", .value = "COMMAND", .needs = REPLAYS,
	    .help = "compare outputs by the embeddings that COMMAND makes",
	    MEMBER(OPTION_NAME, embed) },
	{ "prices", .value = "FILE", .needs = "estimate " REPLAYS,
	    .help = "a table of prices in place of the one that comes with Esper",
	    .takes = { OPTION_READ, OPTION_MEMBER(struct asking, prices_file) } },
};

/* ---- cells ---------------------------------------------------------------------------------- */

bool
asking_changes(const struct asking *k)
{
	return k->models.n + k->temperatures.n + k->max_tokens.n + k->system_prompts.n +
		   k->queries.n >
	       0;
}

static size_t
count(const struct trace_texts *list)
{
	return list->n > 0 ? list->n : 1;
}

size_t
asking_cells(const struct asking *k)
{
	return count(&k->models) * count(&k->temperatures) * count(&k->max_tokens) *
	       count(&k->system_prompts) * count(&k->queries);
}

/* Takes the value of a list that the number of a cell stands for. */
static struct text
take(const struct trace_texts *list, size_t *cell)
{
	const size_t n = count(list), i = *cell % n;
	*cell /= n;
	return list->n > 0 ? list->text[i] : TEXT_ABSENT;
}

struct rerun_cell
asking_cell(const struct asking *k, size_t cell)
{
	struct rerun_cell c = { .from_step = k->from_step };
	/* the model changes last */
	c.query = take(&k->queries, &cell);
	c.change.system_prompt = take(&k->system_prompts, &cell);
	c.change.max_tokens = take(&k->max_tokens, &cell);
	c.change.temperature = take(&k->temperatures, &cell);
	c.change.model = take(&k->models, &cell);
	return c;
}
