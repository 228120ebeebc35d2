/* SPDX-License-Identifier: MIT */
#include "import/stream.h"

#include <string.h>

#include "base/buf.h"

struct import_stream
import_stream(struct text text)
{
	return (struct import_stream){ text.p, text.p ? text.p + text.n : NULL };
}

/* Lines end in \n, \r or \r\n. */
static struct text
next_line(struct import_stream *s)
{
	const char *p = s->p;
	while (p < s->end && *p != '\n' && *p != '\r')
		p++;
	const struct text line = { s->p, (size_t)(p - s->p) };
	if (p < s->end)
		p += *p == '\r' && p + 1 < s->end && p[1] == '\n' ? 2 : 1;
	s->p = p;
	return line;
}

/* Is it a line of data?  *value is what stands behind the colon and a space. */
static bool
is_data(struct text line, struct text *value)
{
	if (line.n < 5 || memcmp(line.p, "data:", 5) != 0)
		return false;
	const size_t skip = line.n > 5 && line.p[5] == ' ' ? 6 : 5;
	*value = (struct text){ line.p + skip, line.n - skip };
	return true;
}

bool
import_stream_next(struct import_stream *s, struct arena *a, struct text *data)
{
	struct buf b = { 0 };
	size_t lines = 0;
	*data = TEXT_ABSENT;
	while (s->p < s->end) {
		struct text value;
		const struct text line = next_line(s);
		if (line.n == 0 && lines > 0)
			break;
		if (!is_data(line, &value))
			continue;
		if (++lines == 1) {
			*data = value;
			continue;
		}
		if (lines == 2)
			buf_text(&b, *data);
		buf_char(&b, '\n');
		buf_text(&b, value);
	}
	if (lines > 1)
		*data = arena_text(a, buf_as_text(&b));
	buf_free(&b);
	return lines > 0;
}
