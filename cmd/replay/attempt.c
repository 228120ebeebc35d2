/* SPDX-License-Identifier: MIT */
#include "cmd/replay/attempt.h"

#include "cmd/cli/progress.h"
#include "cmd/cli/tenant.h"
#include "json/write.h"

#define TOLD_EVERY (INT64_C(200) * 1000000) /* nanoseconds */

void
attempt_init(struct attempt *a, struct command *c)
{
	*a = (struct attempt){
		.command = c, .request = &c->request, .settings = &c->settings, .claim = CLAIM_NONE
	};
}

void
attempt_free(struct attempt *a)
{
	replay_free(a->replay);
	documents_free(&a->documents);
	buf_free(&a->snapshot);
	buf_free(&a->checkpoints.image);
}

struct store_author
attempt_author(struct command *c)
{
	return actor_author(&c->arena, c->request.versions.actor);
}

/* `percent` and `seconds_left` are estimated from the bytes of this pass.  The time left is null in
 * the second pass and once everything is read, because deciding may still take any time. */
static void
put_forecast(struct buf *b, uint64_t bytes, uint64_t total, bool again, double seconds)
{
	if (total == 0 || bytes == 0) {
		json_member_null(b, "percent");
		json_member_null(b, "seconds_left");
		return;
	}
	json_member_u64(b, "percent", (uint64_t)(100.0 * (double)bytes / (double)total));
	json_name(b, "seconds_left");
	if (again || bytes == total)
		json_add_null(b);
	else
		buf_printf(b, "%.0f", seconds * (double)(total - bytes) / (double)bytes);
}

void
attempt_tell(struct attempt *a)
{
	const struct run *r = &a->run;
	const int64_t now_ns = progress_clock_ns();
	struct buf b = { 0 };
	if (a->claim.fd < 0 || now_ns - a->told_ns < TOLD_EVERY)
		return;
	a->told_ns = now_ns;
	const uint64_t bytes = r->again ? r->bytes_again : r->bytes_in;
	const uint64_t total = r->bytes_total >= bytes ? r->bytes_total : 0;
	const uint64_t events = r->books.in - r->books.rejected;
	const double seconds = (double)(now_ns - r->progress.begun_ns) / 1e9;
	json_begin(&b, '{');
	json_member_u64(&b, "pass", r->again ? 2 : 1);
	json_member_u64(&b, "bytes", bytes);
	if (total > 0)
		json_member_u64(&b, "bytes_total", total);
	else
		json_member_null(&b, "bytes_total");
	json_member_u64(&b, "events", events);
	json_member_u64(&b, "failed", r->books.rejected);
	json_member_u64(&b, "decided", a->replay ? replay_counts(a->replay)->processed : 0);
	json_name(&b, "events_per_second");
	buf_printf(&b, "%.0f", seconds > 0 ? (double)events / seconds : 0);
	put_forecast(&b, bytes, total, r->again != NULL, seconds);
	json_end(&b, '}');
	claim_tell(&a->claim, buf_as_text(&b));
	buf_free(&b);
}

int
attempt_prepare(struct attempt *a)
{
	struct store s;
	struct err e;
	int result = -1;
	store_init(&s);
	if (tenant_open(&s, a->settings, STORE_CHANGE) == 0) {
		result = job_prepare(&s, &a->job, buf_as_text(&a->snapshot), &e);
		if (result < 0)
			run_complain(&a->run, "%s; the state was not replaced", e.text);
	}
	tenant_close(&s, a->settings);
	return result;
}

struct text
attempt_reason(struct attempt *a)
{
	const char *why = a->command->why[0] ? a->command->why : a->run.why;
	struct buf b = { 0 };
	/* a record must be UTF-8, but file names and truncated texts need not be */
	buf_visible(&b, *why ? text_of(why) : TEXT("the job could not run to its end"));
	const struct text kept = arena_text(&a->command->arena, buf_as_text(&b));
	buf_free(&b);
	return kept;
}
