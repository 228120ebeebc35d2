/* SPDX-License-Identifier: MIT */
#include "time/duration.h"
#include "time/stamp.h"
#include "tests/fuzz/fuzz.h"

/* Times and durations: what was read is written so that it reads as the same. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct text t = { (const char *)data, n };
	char out[STAMP_MAX], seconds[DURATION_MAX];
	int64_t ns, again;
	if (stamp_parse(t, &ns) == 0) {
		MUST(stamp_rfc3339((struct text){ out, stamp_put(ns, out) }, &again) == 0);
		MUST(again == ns);
		MUST(stamp_put_bucket(ns, 1, out) == 17);
	}
	if (stamp_rfc3339(t, &again) == 0)
		MUST(stamp_parse(t, &ns) == 0 && ns == again);
	if (stamp_parse_option(t, 1700000000 * STAMP_SECOND, &ns) == 0) {
		MUST(stamp_parse_option((struct text){ out, stamp_put(ns, out) }, 0, &again) == 0);
		MUST(again == ns);
	}
	if (duration_parse_seconds(t, &ns) == 0) {
		struct text written = { seconds, duration_put_seconds(ns, seconds) };
		MUST(duration_parse_seconds(written, &again) == 0 && again == ns);
	}
	if (duration_parse(t, &again) == 0)
		MUST(duration_parse_seconds(t, &ns) == 0 && ns == again);
	return 0;
}
