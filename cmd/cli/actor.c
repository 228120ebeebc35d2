/* SPDX-License-Identifier: MIT */
#include "cmd/cli/actor.h"

#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "time/stamp.h"

struct text
actor_name(struct arena *a, const char *given)
{
	const char *name = given ? given : getenv("ESPER_ACTOR");
	char number[32];
	if (name && *name)
		return arena_text(a, text_of(name));
	const struct passwd *user = getpwuid(geteuid());
	if (user && *user->pw_name)
		return arena_text(a, text_of(user->pw_name));
	snprintf(number, sizeof(number), "uid-%lu", (unsigned long)geteuid());
	return arena_text(a, text_of(number));
}

struct store_author
actor_author(struct arena *a, const char *given)
{
	struct timespec now;
	clock_gettime(CLOCK_REALTIME, &now);
	return (struct store_author){ actor_name(a, given),
		stamp_whole_ms(now.tv_sec * STAMP_SECOND + now.tv_nsec) };
}
