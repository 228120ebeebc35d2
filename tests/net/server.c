/* SPDX-License-Identifier: MIT */
#include <arpa/inet.h>
#include <ctype.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

/*
 * A server of HTTP/1.1 that misbehaves, for tests of the programs that open a socket.
 *
 *	server LOG
 *
 * It binds a port of its own on 127.0.0.1, prints the number, and ends with its parent.  LOG gets
 * each request: the number of its connection, the first line, the headers in order of arrival, and
 * the body.  The first part of the path says what happens, the rest which API is meant:
 * http://127.0.0.1:PORT/429/v1/messages.  The answers are in answers.h.
 */
#include "tests/net/answers.h"

#define REQUEST_MAX ((size_t)64 << 20)

struct connection {
	int fd;
	unsigned number;
	FILE *log;
};

struct request {
	char *text; /* all of it */
	size_t n, cap;
	char *body;
	size_t body_n;
	char method[16], path[2048];
};

static pthread_mutex_t log_lock = PTHREAD_MUTEX_INITIALIZER;

/* Of /stall and /dies: how many came, and what all of them wait for. */
static struct {
	pthread_mutex_t lock;
	unsigned stalling, dying;
} counts = { .lock = PTHREAD_MUTEX_INITIALIZER };

/* ---- sending -------------------------------------------------------------------------------- */

static bool
send_all(int fd, const char *p, size_t n)
{
	while (n > 0) {
		const ssize_t sent = send(fd, p, n, MSG_NOSIGNAL);
		if (sent < 0 && errno != EINTR)
			return false;
		if (sent > 0) {
			p += sent;
			n -= (size_t)sent;
		}
	}
	return true;
}

static bool
answer(int fd, int status, const char *headers, const char *body)
{
	char head[4096];
	const int n = snprintf(head, sizeof(head),
	    "HTTP/1.1 %d Status\r\nContent-Length: %zu\r\n%s\r\n", status, strlen(body), headers);
	return send_all(fd, head, (size_t)n) && send_all(fd, body, strlen(body));
}

static bool
answer_json(int fd, int status, const char *body)
{
	return answer(fd, status, "Content-Type: application/json\r\n", body);
}

/* Sends a stream in pieces that split lines, characters and line ends. */
static bool
answer_stream(int fd, const char *events, bool whole)
{
	static const char head[] = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
				   "Transfer-Encoding: chunked\r\n\r\n";
	const size_t n = whole ? strlen(events) : strlen(events) / 2;
	char chunk[64];
	if (!send_all(fd, head, sizeof(head) - 1))
		return false;
	for (size_t at = 0; at < n; at += 7) {
		const size_t part = n - at < 7 ? n - at : 7;
		const int length =
		    snprintf(chunk, sizeof(chunk), "%zx\r\n%.*s\r\n", part, (int)part, events + at);
		if (!send_all(fd, chunk, (size_t)length))
			return false;
	}
	return whole && send_all(fd, "0\r\n\r\n", 5);
}

/* 100 MB, or as much of them as the other side takes. */
static bool
answer_large(int fd)
{
	static const char head[] = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
				   "Content-Length: 104857600\r\n\r\n";
	char *block = malloc(1 << 20);
	bool good = block && send_all(fd, head, sizeof(head) - 1);
	if (block)
		memset(block, ' ', 1 << 20);
	for (int i = 0; good && i < 100; i++)
		good = send_all(fd, block, 1 << 20);
	free(block);
	return good;
}

/* A byte at a time, until the other side has had enough. */
static bool
drip(int fd)
{
	static const char head[] = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
				   "Content-Length: 1000000\r\n\r\n";
	bool good = send_all(fd, head, sizeof(head) - 1);
	struct pollfd gone = { .fd = fd, .events = POLLRDHUP };
	while (good && poll(&gone, 1, 20) == 0)
		good = send_all(fd, " ", 1);
	return false;
}

static bool
reset(int fd)
{
	const struct linger now = { 1, 0 };
	setsockopt(fd, SOL_SOCKET, SO_LINGER, &now, sizeof(now));
	return false;
}

/* ---- requests ------------------------------------------------------------------------------- */

/* The value of a header, or "". */
static const char *
header(const struct request *r, const char *name, char *out, size_t cap)
{
	const char *p = strstr(r->text, "\r\n");
	out[0] = '\0';
	while (p && p + 2 < r->body) {
		p += 2;
		if (strncasecmp(p, name, strlen(name)) == 0 && p[strlen(name)] == ':') {
			p += strlen(name) + 1;
			p += strspn(p, " ");
			snprintf(out, cap, "%.*s", (int)strcspn(p, "\r"), p);
			return out;
		}
		p = strstr(p, "\r\n");
	}
	return out;
}

/* Reads one request.  Returns false at the end of the connection. */
static bool
read_request(int fd, struct request *r)
{
	char length[32];
	r->n = 0;
	r->body = NULL;
	for (;;) {
		if (r->cap - r->n < 65536) {
			r->cap = 2 * r->cap + 65536;
			r->text = realloc(r->text, r->cap);
		}
		const ssize_t n = recv(fd, r->text + r->n, 65535, 0);
		if (n <= 0 || r->n > REQUEST_MAX)
			return false;
		r->n += (size_t)n;
		r->text[r->n] = '\0';
		char *end = strstr(r->text, "\r\n\r\n");
		if (!end)
			continue;
		r->body = end + 4;
		r->body_n = strtoul(header(r, "content-length", length, sizeof(length)), NULL, 10);
		if ((size_t)(r->text + r->n - r->body) >= r->body_n)
			break;
	}
	return sscanf(r->text, "%15s %2047s", r->method, r->path) == 2;
}

static void
put_log(const struct connection *c, const struct request *r)
{
	pthread_mutex_lock(&log_lock);
	fprintf(c->log, "connection %u\n", c->number);
	for (const char *p = r->text; p < r->body - 2; p++)
		if (*p != '\r')
			fputc(*p, c->log);
	fwrite(r->body, 1, r->body_n, c->log);
	fputs("\n", c->log);
	fflush(c->log);
	pthread_mutex_unlock(&log_lock);
}

/* Puts the request into the JSON of an answer; for tests, no text in it needs escapes except
 * quotes. */
static bool
mirror(int fd, const struct request *r)
{
	const size_t cap = 6 * r->n + 4096;
	char *out = malloc(cap), *p = out;
	p += sprintf(p, "{\"method\":\"%s\",\"path\":\"%s\",\"headers\":[", r->method, r->path);
	const char *line = strstr(r->text, "\r\n");
	for (const char *sep = ""; line && line + 4 < r->body; sep = ",") {
		line += 2;
		p += sprintf(p, "%s\"%.*s\"", sep, (int)strcspn(line, "\r"), line);
		line = strstr(line, "\r\n");
	}
	p += sprintf(p, "],\"body\":\"");
	for (size_t i = 0; i < r->body_n; i++) {
		if (r->body[i] == '"' || r->body[i] == '\\')
			*p++ = '\\';
		*p++ = r->body[i];
	}
	strcpy(p, "\"}");
	const bool good = answer(fd, 200,
	    "Content-Type: application/json\r\nX-Two: a\r\nX-Two: b\r\n"
	    "Set-Cookie: s=1\r\nSet-Cookie: t=2\r\nConnection: keep-alive\r\n",
	    out);
	free(out);
	return good;
}

/* Repeats the key that came, in the text of an answer. */
static bool
repeat_key(int fd, const struct request *r, int status, const char *form)
{
	char key[512], body[2048];
	if (!*header(r, "authorization", key, sizeof(key)))
		header(r, "x-api-key", key, sizeof(key));
	snprintf(body, sizeof(body), form, key);
	return answer_json(fd, status, body);
}

/* A stream of OpenAI that repeats the key in two pieces. */
static bool
stream_key(int fd, const struct request *r)
{
	char key[512], events[2048];
	header(r, "authorization", key, sizeof(key));
	const int half = (int)(strlen(key) / 2) + 3;
	snprintf(events, sizeof(events),
	    "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"your key: %.*s\"}}]}\n\n"
	    "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"%s, was it\"}}]}\n\n"
	    "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n"
	    "data: [DONE]\n\n",
	    half, key, key + half);
	return answer_stream(fd, events, true);
}

static bool
is(const struct request *r, const char *mode)
{
	const size_t n = strlen(mode);
	return strncmp(r->path, mode, n) == 0 && (r->path[n] == '/' || r->path[n] == '\0');
}

/* The 50th request stops everything for a second. */
static bool
stall(int fd)
{
	pthread_mutex_lock(&counts.lock);
	if (++counts.stalling == 50)
		sleep(1);
	pthread_mutex_unlock(&counts.lock);
	return answer_json(fd, 200, "{}");
}

/* The 20th request is the last one. */
static bool
die(int fd)
{
	pthread_mutex_lock(&counts.lock);
	if (++counts.dying > 20)
		_exit(0);
	const bool good = answer_json(fd, 200, "{}");
	pthread_mutex_unlock(&counts.lock);
	return good;
}

/* Never answers. */
static bool
hang(int fd)
{
	struct pollfd gone = { .fd = fd, .events = POLLRDHUP };
	poll(&gone, 1, -1);
	return false;
}

/* Returns whether the connection goes on. */
static bool
serve(int fd, const struct request *r)
{
	const bool anthropic = strstr(r->path, "/messages") != NULL;
	for (size_t i = 0; i < sizeof(fixed) / sizeof(*fixed); i++)
		if (is(r, fixed[i].mode))
			return answer(fd, fixed[i].status, fixed[i].headers, fixed[i].body);
	for (size_t i = 0; i < sizeof(streams) / sizeof(*streams); i++)
		if (is(r, streams[i].mode))
			return answer_stream(fd,
			    anthropic ? streams[i].anthropic : streams[i].openai, streams[i].whole);
	if (is(r, "/ok") && strstr(r->path, "/embeddings"))
		return answer_json(fd, 200, embedding);
	if (is(r, "/ok"))
		return answer_json(fd, 200, anthropic ? anthropic_text : openai_text);
	if (is(r, "/tools"))
		return answer_json(fd, 200, anthropic ? anthropic_tools : openai_tools);
	if (is(r, "/echo-key"))
		return repeat_key(fd, r, 200,
		    "{\"choices\":[{\"message\":{\"role\":\"assistant\","
		    "\"content\":\"your key: %s\"}}]}");
	if (is(r, "/error-key"))
		return repeat_key(fd, r, 401,
		    "{\"error\":{\"type\":\"authentication_error\","
		    "\"message\":\"bad key: %s\"}}");
	if (is(r, "/text-key"))
		return repeat_key(fd, r, 500, "bad key: %s");
	if (is(r, "/stream-key"))
		return stream_key(fd, r);
	if (is(r, "/mirror"))
		return mirror(fd, r);
	if (is(r, "/large"))
		return answer_large(fd);
	if (is(r, "/drip"))
		return drip(fd);
	if (is(r, "/reset"))
		return reset(fd);
	if (is(r, "/short"))
		return send_all(fd, short_answer, strlen(short_answer)) && false;
	if (is(r, "/binary"))
		return send_all(fd, binary_answer, sizeof(binary_answer) - 1);
	if (is(r, "/stall"))
		return stall(fd);
	if (is(r, "/dies"))
		return die(fd);
	if (is(r, "/hang"))
		return hang(fd);
	if (is(r, "/close"))
		return false;
	return answer_json(fd, 404, "{\"error\":{\"message\":\"no such page\"}}");
}

static void *
run(void *context)
{
	struct connection *c = context;
	struct request r = { 0 };
	const int yes = 1;
	setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof(yes));
	while (read_request(c->fd, &r)) {
		put_log(c, &r);
		if (!serve(c->fd, &r))
			break;
	}
	close(c->fd);
	free(r.text);
	free(c);
	return NULL;
}

int
main(int argc, char **argv)
{
	struct sockaddr_in at = { .sin_family = AF_INET, .sin_addr = { htonl(INADDR_LOOPBACK) } };
	socklen_t n = sizeof(at);
	const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	FILE *log = argc == 2 ? fopen(argv[1], "w") : NULL;
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	if (!log || bind(fd, (struct sockaddr *)&at, sizeof(at)) < 0 || listen(fd, 128) < 0 ||
	    getsockname(fd, (struct sockaddr *)&at, &n) < 0) {
		perror("server");
		return 2;
	}
	printf("%d\n", ntohs(at.sin_port));
	fclose(stdout);
	for (unsigned number = 1;; number++) {
		struct connection *c = malloc(sizeof(*c));
		pthread_t thread;
		*c = (struct connection){ accept(fd, NULL, NULL), number, log };
		if (c->fd < 0 || pthread_create(&thread, NULL, run, c) != 0)
			return 2;
		pthread_detach(thread);
	}
}
