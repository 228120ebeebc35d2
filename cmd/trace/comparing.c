/* SPDX-License-Identifier: MIT */
#include "cmd/trace/comparing.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/number.h"
#include "trace/compare.h"

void
comparing_init(struct comparing *k)
{
	*k = (struct comparing){ .alpha = 0.05, .min_effect = 0.05 };
}

void
comparing_free(struct comparing *k)
{
	free(k->rates.text);
	free(k->bounds.text);
	free(k->gate);
}

static int
add_bound(void *into, const char *argument, struct err *e)
{
	(void)e;
	trace_texts_add(&((struct comparing *)into)->bounds, text_of(argument));
	return 0;
}

int
comparing_read_gates(struct comparing *k, struct err *e)
{
	k->gate = mem_zalloc(k->bounds.n + 1, sizeof(*k->gate));
	for (size_t i = 0; i < k->bounds.n; i++)
		if (trace_gate_read(k->bounds.text[i], &k->rates, &k->gate[i], e) < 0)
			return -1;
	return 0;
}

static int
add_rate(void *into, const char *argument, struct err *e)
{
	struct comparing *k = into;
	const struct text name = text_of(argument);
	if (name.n == 0)
		return err_set(e, "an empty name");
	if (trace_gate_is_built_in(name))
		return err_set(e, "'%s' is compared anyway", argument);
	if (text_among(name, k->rates.text, k->rates.n) == k->rates.n)
		trace_texts_add(&k->rates, name);
	return 0;
}

/* Reads 0.05 or 5%. */
static int
read_share(const char *argument, double *share, struct err *e)
{
	struct text t = text_of(argument);
	const bool percent = t.n > 0 && t.p[t.n - 1] == '%';
	t.n -= percent;
	if (number_f64(t, share) < 0 || *share < 0)
		return err_set(e, "not a share, such as 0.05 or 5%%: '%s'", argument);
	*share /= percent ? 100 : 1;
	return 0;
}

static int
read_alpha(void *into, const char *argument, struct err *e)
{
	double *alpha = &((struct comparing *)into)->alpha;
	if (read_share(argument, alpha, e) < 0)
		return -1;
	if (*alpha == 0 || *alpha >= 1)
		return err_set(e, "not between 0 and 1: '%s'", argument);
	return 0;
}

static int
read_min_effect(void *into, const char *argument, struct err *e)
{
	return read_share(argument, &((struct comparing *)into)->min_effect, e);
}

#define COMPARES .needs = "compare variant-key"

const struct option_spec comparing_options[COMPARING_OPTIONS] = {
	{ "metric", .value = "NAME", .group = "Comparison:", COMPARES,
	    .help = "also compare how often NAME, a yes/no attribute, is yes",
	    .takes = { OPTION_OWN, .read = add_rate } },
	{ "alpha", .value = "P", COMPARES,
	    .help = "call differences significant whose p is below P (default: 0.05)",
	    .takes = { OPTION_OWN, .read = read_alpha } },
	{ "min-effect", .value = "SHARE", COMPARES,
	    .help = "and that are at least SHARE of A's value (default: 0.05)",
	    .takes = { OPTION_OWN, .read = read_min_effect } },
	{ "fail-on", .value = "GATE",
	    .help = "exit with 1 if B passes a bound, such as 'p95>+10%' or 'errors>0'",
	    .takes = { OPTION_OWN, .read = add_bound } },
};
