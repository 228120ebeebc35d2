/* SPDX-License-Identifier: MIT */
#include <math.h>

#include "base/mem.h"
#include "base/number.h"
#include "expr/load.h"
#include "learn/predictor.h"
#include "time/stamp.h"

enum { TIMES_MOST = 1 << 30, WEIGHT_MOST = 1000000 };

struct loading {
	struct expr_loader loader;
	struct learn_predictor *p;
	size_t cap;
};

static int
load_number(struct expr_loader *l, const struct json_node *object, const char *key, double least,
    double most, double *out)
{
	const struct json_node *node = load_required(l, object, key);
	if (!node)
		return -1;
	if (node->kind != JSON_NUMBER || number_f64(node->text, out) < 0 || *out < least ||
	    *out > most)
		return load_error(l, node, "not a number from %.15g to %.15g", least, most);
	return 0;
}

/* A number from 0 to 1, or null. */
static int
load_share(struct expr_loader *l, const struct json_node *object, const char *key, double *out)
{
	const struct json_node *node = load_required(l, object, key);
	*out = -1;
	if (node && node->kind == JSON_NULL)
		return 0;
	return node ? load_number(l, object, key, 0, 1, out) : -1;
}

static int
load_count(struct expr_loader *l, const struct json_node *object, const char *key, uint64_t *out)
{
	int64_t n = 0;
	if (!load_required(l, object, key) || load_integer(l, object, key, 0, INT64_MAX, &n) < 0)
		return -1;
	*out = (uint64_t)n;
	return 0;
}

static int
load_time(struct expr_loader *l, const struct json_node *object, const char *key, int64_t *out)
{
	const struct json_node *node = load_required(l, object, key);
	*out = TRACE_NO_TIME;
	if (!node)
		return -1;
	if (node->kind == JSON_NULL)
		return 0;
	if (node->kind != JSON_STRING || stamp_parse(node->text, out) < 0)
		return load_error(l, node, "not a time, such as \"2026-01-02T03:04:05Z\"");
	return 0;
}

/* ---- what it was trained on ----------------------------------------------------------------- */

static int
load_trained_on(struct expr_loader *l, const struct json_node *root, struct learn_predictor *p)
{
	static const struct text members[] = { TEXT("traces"), TEXT("failing"), TEXT("first"),
		TEXT("last") };
	const struct json_node *object = load_required(l, root, "trained_on");
	if (!object || load_members(l, object, members, LOAD_COUNT(members)) < 0)
		return -1;
	int bad = load_count(l, object, "traces", &p->traces);
	bad |= load_count(l, object, "failing", &p->failing);
	bad |= load_time(l, object, "first", &p->first_ns);
	return bad | load_time(l, object, "last", &p->last_ns);
}

static int
load_held_out(struct expr_loader *l, const struct json_node *root, struct learn_result *r)
{
	static const struct text members[] = { TEXT("traces"), TEXT("failing"), TEXT("base_rate"),
		TEXT("precision"), TEXT("recall"), TEXT("auc"), TEXT("p"), TEXT("verdict") };
	const struct text verdicts[] = { text_of(learn_verdicts[0]), text_of(learn_verdicts[1]) };
	const struct json_node *object = load_required(l, root, "held_out");
	if (!object || load_members(l, object, members, LOAD_COUNT(members)) < 0)
		return -1;
	int bad = load_count(l, object, "traces", &r->traces);
	bad |= load_count(l, object, "failing", &r->failing);
	bad |= load_share(l, object, "base_rate", &r->base_rate);
	bad |= load_share(l, object, "precision", &r->precision);
	bad |= load_share(l, object, "recall", &r->recall);
	bad |= load_share(l, object, "auc", &r->auc);
	bad |= load_share(l, object, "p", &r->p);
	const int verdict = load_choice(l, object, "verdict", "verdict", verdicts, 2);
	r->learned = verdict == 1;
	return bad | (verdict < 0 ? -1 : 0);
}

/* ---- features ------------------------------------------------------------------------------- */

static int
load_step(struct loading *k, const struct json_node *node, uint32_t *word)
{
	static const struct text members[] = { TEXT("call"), TEXT("error") };
	struct expr_loader *l = &k->loader;
	if (load_members(l, node, members, 2) < 0)
		return -1;
	const struct json_node *call = json_get(node, "call"), *error = json_get(node, "error");
	const struct json_node *name = call ? call : error;
	if (!name || (call && error))
		return load_error(l, node, "a step is a call or an error: it has one of the two");
	if (name->kind != JSON_STRING && name->kind != JSON_NULL)
		return load_error(l, name, "not a name, and not null for an unknown one");
	const struct learn_word it = { error != NULL,
		name->kind == JSON_STRING ? name->text : TEXT_ABSENT };
	*word = learn_word(&k->p->words, it);
	return 0;
}

static int
load_times(struct expr_loader *l, const struct json_node *object, struct learn_pattern *pattern)
{
	int64_t times = 0;
	if (pattern->kind != LEARN_TIMES)
		return json_get(object, "times") ? load_error(l, json_get(object, "times"),
						       "is only for the pattern "
						       "\"times\"")
						 : 0;
	if (!load_required(l, object, "times") ||
	    load_integer(l, object, "times", 1, TIMES_MOST, &times) < 0)
		return -1;
	if ((times & (times - 1)) != 0)
		return load_error(l, json_get(object, "times"), "not a power of 2");
	pattern->times = (uint32_t)times;
	return 0;
}

static int
load_pattern(struct loading *k, const struct json_node *object, struct learn_pattern *pattern)
{
	struct expr_loader *l = &k->loader;
	const int kind =
	    load_choice(l, object, "pattern", "pattern", learn_pattern_names, LEARN_PATTERN_KINDS);
	const struct json_node *steps = kind < 0 ? NULL : load_array(l, object, "steps");
	if (!steps)
		return -1;
	*pattern = (struct learn_pattern){ .kind = (uint32_t)kind };
	if (steps->count != learn_pattern_words[kind])
		return load_error(l, steps, "the pattern \"%s\" has %u step%s, not %zu",
		    learn_pattern_names[kind].p, learn_pattern_words[kind],
		    learn_pattern_words[kind] == 1 ? "" : "s", steps->count);
	int bad = load_times(l, object, pattern);
	for (const struct json_node *n = steps->child; n; n = n->next)
		bad |= load_step(k, n, &pattern->word[n->index]);
	return bad;
}

static int
load_feature(struct loading *k, const struct json_node *object)
{
	static const struct text members[] = { TEXT("pattern"), TEXT("times"), TEXT("steps"),
		TEXT("failing"), TEXT("passing"), TEXT("weight") };
	struct expr_loader *l = &k->loader;
	struct learn_predictor *p = k->p;
	struct learn_feature f = { .weight = 0 };
	if (load_members(l, object, members, LOAD_COUNT(members)) < 0)
		return -1;
	int bad = load_pattern(k, object, &f.pattern);
	bad |= load_count(l, object, "failing", &f.failing);
	bad |= load_count(l, object, "passing", &f.passing);
	bad |= load_number(l, object, "weight", -WEIGHT_MOST, WEIGHT_MOST, &f.weight);
	if (bad < 0)
		return -1;
	for (size_t i = 0; i < p->n; i++)
		if (memcmp(&p->feature[i].pattern, &f.pattern, sizeof(f.pattern)) == 0)
			return load_error(l, object, "the same pattern as $.features[%zu]", i);
	p->feature = mem_grow(p->feature, &k->cap, p->n + 1, sizeof(*p->feature));
	p->feature[p->n++] = f;
	return 0;
}

static int
load_features(struct loading *k, const struct json_node *root)
{
	const struct json_node *list = load_array(&k->loader, root, "features");
	int bad = 0;
	if (!list)
		return -1;
	if (list->count > LEARN_FEATURES_MOST)
		return load_error(&k->loader, list, "%zu features; a model has at most %d",
		    list->count, (int)LEARN_FEATURES_MOST);
	for (const struct json_node *n = list->child; n; n = n->next)
		bad |= load_feature(k, n);
	return bad;
}

/* ---- the file ------------------------------------------------------------------------------- */

/* Another format or version is said first: then the rest may well be unknown. */
static int
check_format(struct expr_loader *l, const struct json_node *root)
{
	const struct json_node *format = json_get(root, "format");
	uint64_t version;
	if (root->kind != JSON_OBJECT || !format || format->kind != JSON_STRING ||
	    !text_eq(format->text, TEXT("esper-trace-model")))
		return load_error(l, format ? format : root,
		    "not a model: its \"format\" must be \"esper-trace-model\"; make one with "
		    "--train");
	if (load_count(l, root, "version", &version) < 0)
		return -1;
	if (version != LEARN_FORMAT_VERSION)
		return load_error(l, json_get(root, "version"),
		    "version %llu is not known, only %d; train the model again",
		    (unsigned long long)version, (int)LEARN_FORMAT_VERSION);
	return 0;
}

static int
load(struct loading *k, const struct json_node *root)
{
	static const struct text members[] = { TEXT("format"), TEXT("version"), TEXT("trained_on"),
		TEXT("held_out"), TEXT("failure"), TEXT("intercept"), TEXT("threshold"),
		TEXT("features") };
	struct expr_loader *l = &k->loader;
	struct learn_predictor *p = k->p;
	if (check_format(l, root) < 0)
		return -1;
	int bad = load_members(l, root, members, LOAD_COUNT(members));
	bad |= load_trained_on(l, root, p);
	bad |= load_held_out(l, root, &p->held_out);
	const int failure =
	    load_choice(l, root, "failure", "failure", learn_failure_names, LEARN_FAILURES);
	p->failure = failure < 0 ? LEARN_ROOT : (enum learn_failure)failure;
	bad |= failure < 0 ? -1 : 0;
	bad |= load_number(l, root, "intercept", -WEIGHT_MOST, WEIGHT_MOST, &p->intercept);
	bad |= load_number(l, root, "threshold", 0, 1, &p->threshold);
	return bad | load_features(k, root);
}

int
learn_load_predictor(
    struct learn_predictor *p, struct text text, struct siphash_key key, struct errs *all)
{
	struct arena arena = { 0 };
	struct err e;
	struct loading k = { .loader = { .arena = &arena, .err = &e, .all = all }, .p = p };
	*p = (struct learn_predictor){ .patterns.key = key };
	learn_words_begin(&p->words, key);
	const struct json_node *root = json_tree(&arena, text, &e);
	int result = -1;
	if (!root)
		errs_add(all, &e);
	else
		result = load(&k, root);
	arena_free(&arena);
	if (result == 0) {
		learn_predictor_index(p);
		return 0;
	}
	learn_predictor_free(p);
	*p = (struct learn_predictor){ .n = 0 };
	return -1;
}
