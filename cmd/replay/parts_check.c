/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/sha256.h"
#include "cmd/cli/diagnostics.h"
#include "cmd/replay/parts_plan.h"
#include "expr/lists.h"
#include "io/whole.h"

/* ---- documents ------------------------------------------------------------------------------ */

static void
note(struct command *c, struct parts_plan *p, const char *name, struct sha256 *s)
{
	unsigned char digest[32];
	char hex[64];
	sha256_end(s, digest);
	sha256_hex(digest, sizeof(digest), hex);
	p->document[p->documents++] = (struct parts_document){ text_of(name),
		arena_text(&c->arena, (struct text){ hex, sizeof(hex) }) };
}

/* A document and the content of its lists, which may be in files of their own. */
static void
note_document(struct command *c, struct parts_plan *p, const char *name, struct text text,
    const struct lists *lists)
{
	struct sha256 s;
	sha256_init(&s);
	sha256_add(&s, text.p, text.n);
	for (size_t i = 0; i < lists_count(lists); i++) {
		const struct list *list = lists_find(lists, lists_name(lists, i));
		for (size_t k = 0; lists_path(lists, i) && k < list_size(list); k++) {
			const struct text value = list_value(list, k);
			sha256_add(&s, &value.n, sizeof(value.n));
			sha256_add(&s, value.p, value.n);
		}
	}
	note(c, p, name, &s);
}

static int
note_file(struct command *c, struct parts_plan *p, const char *name, const char *path)
{
	struct sha256 s;
	char block[1 << 16];
	ssize_t n = -1;
	if (!path)
		return 0;
	const int fd = open(path, O_RDONLY | O_CLOEXEC);
	sha256_init(&s);
	while (fd >= 0 && (n = read(fd, block, sizeof(block))) > 0)
		sha256_add(&s, block, (size_t)n);
	if (n < 0)
		command_fail(c, "%s: %s", path, strerror(errno));
	if (fd >= 0)
		close(fd);
	note(c, p, name, &s);
	return n < 0 ? -1 : 0;
}

static int
note_documents(struct attempt *a, struct parts_plan *p)
{
	struct command *c = a->command;
	const struct documents *d = &a->documents;
	p->documents = 0;
	note_document(c, p, "plan", d->plan->text, d->plan->lists);
	note_document(c, p, "rule set", d->rules->text, d->rules->lists);
	if (request_compares(a->request)) {
		const struct plan *plan = d->grid.plan[BASELINE];
		const struct rules *rules = d->grid.rules[BASELINE][BASELINE];
		note_document(c, p, "baseline plan", plan->text, plan->lists);
		note_document(c, p, "baseline rule set", rules->text, rules->lists);
	}
	return note_file(c, p, "file of labels", a->request->labels_path) < 0 ||
		       note_file(c, p, "state to begin with", a->request->state_path) < 0
		   ? -1
		   : 0;
}

/* ---- inputs --------------------------------------------------------------------------------- */

enum { PIECES = 64, PIECE = 4096 };

/* Identifies a file by its length and PIECES pieces that are spread over it. */
static int
identify(int fd, uint64_t bytes, unsigned char digest[32])
{
	char piece[PIECE];
	struct sha256 s;
	sha256_init(&s);
	for (uint64_t i = 0; i < PIECES; i++) {
		const uint64_t rest = bytes > PIECE ? bytes - PIECE : 0;
		const uint64_t at = (uint64_t)((unsigned __int128)rest * i / (PIECES - 1));
		const ssize_t n = pread(fd, piece, sizeof(piece), (off_t)at);
		if (n < 0)
			return -1;
		sha256_add(&s, &n, sizeof(n));
		sha256_add(&s, piece, (size_t)n);
	}
	sha256_end(&s, digest);
	return 0;
}

/* Fills *in for the file.  Returns 0, or -1 after printing what is wrong. */
static int
look_at(struct command *c, const char *path, struct parts_input *in)
{
	unsigned char digest[32];
	char hex[64];
	struct stat st;
	const int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	int result = fd < 0 ? -1 : fstat(fd, &st);
	if (result == 0 && !S_ISREG(st.st_mode)) {
		command_fail(c,
		    "%s: is not a regular file; a replay in slices reads its inputs several "
		    "times, so write it to a file first",
		    path);
		close(fd);
		return -1;
	}
	if (result == 0)
		result = identify(fd, (uint64_t)st.st_size, digest);
	if (result < 0)
		command_fail(c, "%s: %s", path, strerror(errno));
	if (fd >= 0)
		close(fd);
	if (result < 0)
		return -1;
	sha256_hex(digest, sizeof(digest), hex);
	in->bytes = (uint64_t)st.st_size;
	in->sha256 = arena_text(&c->arena, (struct text){ hex, sizeof(hex) });
	return 0;
}

/* ---- both ----------------------------------------------------------------------------------- */

int
parts_plan_note(struct attempt *a, struct parts_plan *p)
{
	struct command *c = a->command;
	if (note_documents(a, p) < 0)
		return -1;
	for (size_t i = 0; i < p->inputs; i++)
		if (look_at(c, p->input[i].name.p, &p->input[i]) < 0)
			return -1;
	return 0;
}

static int
check_documents(struct attempt *a, const struct parts_plan *p)
{
	struct parts_plan now = { 0 };
	if (note_documents(a, &now) < 0)
		return -1;
	for (size_t i = 0; i < p->documents || i < now.documents; i++) {
		const struct parts_document *was = &p->document[i], *is = &now.document[i];
		if (i < p->documents && i < now.documents && text_eq(was->name, is->name) &&
		    text_eq(was->sha256, is->sha256))
			continue;
		command_fail(a->command,
		    "the %.*s changed after %s/plan.json was made; put it back as it was, or begin "
		    "again with --slices in an empty folder",
		    (int)was->name.n, was->name.p, a->request->parts);
		return -1;
	}
	return 0;
}

int
parts_plan_check(struct attempt *a, const struct parts_plan *p)
{
	if (check_documents(a, p) < 0)
		return -1;
	for (size_t i = 0; i < p->inputs; i++) {
		struct parts_input now;
		if (look_at(a->command, p->input[i].name.p, &now) < 0)
			return -1;
		if (now.bytes == p->input[i].bytes && text_eq(now.sha256, p->input[i].sha256))
			continue;
		command_fail(a->command,
		    "%s: changed after %s/plan.json was made; put it back as it was, or begin "
		    "again with --slices in an empty folder",
		    p->input[i].name.p, a->request->parts);
		return -1;
	}
	return 0;
}
