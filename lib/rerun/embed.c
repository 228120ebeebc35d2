/* SPDX-License-Identifier: MIT */
#include "rerun/embed.h"

#include <math.h>
#include <pthread.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/mem.h"
#include "base/number.h"
#include "json/tree.h"
#include "json/write.h"

struct vector {
	double *value;
	size_t n, cap;
};

struct rerun_embedder {
	const char *command;
	struct rerun_watch watch;
	int64_t timeout_ns;
	struct rerun_child *child;
	uint64_t request;
	bool failed;
	struct err error;
	struct buf name;
	pthread_mutex_t lock;
};

struct rerun_embedder *
rerun_embedder_new(const char *command, const struct rerun_watch *watch, int64_t timeout_ns)
{
	struct rerun_embedder *k = mem_zalloc(1, sizeof(*k));
	k->command = command;
	k->watch = *watch;
	k->timeout_ns = timeout_ns;
	pthread_mutex_init(&k->lock, NULL);
	return k;
}

void
rerun_embedder_free(struct rerun_embedder *k)
{
	int status;
	if (!k)
		return;
	rerun_child_stop(k->child, false, &status);
	buf_free(&k->name);
	pthread_mutex_destroy(&k->lock);
	free(k);
}

const char *
rerun_embedder_error(const struct rerun_embedder *k)
{
	return k->failed ? k->error.text : NULL;
}

struct text
rerun_embedder_name(const struct rerun_embedder *k)
{
	return k->name.n > 0 ? buf_as_text(&k->name) : text_of(k->command);
}

/* ---- one text ------------------------------------------------------------------------------- */

static int
fail(struct rerun_embedder *k, const char *what)
{
	if (!k->failed)
		err_set(&k->error, "the command '%s' %s", k->command, what);
	k->failed = true;
	return -1;
}

static int
read_vector(struct rerun_embedder *k, const struct json_node *list, struct vector *v)
{
	v->n = 0;
	if (!list || list->kind != JSON_ARRAY || list->count == 0)
		return fail(k, "answered without an embedding");
	v->value = mem_grow(v->value, &v->cap, list->count, sizeof(*v->value));
	for (const struct json_node *n = list->child; n; n = n->next)
		if (n->kind != JSON_NUMBER || number_f64(n->text, &v->value[v->n++]) < 0)
			return fail(k, "answered with an embedding that is not numbers");
	return 0;
}

static int
read_answer(struct rerun_embedder *k, struct text line, struct vector *v)
{
	struct arena a = { 0 };
	struct err e;
	uint64_t id = 0;
	int result;
	const struct json_node *root = json_tree(&a, line, &e);
	const struct json_node *node = root ? json_get(root, "id") : NULL,
			       *model = root ? json_get(root, "model") : NULL,
			       *error = root ? json_get(root, "error") : NULL;
	if (!root || !node || node->kind != JSON_NUMBER || number_u64(node->text, &id) < 0 ||
	    id != k->request)
		result = fail(k, "wrote a line that is no answer");
	else if (error && error->kind != JSON_NULL)
		result = fail(k, "answered with an error");
	else
		result = read_vector(k, json_get(root, "embedding"), v);
	if (result == 0 && model && model->kind == JSON_STRING && k->name.n == 0)
		buf_text(&k->name, model->text);
	arena_free(&a);
	return result;
}

static int
embed(struct rerun_embedder *k, struct text text, struct vector *v)
{
	struct buf b = { 0 };
	struct text line;
	struct err e;
	if (k->failed)
		return -1;
	if (!k->child)
		k->child = rerun_child_start(k->command, &k->watch, &e);
	if (!k->child)
		return fail(k, e.text);
	json_begin(&b, '{');
	json_member_u64(&b, "id", ++k->request);
	json_member_string(&b, "text", text);
	json_end(&b, '}');
	buf_char(&b, '\n');
	rerun_child_send(k->child, buf_as_text(&b));
	buf_free(&b);
	const int64_t deadline =
	    k->timeout_ns == INT64_MAX ? INT64_MAX : k->watch.now_ns() + k->timeout_ns;
	switch (rerun_child_line(k->child, deadline, &line)) {
	case RERUN_LINE: return read_answer(k, line, v);
	case RERUN_CLOSED: return fail(k, "ended before it answered");
	case RERUN_LATE: return fail(k, "gave no answer in time (--timeout)");
	case RERUN_INTERRUPTED: return fail(k, "gave no answer before the replay was stopped");
	case RERUN_TOO_LONG: return fail(k, "wrote more than 64 MiB without a newline");
	}
	return -1;
}

static double
cosine(const struct vector *a, const struct vector *b)
{
	double product = 0, x = 0, y = 0;
	for (size_t i = 0; i < a->n; i++) {
		product += a->value[i] * b->value[i];
		x += a->value[i] * a->value[i];
		y += b->value[i] * b->value[i];
	}
	if (x == 0 || y == 0)
		return 0;
	const double c = product / (sqrt(x) * sqrt(y));
	return c > 1 ? 1 : c < -1 ? -1 : c;
}

double
rerun_embed_cosine(struct rerun_embedder *k, struct text a, struct text b)
{
	struct vector x = { 0 }, y = { 0 };
	double result = NAN;
	pthread_mutex_lock(&k->lock);
	if (embed(k, a, &x) == 0 && embed(k, b, &y) == 0) {
		if (x.n == y.n)
			result = cosine(&x, &y);
		else
			fail(k, "answered with embeddings of different lengths");
	}
	pthread_mutex_unlock(&k->lock);
	free(x.value);
	free(y.value);
	return result;
}
