/* SPDX-License-Identifier: MIT */
#include "cmd/trace/spool.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "cmd/cli/stream.h"
#include "io/nameless.h"

static const char *
folder(void)
{
	const char *dir = getenv("TMPDIR");
	return dir && *dir ? dir : "/tmp";
}

static int
write_whole(int fd, const char *p, size_t n)
{
	while (n > 0) {
		const ssize_t put = write(fd, p, n);
		if (put < 0 && errno != EINTR)
			return -1;
		p += put > 0 ? put : 0;
		n -= put > 0 ? (size_t)put : 0;
	}
	return 0;
}

/* Copies everything.  Returns 0, -1 if reading failed, or -2 if writing did. */
static int
copy(int from, int to)
{
	enum { PIECE = 1 << 18 };
	char *p = mem_alloc(PIECE);
	int result = 0;
	while (result == 0) {
		const ssize_t n = read(from, p, PIECE);
		if (n == 0)
			break;
		if (n < 0)
			result = errno == EINTR ? 0 : -1;
		else if (write_whole(to, p, (size_t)n) < 0)
			result = -2;
	}
	free(p);
	return result;
}

/* Copies an input that is open as `from`. */
static int
spool(struct spool *s, struct command *c, size_t i, int from)
{
	const char *dir = folder(),
		   *name = stream_is_standard(s->operand[i]) ? "standard input" : s->operand[i];
	const int to = nameless_open(dir);
	if (to < 0)
		return run_stop(
		    &c->run, "%s: cannot make a temporary file there: %s", dir, strerror(errno));
	s->fd[i] = to;
	switch (copy(from, to)) {
	case 0: break;
	case -1: return run_stop(&c->run, "%s: %s", name, strerror(errno));
	default:
		return run_stop(&c->run,
		    "%s: %s; a selection needs room there for the whole input from a pipe: set "
		    "TMPDIR, or give the input as a file",
		    dir, strerror(errno));
	}
	char *path = arena_alloc(&s->arena, 40);
	snprintf(path, 40, "/proc/self/fd/%d", to);
	s->opened[i] = path;
	return 0;
}

static int
spool_operand(struct spool *s, struct command *c, size_t i)
{
	const bool standard = stream_is_standard(s->operand[i]);
	struct stat st;
	if ((standard ? fstat(STDIN_FILENO, &st) : stat(s->operand[i], &st)) < 0 ||
	    S_ISREG(st.st_mode) || S_ISDIR(st.st_mode)) {
		/* a second reading begins where the first one did */
		if (standard && S_ISREG(st.st_mode) && lseek(STDIN_FILENO, 0, SEEK_CUR) == 0)
			s->opened[i] = "/proc/self/fd/0";
		else if (standard && S_ISREG(st.st_mode))
			return spool(s, c, i, STDIN_FILENO);
		return 0;
	}
	if (standard)
		return spool(s, c, i, STDIN_FILENO);
	const int from = open(s->operand[i], O_RDONLY | O_CLOEXEC);
	if (from < 0)
		return 0;
	const int result = spool(s, c, i, from);
	close(from);
	return result;
}

int
spool_inputs(struct spool *s, struct command *c)
{
	struct settings *set = &c->settings;
	static char standard[] = "-";
	*s = (struct spool){ .n = set->operands > 0 ? set->operands : 1 };
	s->operand = c->operand = mem_zalloc(s->n + 1, sizeof(*s->operand));
	s->opened = mem_zalloc(s->n, sizeof(*s->opened));
	s->fd = mem_alloc(s->n * sizeof(*s->fd));
	for (size_t i = 0; i < s->n; i++) {
		s->operand[i] = set->operands > 0 ? set->operand[i] : standard;
		s->fd[i] = -1;
	}
	set->operand = s->operand;
	set->operands = s->n;
	set->opened = s->opened;
	for (size_t i = 0; i < s->n; i++)
		if (spool_operand(s, c, i) < 0)
			return -1;
	return 0;
}

void
spool_free(struct spool *s, struct command *c)
{
	for (size_t i = 0; i < s->n; i++)
		if (s->fd[i] >= 0)
			close(s->fd[i]);
	c->settings.opened = NULL;
	free(s->opened);
	free(s->fd);
	arena_free(&s->arena);
}
