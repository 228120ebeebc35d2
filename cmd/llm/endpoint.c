/* SPDX-License-Identifier: MIT */
#include "cmd/llm/endpoint.h"

#include <stdlib.h>

#include "cmd/cli/server.h"

static const struct {
	const char *base, *key, *initial;
	const char *no_key, *bad_key, *bad_base;
} names[LLM_APIS] = {
	[LLM_OPENAI] = { "OPENAI_BASE_URL", "OPENAI_API_KEY", "https://api.openai.com/v1",
	    "OPENAI_API_KEY is not set", "OPENAI_API_KEY has a character that no key has",
	    "OPENAI_BASE_URL is no http or https URL without user and query" },
	[LLM_ANTHROPIC] = { "ANTHROPIC_BASE_URL", "ANTHROPIC_API_KEY", "https://api.anthropic.com",
	    "ANTHROPIC_API_KEY is not set", "ANTHROPIC_API_KEY has a character that no key has",
	    "ANTHROPIC_BASE_URL is no http or https URL without user and query" },
};

/* A key is sent in a header, so it must not end the header. */
static bool
is_key(const char *key)
{
	for (; *key; key++)
		if ((unsigned char)*key <= ' ' || (unsigned char)*key >= 0x7f)
			return false;
	return true;
}

/* Anthropic's base URL is given with or without the version. */
static struct text
without_end(struct text t, struct text end)
{
	if (t.n > end.n && memcmp(t.p + t.n - end.n, end.p, end.n) == 0)
		t.n -= end.n;
	return t;
}

void
endpoint_find(struct endpoint *e, enum llm_api api)
{
	const char *const given = getenv(names[api].base);
	const char *const base = given && *given ? given : names[api].initial;
	struct text host;
	*e = (struct endpoint){ .api = api, .base = text_of(base), .key = getenv(names[api].key) };
	if (e->key && !*e->key)
		e->key = NULL;
	while (e->base.n > 0 && e->base.p[e->base.n - 1] == '/')
		e->base.n--;
	if (api == LLM_ANTHROPIC)
		e->base = without_end(e->base, TEXT("/v1"));
	if (!server_of_url(base, &host)) {
		e->wrong = names[api].bad_base;
		return;
	}
	e->loopback = server_is_own(host);
	/* a server of one's own may need no key */
	if (!e->key && base == names[api].initial)
		e->wrong = names[api].no_key;
	else if (e->key && !is_key(e->key))
		e->wrong = names[api].bad_key;
}

void
endpoint_address(
    const struct endpoint *e, const char *path, struct buf *url, struct transfer_request *q)
{
	struct buf bearer = { 0 };
	buf_text(url, e->base);
	buf_printf(url, "%s%s", e->api == LLM_ANTHROPIC ? "/v1" : "", path);
	buf_char(url, '\0');
	q->method = "POST";
	q->url = url->p;
	q->direct = e->loopback;
	transfer_add_header(q, TEXT("Content-Type"), TEXT("application/json"));
	switch (e->api) {
	case LLM_OPENAI:
		if (!e->key)
			break;
		buf_printf(&bearer, "Bearer %s", e->key);
		transfer_add_header(q, TEXT("Authorization"), buf_as_text(&bearer));
		break;
	case LLM_ANTHROPIC:
		transfer_add_header(q, TEXT("anthropic-version"), TEXT("2023-06-01"));
		if (e->key)
			transfer_add_header(q, TEXT("x-api-key"), text_of(e->key));
		break;
	}
	buf_free(&bearer);
}
