/* SPDX-License-Identifier: MIT */
#include "cmd/trace/partial.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "cmd/cli/diagnostics.h"
#include "cmd/cli/stream.h"

struct partial {
	struct command *command;
	struct buf path; /* with a NUL behind it */
	int fd;
	bool any; /* it has answers */
	bool continued;
	int error; /* errno of a write that failed; 0: none did */
	pthread_mutex_t lock;
};

/* Is the file one that a rename replaces?  One that does not exist will be. */
static bool
is_regular(const char *path)
{
	struct stat s;
	return stat(path, &s) < 0 ? errno == ENOENT : S_ISREG(s.st_mode);
}

static bool
is_resumed(const struct command *c, int fd)
{
	struct stat a, b;
	return c->asking.resume && fstat(fd, &a) == 0 && stat(c->asking.resume, &b) == 0 &&
	       a.st_dev == b.st_dev && a.st_ino == b.st_ino;
}

/* Removes a last line that was cut when the run that wrote it was killed. */
static int
cut_torn_line(int fd)
{
	struct stat s;
	char byte;
	if (fstat(fd, &s) < 0)
		return -1;
	off_t n = s.st_size;
	while (n > 0 && pread(fd, &byte, 1, n - 1) == 1 && byte != '\n')
		n--;
	return n < s.st_size ? ftruncate(fd, n) : 0;
}

static int
open_again(struct command *c, const char *path)
{
	const int fd = open(path, O_RDWR | O_APPEND | O_CLOEXEC | O_NOFOLLOW);
	if (fd >= 0 && is_resumed(c, fd) && cut_torn_line(fd) == 0)
		return fd;
	if (fd >= 0)
		close(fd);
	return run_stop(&c->run,
	    "%s has answers that are paid for, of a run that did not end; go on with --resume %s, "
	    "or remove it",
	    path, path);
}

int
partial_open(struct command *c, struct partial **partial)
{
	const char *output = c->settings.output;
	*partial = NULL;
	if (stream_is_standard(output) || !is_regular(output))
		return 0;
	struct partial *p = mem_zalloc(1, sizeof(*p));
	p->command = c;
	pthread_mutex_init(&p->lock, NULL);
	buf_text(&p->path, text_of(output));
	BUF_LIT(&p->path, PARTIAL_SUFFIX);
	buf_char(&p->path, '\0');
	p->fd = open(p->path.p, O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0666);
	if (p->fd < 0 && errno == EEXIST) {
		p->fd = open_again(c, p->path.p);
		p->any = p->continued = true;
	} else if (p->fd < 0) {
		run_stop(&c->run, "%s: %s", p->path.p, strerror(errno));
	}
	if (p->fd >= 0) {
		*partial = p;
		return 0;
	}
	partial_close(p, false);
	return -1;
}

bool
partial_is_continued(const struct partial *p)
{
	return p->continued;
}

void
partial_put(void *partial, const struct rerun_subject *s, const struct rerun_outcome *o)
{
	struct partial *p = partial;
	struct buf b = { 0 };
	rerun_paid_put(&b, s, o);
	struct text t = buf_as_text(&b);
	pthread_mutex_lock(&p->lock);
	while (t.n > 0 && p->error == 0) {
		const ssize_t n = write(p->fd, t.p, t.n);
		if (n < 0 && errno != EINTR)
			p->error = errno;
		t.p += n > 0 ? n : 0;
		t.n -= n > 0 ? (size_t)n : 0;
	}
	p->any = true;
	pthread_mutex_unlock(&p->lock);
	buf_free(&b);
}

void
partial_close(struct partial *p, bool done)
{
	if (!p)
		return;
	const struct voice *voice = &p->command->settings.voice;
	if (p->fd >= 0) {
		close(p->fd);
		if (p->error != 0)
			diag(voice, "%s: %s", p->path.p, strerror(p->error));
		if (done || !p->any)
			unlink(p->path.p);
		else
			diag(voice, "%s has the answers of models; --resume %s goes on with them",
			    p->path.p, p->path.p);
	}
	pthread_mutex_destroy(&p->lock);
	buf_free(&p->path);
	free(p);
}
