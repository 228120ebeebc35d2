/* SPDX-License-Identifier: MIT */
#include "llm/sse.h"

static void
take_field(struct sse *s, struct text name, struct text value)
{
	if (text_eq(name, TEXT("event"))) {
		s->name.n = 0;
		buf_text(&s->name, value);
	} else if (text_eq(name, TEXT("data"))) {
		if (s->has_data)
			buf_char(&s->data, '\n');
		buf_text(&s->data, value);
		s->has_data = true;
	}
}

/* An empty line ends an event.  One without data is dropped. */
static bool
end_event(struct sse *s, sse_take take, void *context)
{
	const struct text name = s->name.n > 0 ? buf_as_text(&s->name) : TEXT("message");
	const bool go_on = !s->has_data || take(context, name, buf_as_text(&s->data));
	s->name.n = s->data.n = 0;
	s->has_data = false;
	return go_on;
}

static bool
take_line(struct sse *s, sse_take take, void *context)
{
	struct text line = buf_as_text(&s->line);
	if (!s->begun && line.n >= 3 && memcmp(line.p, "\xEF\xBB\xBF", 3) == 0)
		line = (struct text){ line.p + 3, line.n - 3 };
	s->begun = true;
	s->line.n = 0; /* the text stays in place until the next byte */
	if (line.n == 0)
		return end_event(s, take, context);
	const char *colon = memchr(line.p, ':', line.n);
	struct text name = line, value = TEXT("");
	if (colon) {
		name.n = (size_t)(colon - line.p);
		value = (struct text){ colon + 1, line.n - name.n - 1 };
		if (value.n > 0 && value.p[0] == ' ')
			value = (struct text){ value.p + 1, value.n - 1 };
	}
	take_field(s, name, value);
	return true;
}

/* Returns the length of the text before the next CR or LF. */
static size_t
to_line_end(struct text t)
{
	size_t i = 0;
	while (i < t.n && t.p[i] != '\n' && t.p[i] != '\r')
		i++;
	return i;
}

bool
sse_feed(struct sse *s, struct text bytes, sse_take take, void *context)
{
	while (bytes.n > 0) {
		if (s->cr && bytes.p[0] == '\n') {
			bytes = (struct text){ bytes.p + 1, bytes.n - 1 };
			s->cr = false;
			continue;
		}
		const size_t n = to_line_end(bytes);
		buf_put(&s->line, bytes.p, n);
		s->cr = n < bytes.n ? bytes.p[n] == '\r' : s->cr && n == 0;
		if (n == bytes.n)
			break;
		bytes = (struct text){ bytes.p + n + 1, bytes.n - n - 1 };
		if (!take_line(s, take, context))
			return false;
	}
	return true;
}

bool
sse_is_inside(const struct sse *s)
{
	return s->line.n > 0 || s->has_data;
}

void
sse_free(struct sse *s)
{
	buf_free(&s->line);
	buf_free(&s->name);
	buf_free(&s->data);
}
