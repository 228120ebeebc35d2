/* SPDX-License-Identifier: MIT */
#include "history/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "io/nameless.h"

#define WRITTEN_AT_ONCE ((size_t)256 << 10)

/* Precedes each record in the file. */
struct head {
	int64_t at_ns;
	uint64_t line;
	uint32_t input, n;
};

static int
fail(const struct history_file *f, struct err *e)
{
	return err_set(e, "%s: the temporary file: %s", f->folder, strerror(errno));
}

int
history_file_open(struct history_file *f, const char *folder, struct err *e)
{
	*f = (struct history_file){ .folder = folder, .fd = nameless_open(folder) };
	return f->fd < 0 ? fail(f, e) : 0;
}

void
history_file_close(struct history_file *f)
{
	close(f->fd);
	buf_free(&f->out);
}

static int
write_out(struct history_file *f, struct err *e)
{
	for (size_t done = 0; done < f->out.n;) {
		const ssize_t n = write(f->fd, f->out.p + done, f->out.n - done);
		if (n < 0 && (errno == EINTR || errno == EAGAIN))
			continue;
		if (n < 0)
			return fail(f, e);
		done += (size_t)n;
	}
	f->written += f->out.n;
	f->out.n = 0;
	return 0;
}

int
history_file_put(
    struct history_file *f, const struct history_key *key, struct text record, struct err *e)
{
	const struct head head = { key->at_ns, key->line, key->input, (uint32_t)record.n };
	buf_put(&f->out, &head, sizeof(head));
	buf_text(&f->out, record);
	return f->out.n >= WRITTEN_AT_ONCE ? write_out(f, e) : 0;
}

int
history_file_end(struct history_file *f, struct history_run *run, struct err *e)
{
	const int result = write_out(f, e);
	*run = (struct history_run){ f->begun, f->written };
	f->begun = f->written;
	return result;
}

void
history_file_forget(struct history_file *f, const struct history_run *run)
{
	const int mode = FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE;
	if (fallocate(f->fd, mode, (off_t)run->from, (off_t)(run->to - run->from)) < 0)
		return; /* the blocks are freed at the end, with the rest */
}

void
history_reader_init(
    struct history_reader *r, struct history_file *f, const struct history_run *run, size_t block)
{
	*r = (struct history_reader){ .file = f, .left = *run, .block = block };
}

void
history_reader_free(struct history_reader *r)
{
	buf_free(&r->buffer);
}

/* Fills the buffer with at least `need` bytes, and with more as far as a block has room. */
static int
fill(struct history_reader *r, size_t need, struct err *e)
{
	struct buf *b = &r->buffer;
	buf_room(b, 1);
	memmove(b->p, b->p + r->next, b->n - r->next);
	b->n -= r->next;
	r->next = 0;
	size_t more = need > r->block ? need - b->n : r->block - b->n;
	if (more > r->left.to - r->left.from)
		more = r->left.to - r->left.from;
	buf_room(b, more);
	while (more > 0) {
		const ssize_t n = pread(r->file->fd, b->p + b->n, more, (off_t)r->left.from);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return fail(r->file, e);
		if (n == 0)
			return err_set(
			    e, "%s: a temporary file has become shorter", r->file->folder);
		b->n += (size_t)n;
		r->left.from += (uint64_t)n;
		more -= (size_t)n;
	}
	return b->n >= need ? 0 : err_set(e, "%s: a temporary file is damaged", r->file->folder);
}

int
history_reader_next(
    struct history_reader *r, struct history_key *key, struct text *record, struct err *e)
{
	struct head head;
	size_t have = r->buffer.n - r->next;
	if (have == 0 && r->left.from == r->left.to)
		return 0;
	if (have < sizeof(head) && fill(r, sizeof(head), e) < 0)
		return -1;
	memcpy(&head, r->buffer.p + r->next, sizeof(head));
	have = r->buffer.n - r->next;
	if (have < sizeof(head) + head.n && fill(r, sizeof(head) + head.n, e) < 0)
		return -1;
	*key = (struct history_key){ head.at_ns, head.line, head.input };
	*record = (struct text){ r->buffer.p + r->next + sizeof(head), head.n };
	r->next += sizeof(head) + head.n;
	return 1;
}
