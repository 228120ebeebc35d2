/* SPDX-License-Identifier: MIT */
#include "cmd/helper/transfer.h"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <errno.h>
#include <inttypes.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>

#include "base/mem.h"
#include "base/number.h"

#define HEADERS_MAX ((size_t)1 << 20)
#define HEADER_LINES_MAX 1000
#define CONNECT_TIMEOUT_MS 30000
#define RETRY_AFTER_MAX_MS ((int64_t)86400 * 1000)

struct transfer {
	CURL *curl;
	struct transfer_options options;
	bool elsewhere; /* a connection to another machine was refused */
	/* the exchange that is going on */
	const struct transfer_request *request;
	struct transfer_response *response;
	uint64_t got;    /* bytes of the body */
	unsigned header; /* lines */
	char why[CURL_ERROR_SIZE];
};

/* ---- hosts ---------------------------------------------------------------------------------- */

static bool
is_own_address(const struct sockaddr *a)
{
	if (a->sa_family == AF_INET)
		return ntohl(((const struct sockaddr_in *)a)->sin_addr.s_addr) >> 24 == 127;
	if (a->sa_family != AF_INET6)
		return false;
	const struct in6_addr *v6 = &((const struct sockaddr_in6 *)a)->sin6_addr;
	return IN6_IS_ADDR_LOOPBACK(v6) || (IN6_IS_ADDR_V4MAPPED(v6) && v6->s6_addr[12] == 127);
}

/* ---- what libcurl calls --------------------------------------------------------------------- */

/* A name may lead elsewhere, so the address itself decides. */
static curl_socket_t
open_socket(void *context, curlsocktype purpose, struct curl_sockaddr *a)
{
	struct transfer *t = context;
	(void)purpose;
	if (t->options.loopback_only && !is_own_address(&a->addr)) {
		t->elsewhere = true;
		return CURL_SOCKET_BAD;
	}
	return socket(a->family, a->socktype | SOCK_CLOEXEC, a->protocol);
}

static int
look_up(void *context, curl_off_t total, curl_off_t now, curl_off_t total_up, curl_off_t up)
{
	const struct transfer *t = context;
	(void)total, (void)now, (void)total_up, (void)up;
	return t->options.is_over && t->options.is_over(t->options.context);
}

static size_t
fail(struct transfer *t, enum transfer_end end)
{
	t->response->end = end;
	return 0; /* fewer bytes than there are: libcurl ends the exchange */
}

static size_t
take_header(char *p, size_t size, size_t n, void *context)
{
	struct transfer *t = context;
	struct buf *b = &t->response->headers;
	const struct text line = text_trim((struct text){ p, n });
	const char *colon = memchr(line.p, ':', line.n);
	(void)size;
	if (line.n >= 5 && memcmp(line.p, "HTTP/", 5) == 0) {
		b->n = t->header = 0; /* an answer of its own, after 100 Continue for example */
		return n;
	}
	if (!colon)
		return n;
	if (b->n + n > HEADERS_MAX || ++t->header > HEADER_LINES_MAX)
		return fail(t, TRANSFER_TOO_LARGE);
	const size_t from = b->n;
	buf_text(b, line);
	buf_char(b, '\0');
	for (char *c = b->p + from; *c != ':' && *c; c++)
		if (*c >= 'A' && *c <= 'Z')
			*c = (char)(*c - 'A' + 'a');
	return n;
}

static size_t
take_body(char *p, size_t size, size_t n, void *context)
{
	struct transfer *t = context;
	struct transfer_response *r = t->response;
	(void)size;
	t->got += n;
	if (t->got > t->options.max_body)
		return fail(t, TRANSFER_TOO_LARGE);
	curl_easy_getinfo(t->curl, CURLINFO_RESPONSE_CODE, &r->status);
	const int taken =
	    t->request->take ? t->request->take(t->request->context, (struct text){ p, n }) : 0;
	if (taken < 0)
		return fail(t, TRANSFER_ABANDONED);
	if (taken == 0)
		buf_put(&r->body, p, n);
	return n;
}

/* ---- an exchange ---------------------------------------------------------------------------- */

struct transfer *
transfer_new(const struct transfer_options *o)
{
	struct transfer *t = mem_zalloc(1, sizeof(*t));
	t->options = *o;
	t->curl = curl_global_init(CURL_GLOBAL_DEFAULT) == 0 ? curl_easy_init() : NULL;
	if (t->curl)
		return t;
	free(t);
	return NULL;
}

void
transfer_free(struct transfer *t)
{
	if (!t)
		return;
	curl_easy_cleanup(t->curl);
	curl_global_cleanup();
	free(t);
}

void
transfer_add_header(struct transfer_request *q, struct text name, struct text value)
{
	struct buf *b = &q->headers;
	buf_text(b, name);
	/* libcurl sends a header without a value only if a semicolon ends its name */
	if (value.n > 0)
		BUF_LIT(b, ": ");
	else
		buf_char(b, ';');
	buf_text(b, value);
	buf_char(b, '\0');
}

static struct curl_slist *
header_list(const struct transfer_request *q)
{
	struct curl_slist *list = curl_slist_append(NULL, "Expect:");
	for (size_t at = 0; at < q->headers.n; at += strlen(q->headers.p + at) + 1) {
		struct curl_slist *more = curl_slist_append(list, q->headers.p + at);
		if (!more)
			mem_give_up();
		list = more;
	}
	return list;
}

static void
set_bounds(struct transfer *t)
{
	CURL *c = t->curl;
	const struct transfer_options *o = &t->options;
	const long ms = o->timeout_ms > INT32_MAX ? INT32_MAX : (long)o->timeout_ms;
#if LIBCURL_VERSION_NUM >= 0x075500
	curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "http,https");
#else
	curl_easy_setopt(c, CURLOPT_PROTOCOLS, (long)(CURLPROTO_HTTP | CURLPROTO_HTTPS));
#endif
	curl_easy_setopt(c, CURLOPT_FOLLOWLOCATION, 0L);
	curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(c, CURLOPT_TIMEOUT_MS, ms);
	curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT_MS,
	    ms > 0 && ms < CONNECT_TIMEOUT_MS ? ms : (long)CONNECT_TIMEOUT_MS);
	if (o->agent)
		curl_easy_setopt(c, CURLOPT_USERAGENT, o->agent);
}

static void
set_callbacks(struct transfer *t)
{
	CURL *c = t->curl;
	curl_easy_setopt(c, CURLOPT_ERRORBUFFER, t->why);
	curl_easy_setopt(c, CURLOPT_HEADERFUNCTION, take_header);
	curl_easy_setopt(c, CURLOPT_HEADERDATA, t);
	curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, take_body);
	curl_easy_setopt(c, CURLOPT_WRITEDATA, t);
	curl_easy_setopt(c, CURLOPT_OPENSOCKETFUNCTION, open_socket);
	curl_easy_setopt(c, CURLOPT_OPENSOCKETDATA, t);
	curl_easy_setopt(c, CURLOPT_NOPROGRESS, 0L);
	curl_easy_setopt(c, CURLOPT_XFERINFOFUNCTION, look_up);
	curl_easy_setopt(c, CURLOPT_XFERINFODATA, t);
}

static enum transfer_end
end_of(CURLcode code)
{
	switch ((int)code) {
	case CURLE_OK: return TRANSFER_DONE;
	case CURLE_OPERATION_TIMEDOUT: return TRANSFER_TIMED_OUT;
	case CURLE_ABORTED_BY_CALLBACK: return TRANSFER_ABANDONED;
	case CURLE_UNSUPPORTED_PROTOCOL:
	case CURLE_URL_MALFORMAT:
	case CURLE_BAD_FUNCTION_ARGUMENT: return TRANSFER_REFUSED;
	case CURLE_SSL_CONNECT_ERROR:
	case CURLE_PEER_FAILED_VERIFICATION:
	case CURLE_SSL_CACERT_BADFILE:
	case CURLE_SSL_CERTPROBLEM:
	case CURLE_SSL_ISSUER_ERROR: return TRANSFER_UNTRUSTED;
	default: return TRANSFER_BROKEN;
	}
}

/* Retry-After is a number of seconds or a date; some servers give milliseconds, too. */
static int64_t
retry_after(const struct transfer_response *r)
{
	const struct text ms = transfer_header(r, "retry-after-ms");
	const struct text after = transfer_header(r, "retry-after");
	char date[64];
	double d = -1;
	if (ms.p && number_is_json(ms) && number_f64(ms, &d) == 0 && d >= 0)
		return d < (double)RETRY_AFTER_MAX_MS ? (int64_t)d : RETRY_AFTER_MAX_MS;
	if (!after.p || after.n >= sizeof(date))
		return -1;
	if (number_is_json(after) && number_f64(after, &d) == 0) {
		d *= 1000;
	} else {
		memcpy(date, after.p, after.n);
		date[after.n] = '\0';
		const time_t at = curl_getdate(date, NULL);
		if (at < 0)
			return -1;
		d = difftime(at, time(NULL)) * 1000;
		d = d < 0 ? 0 : d;
	}
	if (!(d >= 0))
		return -1;
	return d < (double)RETRY_AFTER_MAX_MS ? (int64_t)d : RETRY_AFTER_MAX_MS;
}

static void
explain(struct transfer *t, CURLcode code)
{
	struct transfer_response *r = t->response;
	/* libcurl's own text has the milliseconds that it took to fail */
	const bool own = t->why[0] && code != CURLE_COULDNT_CONNECT;
	const char *const why = own ? t->why : curl_easy_strerror(code);
	if (r->end == TRANSFER_DONE)
		r->end = t->elsewhere ? TRANSFER_ELSEWHERE : end_of(code);
	switch (r->end) {
	case TRANSFER_DONE: break;
	case TRANSFER_TOO_LARGE:
		snprintf(r->message, sizeof(r->message),
		    "the answer is larger than %" PRIu64 " bytes, so it was dropped",
		    t->options.max_body);
		break;
	case TRANSFER_TIMED_OUT:
		if (t->options.timeout_ms > 0)
			snprintf(r->message, sizeof(r->message),
			    "no complete answer within %" PRId64 "ms", t->options.timeout_ms);
		else
			snprintf(r->message, sizeof(r->message), "%s", why);
		break;
	case TRANSFER_ELSEWHERE:
		snprintf(r->message, sizeof(r->message), "the address is not of this machine");
		break;
	case TRANSFER_ABANDONED:
		snprintf(r->message, sizeof(r->message), "the exchange was abandoned");
		break;
	case TRANSFER_BROKEN:
	case TRANSFER_UNTRUSTED:
	case TRANSFER_REFUSED: snprintf(r->message, sizeof(r->message), "%s", why); break;
	}
}

void
transfer_do(struct transfer *t, const struct transfer_request *q, struct transfer_response *r)
{
	CURL *c = t->curl;
	struct curl_slist *headers = header_list(q);
	r->retry_after_ms = -1;
	t->request = q;
	t->response = r;
	t->got = t->header = 0;
	t->elsewhere = false;
	t->why[0] = '\0';
	curl_easy_reset(c); /* keeps the connection */
	set_bounds(t);
	set_callbacks(t);
	curl_easy_setopt(c, CURLOPT_URL, q->url);
	curl_easy_setopt(c, CURLOPT_PATH_AS_IS, 1L);
	curl_easy_setopt(c, CURLOPT_HTTPHEADER, headers);
	if (q->direct)
		curl_easy_setopt(c, CURLOPT_PROXY, "");
	if (q->decompress)
		curl_easy_setopt(c, CURLOPT_ACCEPT_ENCODING, "");
	if (q->body.p) {
		curl_easy_setopt(c, CURLOPT_POSTFIELDS, q->body.p);
		curl_easy_setopt(c, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)q->body.n);
	}
	if (strcmp(q->method, "HEAD") == 0)
		curl_easy_setopt(c, CURLOPT_NOBODY, 1L);
	else
		curl_easy_setopt(c, CURLOPT_CUSTOMREQUEST, q->method);
	const CURLcode code = curl_easy_perform(c);
	curl_easy_getinfo(c, CURLINFO_RESPONSE_CODE, &r->status);
	explain(t, code);
	r->retry_after_ms = retry_after(r);
	curl_slist_free_all(headers);
}

void
transfer_response_free(struct transfer_response *r)
{
	buf_free(&r->headers);
	buf_free(&r->body);
}

struct text
transfer_header(const struct transfer_response *r, const char *name)
{
	const size_t n = strlen(name);
	for (size_t at = 0; at < r->headers.n; at += strlen(r->headers.p + at) + 1) {
		const struct text line = text_of(r->headers.p + at);
		if (line.n > n && line.p[n] == ':' && memcmp(line.p, name, n) == 0)
			return text_trim((struct text){ line.p + n + 1, line.n - n - 1 });
	}
	return TEXT_ABSENT;
}

bool
transfer_is_retryable(const struct transfer_response *r)
{
	switch (r->end) {
	case TRANSFER_TIMED_OUT:
	case TRANSFER_BROKEN: return true;
	case TRANSFER_TOO_LARGE:
	case TRANSFER_ELSEWHERE:
	case TRANSFER_ABANDONED:
	case TRANSFER_UNTRUSTED:
	case TRANSFER_REFUSED: return false;
	case TRANSFER_DONE: break;
	}
	/* 408 and 504 are time-outs, 529 is Anthropic's 503 */
	return r->status == 408 || r->status == 429 || r->status == 502 || r->status == 503 ||
	       r->status == 504 || r->status == 529;
}

const char *
transfer_end_name(enum transfer_end end)
{
	switch (end) {
	case TRANSFER_DONE: return "HTTPError";
	case TRANSFER_TIMED_OUT: return "Timeout";
	case TRANSFER_BROKEN: return "ConnectionError";
	case TRANSFER_TOO_LARGE: return "TooLarge";
	case TRANSFER_ELSEWHERE: return "TargetRefused";
	case TRANSFER_ABANDONED: return "Abandoned";
	case TRANSFER_UNTRUSTED: return "TLSError";
	case TRANSFER_REFUSED: return "InvalidURL";
	}
	return "";
}
