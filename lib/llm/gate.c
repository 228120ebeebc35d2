/* SPDX-License-Identifier: MIT */
#include "llm/gate.h"

#include "base/buf.h"

/* The text is read as that of p95, which has the same bounds. */
static int
read_p99(struct text text, struct text bound, struct llm_gate *g, struct err *e)
{
	struct buf b = { 0 };
	const struct trace_texts none = { 0 };
	BUF_LIT(&b, "p95");
	buf_text(&b, bound);
	const int result = trace_gate_read(buf_as_text(&b), &none, &g->gate, e);
	buf_free(&b);
	g->gate.text = text;
	g->p99 = true;
	if (result < 0)
		return err_set(e,
		    "not a bound of p99: '%.*s'; write one such as p99>+10%% or p99>500ms",
		    (int)text.n, text.p);
	return 0;
}

/* The text is read as that of another number without a unit, whose name is then put right. */
static int
read_similarity(struct text text, struct text bound, struct llm_gate *g, struct err *e)
{
	struct buf b = { 0 };
	const struct trace_texts none = { 0 };
	BUF_LIT(&b, "tokens");
	buf_text(&b, bound);
	const int result = trace_gate_read(buf_as_text(&b), &none, &g->gate, e);
	buf_free(&b);
	g->gate.text = text;
	g->similarity = true;
	if (result < 0 || g->gate.relative)
		return err_set(e,
		    "not a bound of similarity: '%.*s'; write one such as "
		    "similarity<0.9",
		    (int)text.n, text.p);
	return 0;
}

/* Takes a name off the beginning; what follows is a comparison. */
static bool
take_name(struct text t, struct text name, struct text *rest)
{
	if (t.n <= name.n || memcmp(t.p, name.p, name.n) != 0)
		return false;
	*rest = text_trim((struct text){ t.p + name.n, t.n - name.n });
	return rest->n > 0 && (rest->p[0] == '<' || rest->p[0] == '>');
}

int
llm_gate_read(struct text text, struct llm_gate *g, struct err *e)
{
	const struct text t = text_trim(text);
	const struct trace_texts none = { 0 };
	struct text rest;
	*g = (struct llm_gate){ .similarity = false };
	if (take_name(t, TEXT("similarity"), &rest))
		return read_similarity(t, rest, g, e);
	if (take_name(t, TEXT("p99"), &rest))
		return read_p99(t, rest, g, e);
	return trace_gate_read(t, &none, &g->gate, e);
}
