/* SPDX-License-Identifier: MIT */
#include "plan/time_rules.h"

#include "base/buf.h"
#include "base/sha256.h"
#include "json/tree.h"
#include "json/write.h"

/* Change the number when a release reads any time, or any line, differently. */
#define VERSION 1

static void
put_setting(struct buf *b, const char *name, const struct json_node *value)
{
	json_name_text(b, text_of(name));
	if (value)
		json_put_compact(b, value->json);
	else
		BUF_LIT(b, "null");
}

static void
put_flag(struct buf *b, const char *name, bool on)
{
	json_name_text(b, text_of(name));
	buf_text(b, on ? TEXT("true") : TEXT("false"));
}

static void
end(struct buf *b, unsigned char *digest)
{
	json_end(b, '}');
	sha256(b->p, b->n, digest);
	buf_free(b);
}

void
plan_time_rules(const struct plan *plan, unsigned char *digest)
{
	const struct json_node *runtime = json_get(plan->document.config, "runtime");
	const struct json_node *envelope = runtime ? json_get(runtime, "envelope") : NULL;
	static const char *const names[] = { "line", "json_strings", "each", "time_format",
		"time_zone" };
	struct buf b = { 0 };
	json_begin(&b, '{');
	json_member_u64(&b, "time_rules", VERSION);
	put_flag(&b, "flatten_objects", plan->runtime.flatten_objects);
	put_flag(&b, "normalize_field_names", plan->runtime.normalize_field_names);
	put_setting(&b, "observed_at", envelope ? json_get(envelope, "observed_at") : NULL);
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		put_setting(&b, names[i], runtime ? json_get(runtime, names[i]) : NULL);
	end(&b, digest);
}

void
encoded_time_rules(unsigned char *digest)
{
	struct buf b = { 0 };
	json_begin(&b, '{');
	json_member_u64(&b, "time_rules", VERSION);
	put_flag(&b, "encoded", true);
	end(&b, digest);
}
