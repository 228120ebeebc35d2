/* SPDX-License-Identifier: MIT */
#include "cmd/helper/bounds.h"

#include <signal.h>
#include <sys/resource.h>

#include "time/duration.h"

#define MILLISECOND 1000000

int
bounds_timeout(const char *argument, int64_t *ns, struct err *e)
{
	if (duration_parse_seconds(text_of(argument), ns) == 0 && *ns >= 0)
		return 0;
	return err_set(e, "not a duration (500ms, 30s, 2m; 0: none): '%s'", argument);
}

int64_t
bounds_ms(int64_t ns)
{
	return ns / MILLISECOND + (ns % MILLISECOND > 0);
}

int
bounds_list(const char *argument, struct text *list, size_t *n, struct err *e)
{
	struct text rest = text_of(argument);
	while (rest.n > 0) {
		const char *comma = memchr(rest.p, ',', rest.n);
		const struct text name = { rest.p, comma ? (size_t)(comma - rest.p) : rest.n };
		const size_t used = name.n + (comma ? 1 : 0);
		if (*n == BOUNDS_LIST)
			return err_set(e, "more than %d names", BOUNDS_LIST);
		if (name.n > 0)
			list[(*n)++] = name;
		rest = (struct text){ rest.p + used, rest.n - used };
	}
	return 0;
}

void
bounds_process(void)
{
	static const struct rlimit none = { 0, 0 };
	setrlimit(RLIMIT_CORE, &none); /* a core would have the keys in it */
	signal(SIGPIPE, SIG_IGN);
}
