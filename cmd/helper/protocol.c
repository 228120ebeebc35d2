/* SPDX-License-Identifier: MIT */
#include "cmd/helper/protocol.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

#include "json/write.h"

#define READ_SIZE ((size_t)64 << 10)
#define SAID_MAX ((size_t)64 << 10) /* more notes than that are repeated */

/* ---- secrets -------------------------------------------------------------------------------- */

void
protocol_add_secret(struct protocol *p, const char *secret)
{
	const struct text t = text_of(secret);
	if (t.p && t.n >= PROTOCOL_SECRET_MIN && p->secrets < PROTOCOL_SECRETS)
		p->secret[p->secrets++] = t;
}

static void
mask_one(struct buf *b, struct text secret)
{
	static const struct text mask = { "***", 3 };
	const char *from = b->p, *const end = b->p + b->n, *at;
	char *to = b->p; /* never behind `from`, because a secret is longer than the mask */
	while ((at = memmem(from, (size_t)(end - from), secret.p, secret.n)) != NULL) {
		const size_t n = (size_t)(at - from);
		memmove(to, from, n);
		memcpy(to + n, mask.p, mask.n);
		to += n + mask.n;
		from = at + secret.n;
	}
	memmove(to, from, (size_t)(end - from));
	b->n = (size_t)(to - b->p) + (size_t)(end - from);
}

/* Masks them as they are, and as a JSON string spells them. */
void
protocol_mask(const struct protocol *p, struct buf *b)
{
	struct buf spelled = { 0 };
	for (size_t i = 0; i < p->secrets && b->n > 0; i++) {
		mask_one(b, p->secret[i]);
		spelled.n = 0;
		json_put_string(&spelled, p->secret[i]);
		if (spelled.n != p->secret[i].n + 2)
			mask_one(b, (struct text){ spelled.p + 1, spelled.n - 2 });
	}
	buf_free(&spelled);
}

/* Returns how many bytes at the end of a text are the beginning of a secret. */
static size_t
secret_tail(const struct protocol *p, struct text t)
{
	size_t most = 0;
	for (size_t i = 0; i < p->secrets; i++) {
		const struct text s = p->secret[i];
		size_t n = s.n - 1 < t.n ? s.n - 1 : t.n;
		while (n > most && memcmp(t.p + t.n - n, s.p, n) != 0)
			n--;
		most = n > most ? n : most;
	}
	return most;
}

/* ---- writing -------------------------------------------------------------------------------- */

void
protocol_note(struct protocol *p, struct text note)
{
	struct buf b = { 0 };
	buf_text(&b, note);
	buf_char(&b, '\n');
	protocol_mask(p, &b);
	if (!text_contains(buf_as_text(&p->said), buf_as_text(&b))) {
		if (p->said.n < SAID_MAX)
			buf_text(&p->said, buf_as_text(&b));
		diag(&p->voice, "%.*s", (int)(b.n - 1), b.p);
	}
	buf_free(&b);
}

static void
write_line(struct protocol *p, const struct buf *line)
{
	size_t done = 0;
	while (done < line->n && !p->broken) {
		const ssize_t n = write(STDOUT_FILENO, line->p + done, line->n - done);
		if (n >= 0) {
			done += (size_t)n;
		} else if (errno != EINTR) {
			p->broken = true;
			diag(&p->voice, "standard output: %s; the answer is lost", strerror(errno));
		}
	}
}

struct buf *
protocol_begin(struct protocol *p, const struct request *r)
{
	p->line.n = 0;
	json_begin(&p->line, '{');
	json_member_raw(&p->line, "id", r->id);
	return &p->line;
}

void
protocol_end(struct protocol *p)
{
	json_end(&p->line, '}');
	protocol_mask(p, &p->line);
	buf_char(&p->line, '\n');
	write_line(p, &p->line);
}

void
protocol_chunk(struct protocol *p, const struct request *r, struct text chunk)
{
	buf_text(&p->held, chunk.p ? chunk : TEXT(""));
	protocol_mask(p, &p->held);
	const size_t wait = chunk.p ? secret_tail(p, buf_as_text(&p->held)) : 0;
	const size_t n = p->held.n - wait;
	if (n > 0) {
		struct buf *b = protocol_begin(p, r);
		json_member_string(b, "chunk", (struct text){ p->held.p, n });
		protocol_end(p);
		memmove(p->held.p, p->held.p + n, wait);
	}
	p->held.n = wait;
}

void
protocol_fail(struct protocol *p, const struct request *r, const struct failure *f)
{
	struct buf *b = protocol_begin(p, r);
	json_member_begin(b, "error", '{');
	json_member_string(b, "type", f->type);
	json_member_string(b, "message", f->message);
	json_end(b, '}');
	if (f->status > 0)
		json_member_u64(b, "status", (uint64_t)f->status);
	json_member_bool(b, "retryable", f->retryable);
	if (f->retry_after_ms >= 0)
		json_member_u64(b, "retry_after_ms", (uint64_t)f->retry_after_ms);
	protocol_end(p);
}

bool
protocol_is_over(const struct protocol *p)
{
	struct pollfd out = { .fd = STDOUT_FILENO };
	return p->broken || (poll(&out, 1, 0) > 0 && (out.revents & (POLLERR | POLLNVAL)));
}

/* ---- reading -------------------------------------------------------------------------------- */

/* Reads on until there is a line.  Returns false at the end of the input. */
static bool
read_line(struct protocol *p, struct text *line)
{
	size_t searched = p->start;
	for (;;) {
		const char *end = p->in.n > searched
				      ? memchr(p->in.p + searched, '\n', p->in.n - searched)
				      : NULL;
		if (end || (p->ended && p->in.n > p->start)) {
			*line = (struct text){ p->in.p + p->start, p->in.n - p->start };
			if (end)
				line->n = (size_t)(end - line->p);
			p->start += line->n + (end ? 1 : 0);
			return true;
		}
		if (p->ended || p->broken)
			return false;
		searched = p->in.n - p->start;
		if (p->start > 0)
			memmove(p->in.p, p->in.p + p->start, searched);
		p->in.n = searched;
		p->start = 0;
		buf_room(&p->in, READ_SIZE);
		const ssize_t n = read(STDIN_FILENO, p->in.p + p->in.n, READ_SIZE);
		if (n > 0)
			p->in.n += (size_t)n;
		else if (n == 0)
			p->ended = true;
		else if (errno != EINTR)
			p->broken = true;
		if (p->broken)
			diag(&p->voice, "standard input: %s", strerror(errno));
		if (p->in.n > PROTOCOL_LINE_MAX) {
			p->broken = true;
			diag(&p->voice, "a request of more than %zu bytes; ended",
			    PROTOCOL_LINE_MAX);
		}
	}
}

static void
refuse(struct protocol *p, const char *message)
{
	const struct request none = { .id = TEXT("null") };
	const struct failure f = { TEXT("ProtocolError"), text_of(message), .retry_after_ms = -1 };
	protocol_fail(p, &none, &f);
}

bool
protocol_next(struct protocol *p, struct request *r)
{
	struct text line;
	struct err e;
	while (read_line(p, &line)) {
		if (text_trim(line).n == 0)
			continue;
		arena_reset(&p->arena);
		/* the node of the root points into the line, which stays until the next call */
		r->root = json_tree(&p->arena, line, &e);
		const struct json_node *id = json_get(r->root, "id");
		r->id = id ? id->json : TEXT("null");
		r->input = json_get(r->root, "input");
		p->held.n = 0;
		if (r->root && r->root->kind == JSON_OBJECT)
			return true;
		refuse(p, r->root ? "a request must be a JSON object"
				  : "a request must be one line of JSON");
		if (p->broken)
			break;
	}
	return false;
}

void
protocol_free(struct protocol *p)
{
	buf_free(&p->in);
	buf_free(&p->line);
	buf_free(&p->said);
	buf_free(&p->held);
	arena_free(&p->arena);
}
