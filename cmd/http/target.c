/* SPDX-License-Identifier: MIT */
#include "cmd/http/target.h"

#include "cmd/cli/server.h"

int
target_read(struct target *t, const char *url, const struct text *allowed, size_t n, struct err *e)
{
	struct text host;
	if (server_check_target(url, allowed, n, &host, e) < 0)
		return -1;
	t->base = text_of(url);
	while (t->base.n > 0 && t->base.p[t->base.n - 1] == '/')
		t->base.n--;
	t->loopback = server_is_own(host) && !server_is_among(host, allowed, n);
	return 0;
}

/* ---- the URL of a request ------------------------------------------------------------------- */

/* Appends bytes as a URL can have them.  Those in `more` are percent-encoded, too. */
static void
put_encoded(struct buf *b, struct text t, const char *more)
{
	for (size_t i = 0; i < t.n; i++) {
		const unsigned char c = (unsigned char)t.p[i];
		if (c <= ' ' || c >= 0x7f || strchr("\"<>\\^`{|}", c) || strchr(more, c))
			buf_printf(b, "%%%02X", c);
		else
			buf_char(b, (char)c);
	}
}

/* Returns the path and query of a URL, or of what is a path already. */
static int
path_of(struct text url, struct text *path, struct err *e)
{
	const char *p = memmem(url.p, url.n, "://", 3);
	const char *colon = memchr(url.p, ':', url.n);
	const char *stop = url.p;
	while (stop < url.p + url.n && !strchr("/?#", *stop))
		stop++;
	*path = url;
	if (p && p < stop) {
		const struct text scheme = { url.p, (size_t)(p - url.p) };
		if (!text_eq_nocase(scheme, TEXT("http")) && !text_eq_nocase(scheme, TEXT("https")))
			return err_set(e, "the recorded URL is not of HTTP");
		p += 3;
		while (p < url.p + url.n && !strchr("/?#", *p))
			p++;
		*path = (struct text){ p, url.n - (size_t)(p - url.p) };
	} else if (colon && colon < stop) {
		return err_set(e, "the recorded URL is not of HTTP");
	}
	const char *fragment = memchr(path->p, '#', path->n);
	if (fragment)
		path->n = (size_t)(fragment - path->p);
	return 0;
}

static void
put_pair(struct buf *b, struct text name, const struct json_node *value)
{
	buf_char(b, b->n > 0 ? '&' : '?');
	put_encoded(b, name, "&=+#%?");
	buf_char(b, '=');
	if (value->kind != JSON_NULL)
		put_encoded(b, value->text, "&=+#%");
}

/* Appends `?` and a query that is a string, or an object of names and values. */
static void
put_query(struct buf *b, const struct json_node *query)
{
	if (query->kind == JSON_STRING && query->text.n > 0) {
		if (query->text.p[0] != '?')
			buf_char(b, '?');
		put_encoded(b, query->text, "#");
	}
	if (query->kind != JSON_OBJECT)
		return;
	for (const struct json_node *n = query->child; n; n = n->next) {
		if (n->kind != JSON_ARRAY)
			put_pair(b, n->key, n);
		for (const struct json_node *v = n->kind == JSON_ARRAY ? n->child : NULL; v;
		     v = v->next)
			put_pair(b, n->key, v);
	}
}

int
target_url(const struct target *t, const struct json_node *input, struct buf *url, struct err *e)
{
	const struct json_node *from = json_get(input, "url");
	const struct json_node *query = json_get(input, "query");
	struct text path;
	struct buf q = { 0 };
	if (!from || from->kind != JSON_STRING)
		from = json_get(input, "path");
	if (!from || from->kind != JSON_STRING)
		return err_set(e, "the recorded request has neither url nor path");
	if (path_of(from->text, &path, e) < 0)
		return -1;
	buf_text(url, t->base);
	if (path.n == 0 || path.p[0] != '/')
		buf_char(url, '/');
	put_encoded(url, path, "");
	if (!query)
		query = json_get(input, "params");
	if (query && !memchr(path.p, '?', path.n))
		put_query(&q, query);
	buf_text(url, buf_as_text(&q));
	buf_char(url, '\0');
	buf_free(&q);
	return 0;
}
