/* SPDX-License-Identifier: MIT */
#include "cmd/trace/sides.h"

#include <stdlib.h>

#include "base/mem.h"

static void
take_inputs(const struct command *c, struct sides *s)
{
	for (unsigned i = 0; i < 2; i++) {
		const struct trace_model *m = i == 0 ? c->model : c->other.model;
		s->all[i] = mem_alloc((m->traces + 1) * sizeof(uint32_t));
		for (size_t t = 0; t < m->traces; t++)
			s->all[i][t] = (uint32_t)t;
		s->side[i] = (struct trace_side){ m, s->all[i], m->traces };
	}
}

void
sides_take(const struct command *c, struct sides *s)
{
	*s = (struct sides){ 0 };
	if (command_compares_inputs(c)) {
		take_inputs(c, s);
		return;
	}
	compare_split(&s->split, c->model, text_of(c->comparing.variant_key));
	for (unsigned i = 0; i < 2 && s->split.values == 2; i++)
		s->side[i] = s->split.side[i];
}

void
sides_name(const struct command *c, struct sides *s)
{
	if (!command_compares_inputs(c))
		compare_split_reread(&s->split, c->model, text_of(c->comparing.variant_key));
	for (unsigned i = 0; i < 2; i++) {
		s->label[i] = command_compares_inputs(c) ? text_of(c->settings.operand[i])
							 : s->split.value[i];
		if (redacting_text(&c->redacting, s->label[i], &s->redacted[i]))
			s->label[i] = buf_as_text(&s->redacted[i]);
	}
}

void
sides_free(struct sides *s)
{
	free(s->all[0]);
	free(s->all[1]);
	compare_split_free(&s->split);
	buf_free(&s->redacted[0]);
	buf_free(&s->redacted[1]);
}

/* ---- what is missing ------------------------------------------------------------------------ */

/* Says why there are not two variants. */
static int
complain_of_variants(struct command *c, const struct compare_split *s)
{
	const struct text value[3] = { s->value[0], s->value[1], s->more };
	struct buf list = { 0 }, *b = &c->run.last_words;
	const char *key = c->comparing.variant_key;
	for (size_t i = 0; i < s->values; i++) {
		buf_text(&list, i == 0 ? TEXT("'") : TEXT(", '"));
		redacting_put_visible(&c->redacting, &list, value[i]);
		buf_char(&list, '\'');
	}
	buf_char(&list, 0);
	int result = 1;
	c->nothing = true;
	if (s->values == 0)
		buf_printf(
		    b, "--variant-key: no trace has a value of '%s'; nothing was compared\n", key);
	else if (s->values == 1)
		buf_printf(b, "--variant-key: '%s' has a single value, %s; nothing was compared\n",
		    key, list.p);
	else
		result = run_stop(&c->run,
		    "--variant-key: '%s' has more than two values, such as %s; select two of "
		    "them with --where",
		    key, list.p);
	buf_free(&list);
	return result;
}

static void
say_without(struct command *c, const struct compare_split *s)
{
	if (s->without > 0)
		buf_printf(&c->run.last_words, "%zu trace%s no value of '%s' and %s left out\n",
		    s->without, s->without == 1 ? " has" : "s have", c->comparing.variant_key,
		    s->without == 1 ? "is" : "are");
}

/* A comparison with nothing would look as if nothing had changed. */
static int
complain_of_inputs(struct command *c, const struct sides *s)
{
	const bool said = !selecting_all(&c->selecting) && s->side[0].n + s->side[1].n == 0;
	for (unsigned i = 0; i < 2; i++) {
		c->nothing |= s->side[i].n == 0;
		if (s->side[i].n == 0 && !said) {
			buf_printf(&c->run.last_words, "%c has no traces: ", i == 0 ? 'A' : 'B');
			redacting_put_visible(&c->redacting, &c->run.last_words, s->label[i]);
			buf_text(&c->run.last_words, TEXT("; nothing was compared\n"));
		}
	}
	return c->nothing;
}

int
sides_complain(struct command *c, const struct sides *s)
{
	if (command_compares_inputs(c))
		return complain_of_inputs(c, s);
	if (s->split.values == 2) {
		say_without(c, &s->split);
		return 0;
	}
	if (c->model->traces > 0)
		return complain_of_variants(c, &s->split);
	if (selecting_all(&c->selecting))
		buf_text(&c->run.last_words, TEXT("the input has no traces to compare\n"));
	c->nothing = true;
	return 1;
}
