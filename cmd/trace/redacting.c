/* SPDX-License-Identifier: MIT */
#include "cmd/trace/redacting.h"

#include <stdlib.h>

static int
add_glob(struct trace_texts *globs, const char *argument, struct err *e)
{
	if (!*argument)
		return err_set(e, "an empty text");
	trace_texts_add(globs, text_of(argument));
	return 0;
}

static int
add_field(void *into, const char *argument, struct err *e)
{
	return add_glob(&((struct redacting *)into)->fields, argument, e);
}

static int
add_keep(void *into, const char *argument, struct err *e)
{
	return add_glob(&((struct redacting *)into)->keeps, argument, e);
}

#define NEEDS .needs = "redact redact-pii"
#define MEMBER(type, member) .takes = { type, OPTION_MEMBER(struct redacting, member) }

/* Rejected records are kept as they are, and source code is not redacted. */
#define EXCLUDES .excludes = "rejects source"

const struct option_spec redacting_options[REDACTING_OPTIONS] = {
	{ "redact", .group = "Redaction:", EXCLUDES,
	    .help = "replace personal data and secrets by pseudonyms", MEMBER(OPTION_FLAG, on) },
	{ "redact-key", .value = "FILE", NEEDS,
	    .help = "the same pseudonyms in every run with the key in FILE",
	    MEMBER(OPTION_READ, key) },
	{ "redact-field", .value = "GLOB", NEEDS,
	    .help = "replace all values of fields of this name, too",
	    .takes = { OPTION_OWN, .read = add_field } },
	{ "keep-field", .value = "GLOB", NEEDS, .help = "replace nothing in fields of this name",
	    .takes = { OPTION_OWN, .read = add_keep } },
	{ "check", NEEDS,
	    .help = "print nothing unless the result holds no value that was replaced",
	    MEMBER(OPTION_FLAG, check) },
	{ "redact-pii", EXCLUDES, MEMBER(OPTION_FLAG, on) },
};

static bool
replace_field(const struct redacting *r, struct text name, struct text value, struct buf *b)
{
	const struct redact_counts counts = redactor_counts(r->redactor);
	const bool any = redact_json(r->redactor, value, name, b);
	redactor_set_counts(r->redactor, &counts);
	return any;
}

bool
redacting_value(const struct redacting *r, struct text value, struct buf *b)
{
	return r->redactor && replace_field(r, TEXT_ABSENT, value, b);
}

bool
redacting_value_at(const struct redacting *r, struct text path, struct text value, struct buf *b)
{
	if (!r->redactor)
		return false;
	while (path.n > 0) {
		size_t n = 0;
		while (n < path.n && path.p[n] != '.' && path.p[n] != '[')
			n++;
		if (n > 0 && replace_field(r, (struct text){ path.p, n }, value, b))
			return true;
		n += n < path.n;
		path = (struct text){ path.p + n, path.n - n };
	}
	return replace_field(r, TEXT_ABSENT, value, b);
}

bool
redacting_text(const struct redacting *r, struct text t, struct buf *b)
{
	if (!r->redactor)
		return false;
	const struct redact_counts counts = redactor_counts(r->redactor);
	const bool any = redact_text(r->redactor, t, 0, b);
	redactor_set_counts(r->redactor, &counts);
	return any;
}

void
redacting_put_visible(const struct redacting *r, struct buf *b, struct text t)
{
	struct buf redacted = { 0 };
	if (redacting_text(r, t, &redacted))
		t = buf_as_text(&redacted);
	buf_visible(b, t);
	buf_free(&redacted);
}

void
redacting_free(struct redacting *r)
{
	redactor_free(r->redactor);
	free(r->fields.text);
	free(r->keeps.text);
}
