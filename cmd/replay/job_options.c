/* SPDX-License-Identifier: MIT */
#include "cmd/replay/job_options.h"

#include <stdio.h>

#include "cmd/cli/command_line.h"
#include "cmd/cli/stream.h"
#include "cmd/replay/inputs.h"
#include "json/tree.h"
#include "json/write.h"

/* Returns the argument as it is recorded: files as absolute paths. */
static const char *
recorded(struct command *c, const struct option_given *option, char level[16])
{
	const char *file = option_file(option);
	if (file)
		return stream_is_standard(file) ? file : inputs_absolute(c, file);
	if (option->argument)
		return option->argument;
	if (option->spec->takes.type == OPTION_FLAG)
		return "true";
	/* --zstd is the only other recorded option whose argument may be left out */
	snprintf(level, 16, "%d", c->settings.zstd_level);
	return level;
}

void
job_options_record(struct command *c, struct job *j)
{
	const struct options *o = &c->settings.options;
	struct buf b = { 0 };
	char level[16];
	json_begin(&b, '{');
	/* every place is different, and there are no more places than options */
	for (unsigned place = 1; place <= o->n; place++)
		for (size_t i = 0; i < o->n; i++) {
			const struct option_given *option = &o->list[i];
			if (option->spec->recorded != place || !option->given)
				continue;
			json_member_string(
			    &b, option->spec->name, text_of(recorded(c, option, level)));
		}
	json_end(&b, '}');
	j->options = b.n > 2 ? arena_text(&c->arena, buf_as_text(&b)) : TEXT_ABSENT;
	buf_free(&b);
}

static int
take_options(struct command *c, const struct job *j)
{
	struct err e = { "not an object", ERR_NOWHERE };
	const struct json_node *root = json_tree(&c->arena, j->options, &e);
	if (!root) {
		command_fail(c, "job-%llu: options: %s", (unsigned long long)j->number, e.text);
		return -1;
	}
	for (const struct json_node *n = root->child; n; n = n->next) {
		const char *value = arena_text(&c->arena, n->text).p;
		if (command_line_take(&c->settings.options, n->key, value, &e) == 0)
			continue;
		command_fail(c, "job-%llu: option '%.*s': %s", (unsigned long long)j->number,
		    (int)n->key.n, n->key.p, e.text);
		return -1;
	}
	return 0;
}

int
job_options_take(struct command *c, const struct job *j)
{
	struct settings *s = &c->settings;
	c->request.type = j->type;
	c->request.versions.use[STORE_ENCODING] = j->encoding_version;
	c->request.versions.use[STORE_RULES] = j->rule_version;
	s->from_ns = j->from_ns;
	s->to_ns = j->to_ns;
	s->operands = j->ninputs;
	s->operand = arena_zalloc(&c->arena, j->ninputs + 1, sizeof(*s->operand));
	for (size_t i = 0; i < j->ninputs; i++)
		s->operand[i] = (char *)(uintptr_t)arena_text(&c->arena, j->inputs[i]).p;
	return j->options.p ? take_options(c, j) : 0;
}
