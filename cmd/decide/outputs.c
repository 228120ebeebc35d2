/* SPDX-License-Identifier: MIT */
#include "cmd/decide/outputs.h"

#include <sys/stat.h>

#include "cmd/cli/diagnostics.h"
#include "cmd/cli/stream.h"

/* One of a run's outputs. */
struct output {
	const struct settings *settings;
	const char *state;
	const char *path, *option;
	bool whole; /* the last run came to its end, so the output is complete */
};

static int
complain(const struct output *o, const char *text)
{
	diag(&o->settings->voice,
	    "%s: %s: --resume cannot continue it; nothing was done.  Restore the file, or name "
	    "another --%s",
	    o->path, text, o->option);
	return -1;
}

/* Returns the size of a regular file, or 0 if it does not exist. */
static uint64_t
length(const char *path)
{
	struct stat st;
	return stat(path, &st) == 0 && S_ISREG(st.st_mode) ? (uint64_t)st.st_size : 0;
}

static bool
cannot_be_cut(const char *path)
{
	struct stat st;
	return stream_is_standard(path) || (stat(path, &st) == 0 && !S_ISREG(st.st_mode));
}

static void
say_cut(const struct output *o, uint64_t n)
{
	if (length(o->path) > n && !o->settings->quiet)
		diag(&o->settings->voice,
		    "%s: %llu bytes after the last checkpoint were cut off; their events are "
		    "decided again",
		    o->path, (unsigned long long)(length(o->path) - n));
}

/* Prints that the run that was stopped had another output, or none. */
static int
complain_of_other(const struct output *o, struct text name)
{
	const struct text was = name.p ? name : TEXT("none");
	diag(&o->settings->voice,
	    "%s: the last run was stopped, and its --%s was %.*s: --resume cannot continue with "
	    "another one; nothing was done.  Use the same --%s",
	    o->state, o->option, (int)was.n, was.p, o->option);
	return -1;
}

static bool
is_same(const struct output *o, struct text name)
{
	return name.p && o->path && text_eq(name, text_of(o->path));
}

/* Checks an output file.  *end becomes the end of the part to keep. */
static int
find_file(const struct output *o, struct text name, struct out_end *end)
{
	struct err e;
	const bool same = is_same(o, name);
	if (name.p && end->n > 0 && out_end_check(o->path, end, &e) == 0) {
		say_cut(o, end->n);
		return 0;
	}
	if (!o->whole && !same)
		return complain_of_other(o, name);
	if (same && end->n > 0)
		return complain(o, e.text);
	*end = (struct out_end){ 0 };
	if (!same || o->whole)
		return length(o->path) == 0
			   ? 0
			   : complain(o, "has content that the state has no record of");
	say_cut(o, 0);
	return 0;
}

static int
find(const struct output *o, struct text *name, struct out_end *end)
{
	if (!name->p && !o->path)
		return 0;
	if (cannot_be_cut(o->path)) {
		if (!o->whole && !is_same(o, *name))
			return complain_of_other(o, *name);
		*end = (struct out_end){ 0 };
	} else if (find_file(o, *name, end) < 0) {
		return -1;
	}
	*name = text_of(o->path);
	return 0;
}

int
outputs_find(const struct settings *s, const char *state, struct position *p)
{
	const bool whole = !p->there || p->complete;
	const struct output output = { s, state, s->output, "output", whole };
	const struct output rejects = { s, state, s->rejects, "rejects", whole };
	if (find(&output, &p->output, &p->output_end) < 0)
		return -1;
	return find(&rejects, &p->rejects, &p->rejects_end);
}

static void
note(const char *path, struct text *name, struct out_end *end)
{
	struct err e;
	*name = TEXT_ABSENT;
	*end = (struct out_end){ 0 };
	if (!stream_is_standard(path) && out_end_of(path, end, &e) > 0)
		*name = text_of(path);
}

void
outputs_note(const struct settings *s, struct position *p)
{
	note(s->output, &p->output, &p->output_end);
	note(s->rejects, &p->rejects, &p->rejects_end);
}
