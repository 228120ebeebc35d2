/* SPDX-License-Identifier: MIT */
#include "replay/report_put.h"

#include "json/write.h"

void
report_put_occurred(
    struct buf *b, const char *member, const struct text *name, const uint64_t *count, size_t n)
{
	json_member_begin(b, member, '{');
	for (size_t i = 0; i < n; i++) {
		if (count[i] == 0)
			continue;
		json_name_text(b, name[i]);
		json_add_u64(b, count[i]);
	}
	json_end(b, '}');
}
