/* SPDX-License-Identifier: MIT */
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "cmd/cli/diagnostics.h"
#include "cmd/cli/options.h"
#include "cmd/replay/jobs.h"
#include "io/out.h"
#include "json/tree.h"
#include "json/write.h"
#include "time/duration.h"

int
record_set_format(void *into, const char *argument, struct err *e)
{
	struct command *c = into;
	bool text;
	if (option_format(argument, &text, e) < 0)
		return -1;
	c->format = text ? FORMAT_TEXT : FORMAT_JSON;
	c->format_name = c->format == FORMAT_JSON ? NULL : argument;
	return 0;
}

int
record_set_warmup(void *into, const char *argument, struct err *e)
{
	struct command *c = into;
	const bool all = strcmp(argument, "all") == 0;
	int64_t ns = INT64_MAX;
	if (!all && (duration_parse(text_of(argument), &ns) < 0 || ns < 0))
		return err_set(e, "not a duration or all: '%s'", argument);
	c->warmup_ns = ns;
	c->warmup = all ? NULL : argument;
	return 0;
}

int
record_set_baseline_encoding(void *into, const char *argument, struct err *e)
{
	struct command *c = into;
	c->baseline_encoding = argument;
	return versions_set_encoding(&c->baseline, argument, e);
}

int
record_set_baseline_rules(void *into, const char *argument, struct err *e)
{
	struct command *c = into;
	c->baseline_rule = argument;
	return versions_set_rules(&c->baseline, argument, e);
}

static int
set_level(void *into, const char *argument, struct err *e)
{
	uint64_t level;
	if (option_number(argument, 1, 22, &level, e) < 0)
		return -1;
	((struct command *)into)->settings.zstd_level = (int)level;
	return 0;
}

/* The texts among the options, in the order in which they are recorded. */
static const struct recorded {
	const char *name;
	size_t at; /* of a const char * in struct command; NULL there: the default */
	bool path;
	int (*set)(
	    void *into, const char *argument, struct err *e); /* NULL: it is just put there */
} recorded[] = {
	{ "plan", offsetof(struct command, plan_path), true, NULL },
	{ "rules", offsetof(struct command, rules_path), true, NULL },
	{ "baseline-plan", offsetof(struct command, baseline_plan), true, NULL },
	{ "baseline-rules", offsetof(struct command, baseline_rules), true, NULL },
	{ "baseline-encoding-version", offsetof(struct command, baseline_encoding), false,
	    record_set_baseline_encoding },
	{ "baseline-rule-version", offsetof(struct command, baseline_rule), false,
	    record_set_baseline_rules },
	{ "labels", offsetof(struct command, labels_path), true, NULL },
	{ "warmup", offsetof(struct command, warmup), false, record_set_warmup },
	{ "state", offsetof(struct command, state_path), true, NULL },
	{ "output", offsetof(struct command, settings.output), true, NULL },
	{ "report", offsetof(struct command, settings.report), true, NULL },
	{ "changes", offsetof(struct command, settings.changes), true, NULL },
	{ "rejects", offsetof(struct command, settings.rejects), true, NULL },
	{ "format", offsetof(struct command, format_name), false, record_set_format },
	{ "checkpoint", offsetof(struct command, checkpoints.given), false, checkpoints_set },
};
#define RECORDED (sizeof(recorded) / sizeof(*recorded))

static const char **
place_of(const struct command *c, const struct recorded *r)
{
	return (const char **)((char *)(uintptr_t)c + r->at);
}

static void
put_option(struct buf *b, const char *name, const char *value)
{
	json_put_name(b, b->n == 1, name);
	json_put_string(b, text_of(value));
}

void
record_options(struct command *c)
{
	struct buf b = { 0 };
	char level[16];
	buf_char(&b, '{');
	for (size_t i = 0; i < RECORDED; i++) {
		const char *value = *place_of(c, &recorded[i]);
		if (!value)
			continue;
		const bool file = recorded[i].path && strcmp(value, "-") != 0;
		put_option(&b, recorded[i].name, file ? inputs_absolute(c, value) : value);
	}
	if (c->settings.zstd_level != OUT_PLAIN) {
		snprintf(level, sizeof(level), "%d", c->settings.zstd_level);
		put_option(&b, "zstd", level);
	}
	buf_char(&b, '}');
	c->job.options = b.n > 2 ? arena_text(&c->arena, buf_as_text(&b)) : TEXT_ABSENT;
	buf_free(&b);
}

const char *
record_given(const struct command *c)
{
	const struct settings *s = &c->settings;
	for (size_t i = 0; i < RECORDED; i++)
		if (*place_of(c, &recorded[i]))
			return recorded[i].name;
	if (c->typed)
		return "type";
	if (c->versions.use[STORE_ENCODING] > 0)
		return "encoding-version";
	if (c->versions.use[STORE_RULES] > 0)
		return "rule-version";
	if (s->zstd_level != OUT_PLAIN)
		return "zstd";
	return s->from_ns != INT64_MIN ? "from" : s->to_ns != INT64_MAX ? "to" : NULL;
}

static int
take_option(struct command *c, const struct json_node *option, struct err *e)
{
	const char *value = arena_text(&c->arena, option->text).p;
	if (text_eq(option->key, TEXT("zstd")))
		return set_level(c, value, e);
	for (size_t i = 0; i < RECORDED; i++) {
		if (!text_eq(option->key, text_of(recorded[i].name)))
			continue;
		if (recorded[i].set)
			return recorded[i].set(c, value, e);
		*place_of(c, &recorded[i]) = value;
		return 0;
	}
	return err_set(e, "this version does not know it");
}

static int
take_options(struct command *c)
{
	struct err e = { "not an object", ERR_NOWHERE };
	const struct json_node *root = json_tree(&c->arena, c->job.options, &e);
	if (!root) {
		command_fail(c, "job-%llu: options: %s", (unsigned long long)c->job.number, e.text);
		return -1;
	}
	for (const struct json_node *n = root->child; n; n = n->next) {
		if (take_option(c, n, &e) == 0)
			continue;
		command_fail(c, "job-%llu: option '%.*s': %s", (unsigned long long)c->job.number,
		    (int)n->key.n, n->key.p, e.text);
		return -1;
	}
	return 0;
}

int
record_take(struct command *c)
{
	const struct job *j = &c->job;
	struct settings *s = &c->settings;
	c->type = j->type;
	c->versions.use[STORE_ENCODING] = j->encoding_version;
	c->versions.use[STORE_RULES] = j->rule_version;
	s->from_ns = j->from_ns;
	s->to_ns = j->to_ns;
	s->operands = j->ninputs;
	s->operand = arena_zalloc(&c->arena, j->ninputs + 1, sizeof(*s->operand));
	for (size_t i = 0; i < j->ninputs; i++)
		s->operand[i] = (char *)(uintptr_t)arena_text(&c->arena, j->inputs[i]).p;
	return j->options.p ? take_options(c) : 0;
}
