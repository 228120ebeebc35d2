/* SPDX-License-Identifier: MIT */
#include "replay/report_put.h"

#include "json/write.h"

void
report_put_count(struct buf *b, bool first, const char *name, uint64_t n)
{
	json_put_name(b, first, name);
	buf_u64(b, n);
}

void
report_put_string(struct buf *b, const char *name, struct text t)
{
	json_put_name(b, false, name);
	json_put_string_or_null(b, t);
}

void
report_put_key(struct buf *b, bool first, struct text name)
{
	if (!first)
		buf_char(b, ',');
	json_put_string(b, name);
	buf_char(b, ':');
}

void
report_put_occurred(struct buf *b, const struct text *name, const uint64_t *count, size_t n)
{
	bool first = true;
	buf_char(b, '{');
	for (size_t i = 0; i < n; i++) {
		if (count[i] == 0)
			continue;
		report_put_key(b, first, name[i]);
		buf_u64(b, count[i]);
		first = false;
	}
	buf_char(b, '}');
}
