/* SPDX-License-Identifier: MIT */
#include "state/tenant.h"

#include <string.h>

void
tenant_note(struct tenant *t, int64_t at_ns)
{
	int64_t *latest = t->latest_ns;
	unsigned place = t->times;
	while (place > 0 && latest[place - 1] > at_ns)
		place--;
	if (t->times < WATERMARK_RANK) {
		memmove(latest + place + 1, latest + place, (t->times - place) * sizeof(*latest));
		latest[place] = at_ns;
		t->times++;
	} else if (place > 0) {
		memmove(latest, latest + 1, (place - 1) * sizeof(*latest));
		latest[place - 1] = at_ns;
	}
}
