/* SPDX-License-Identifier: MIT */
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "cmd/replay/parts_cut_private.h"
#include "io/time_index.h"

void
parts_sample(struct cut *cut, int64_t at_ns)
{
	if (cut->seen++ % cut->stride != 0)
		return;
	cut->sample[cut->samples++] = at_ns;
	if (cut->samples < PARTS_SAMPLE)
		return;
	cut->samples = 0;
	for (size_t i = 0; i < PARTS_SAMPLE; i += 2)
		cut->sample[cut->samples++] = cut->sample[i];
	cut->stride *= 2;
}

/* Adds so many times from first to last to the sample, as if they were spread evenly. */
static void
sample_range(struct cut *cut, int64_t first_ns, int64_t last_ns, uint64_t n)
{
	const uint64_t span = (uint64_t)last_ns - (uint64_t)first_ns;
	for (uint64_t i = 0; i < n;) {
		const uint64_t rest = cut->seen % cut->stride, pass = rest ? cut->stride - rest : 0;
		if (pass >= n - i) {
			cut->seen += n - i;
			return;
		}
		cut->seen += pass;
		i += pass;
		parts_sample(cut,
		    (int64_t)((uint64_t)first_ns + (uint64_t)((unsigned __int128)span * i / n)));
		i++;
	}
}

/* The same for the times of a frame, as far as they are in the range. */
static void
sample_frame(struct cut *cut, const struct index_frame *f)
{
	const int64_t last_ns =
	    cut->to_ns == INT64_MAX || f->last_ns < cut->to_ns ? f->last_ns : cut->to_ns - 1;
	const int64_t first_ns = f->first_ns > cut->from_ns ? f->first_ns : cut->from_ns;
	const uint64_t span = (uint64_t)f->last_ns - (uint64_t)f->first_ns;
	const uint64_t part = (uint64_t)last_ns - (uint64_t)first_ns;
	uint64_t n = f->records - f->unknown;
	if (part < span)
		n = 1 + (uint64_t)((unsigned __int128)(n - 1) * part / span);
	sample_range(cut, first_ns, last_ns, n);
}

/* Adds a frame that no part has to read. */
static void
pass_frame(struct cut *cut, unsigned input, const struct index_frame *f)
{
	struct parts_plan *p = cut->plan;
	struct parts_stretch *last = p->stretches > 0 ? &p->stretch[p->stretches - 1] : NULL;
	if (last && last->input == input && last->passed) {
		last->records += f->records;
		return;
	}
	p->stretch = mem_grow(p->stretch, &cut->cap, p->stretches + 1, sizeof(*p->stretch));
	p->stretch[p->stretches++] = (struct parts_stretch){ .input = input,
		.offset = f->offset,
		.lines = f->lines_before,
		.earliest = INT64_MAX,
		.latest = INT64_MIN,
		.passed = true,
		.records = f->records };
}

/* Is the frame outside the range, as for a run that is not in slices? */
static bool
is_outside(const struct cut *cut, const struct index_frame *f, int fd)
{
	const struct settings *s = cut->attempt->settings;
	return !index_frame_may_have(f, cut->from_ns, cut->to_ns) && f->longest <= s->max_line &&
	       f->bytes <= s->max_window && index_frame_is_there(f, fd, s->max_window);
}

static void
add_frame(struct cut *cut, unsigned input, const struct index_frame *f)
{
	struct parts_plan *p = cut->plan;
	const bool timed = f->first_ns <= f->last_ns && f->last_ns >= cut->from_ns &&
			   (f->first_ns < cut->to_ns || cut->to_ns == INT64_MAX);
	p->stretch = mem_grow(p->stretch, &cut->cap, p->stretches + 1, sizeof(*p->stretch));
	p->stretch[p->stretches++] = (struct parts_stretch){ .input = input,
		.offset = f->offset,
		.lines = f->lines_before,
		.earliest = timed ? f->first_ns : INT64_MAX,
		.latest = timed ? f->last_ns : INT64_MIN };
	if (timed)
		sample_frame(cut, f);
}

bool
parts_take_index(struct cut *cut, unsigned input)
{
	struct attempt *a = cut->attempt;
	struct time_index ix;
	struct err e;
	const int fd = open(cut->plan->input[input].name.p, O_RDONLY | O_CLOEXEC);
	const int found = fd < 0 ? -1 : source_read_index(&ix, fd, a->rules, &e);
	const bool any = found > 0 && ix.frames > 0;
	for (size_t i = 0; any && i < ix.frames; i++)
		if (is_outside(cut, &ix.frame[i], fd))
			pass_frame(cut, input, &ix.frame[i]);
		else
			add_frame(cut, input, &ix.frame[i]);
	if (any) {
		cut->plan->input[input].is_lines = true;
		cut->plan->bytes_in += cut->plan->input[input].bytes;
		cut->decoded[input] = ix.bytes;
	}
	if (found > 0)
		time_index_free(&ix);
	if (fd >= 0)
		close(fd);
	return any;
}
