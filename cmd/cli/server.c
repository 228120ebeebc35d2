/* SPDX-License-Identifier: MIT */
#include "cmd/cli/server.h"

#include <arpa/inet.h>
#include <string.h>

bool
server_is_own(struct text host)
{
	struct in_addr v4;
	char name[INET6_ADDRSTRLEN];
	if (host.n >= 2 && host.p[0] == '[')
		host = (struct text){ host.p + 1, host.n - 2 };
	if (text_eq_nocase(host, TEXT("localhost")) || text_eq(host, TEXT("::1")))
		return true;
	if (host.n >= sizeof(name))
		return false;
	memcpy(name, host.p, host.n);
	name[host.n] = '\0';
	return inet_pton(AF_INET, name, &v4) == 1 && ntohl(v4.s_addr) >> 24 == 127;
}

bool
server_of_url(const char *url, struct text *host)
{
	const struct text t = text_of(url);
	const size_t scheme = strncmp(url, "http://", 7) == 0    ? 7
			      : strncmp(url, "https://", 8) == 0 ? 8
								 : 0;
	const char *p = url + scheme;
	for (size_t i = 0; i < t.n; i++)
		if ((unsigned char)url[i] <= ' ' || (unsigned char)url[i] >= 0x7f)
			return false;
	if (scheme == 0 || strpbrk(p, "?#@\\"))
		return false;
	size_t n = *p == '[' ? strcspn(p, "]/") : strcspn(p, ":/");
	n += *p == '[' && p[n] == ']';
	*host = (struct text){ p, n };
	return n > 0;
}

bool
server_is_among(struct text host, const struct text *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (text_eq_nocase(host, list[i]))
			return true;
	return false;
}

int
server_check_target(
    const char *url, const struct text *allowed, size_t n, struct text *host, struct err *e)
{
	if (!server_of_url(url, host))
		return err_set(
		    e, "not an http or https URL without user, query and fragment: '%s'", url);
	if (server_is_own(*host) || server_is_among(*host, allowed, n))
		return 0;
	return err_set(e,
	    "'%.*s' is not this machine, and requests would have an effect there; to allow it, add "
	    "--target-ok %.*s",
	    (int)host->n, host->p, (int)host->n, host->p);
}
