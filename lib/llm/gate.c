/* SPDX-License-Identifier: MIT */
#include "llm/gate.h"

#include "base/buf.h"

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

int
llm_gate_read(struct text text, struct llm_gate *g, struct err *e)
{
	static const struct text name = { "similarity", 10 };
	const struct text t = text_trim(text);
	const struct trace_texts none = { 0 };
	*g = (struct llm_gate){ .similarity = false };
	const struct text rest =
	    t.n > name.n ? text_trim((struct text){ t.p + name.n, t.n - name.n }) : TEXT("");
	if (rest.n > 0 && memcmp(t.p, name.p, name.n) == 0 && strchr("<>", rest.p[0]))
		return read_similarity(t, rest, g, e);
	return trace_gate_read(t, &none, &g->gate, e);
}
