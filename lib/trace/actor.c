/* SPDX-License-Identifier: MIT */
#include "trace/actor.h"

#include "base/ascii.h"
#include "json/write.h"
#include "trace/members.h"

static const struct text users[] = { TEXT("userid"), TEXT("uid"), TEXT("enduserid"),
	TEXT("username"), TEXT("userlogin"), TEXT("useremail"), TEXT("login"), TEXT("user"),
	TEXT("email"), TEXT("accountid"), TEXT("account"), TEXT("customerid"), TEXT("customer"),
	TEXT("actor"), TEXT("principal") };
static const struct text addresses[] = { TEXT("ip"), TEXT("ipaddress"), TEXT("clientip"),
	TEXT("clientaddress"), TEXT("remoteip"), TEXT("remoteaddr"), TEXT("remoteaddress"),
	TEXT("sourceip"), TEXT("sourceipaddress"), TEXT("sourceaddress"), TEXT("httpclientip"),
	TEXT("userip"), TEXT("useraddress") };
enum {
	USERS = sizeof(users) / sizeof(*users),
	ADDRESSES = sizeof(addresses) / sizeof(*addresses),
	NAME_MOST = 32,
	LEVELS = 2
};

/* What is found so far: values as JSON, and the places of their names in the lists. */
struct search {
	struct text user, address;
	size_t user_rank, address_rank;
};

/* A name as the lists have it. */
struct plain_name {
	char text[NAME_MOST];
	size_t n; /* more than NAME_MOST: it is too long for any of them */
};

static void
add_name(struct plain_name *name, struct text t)
{
	for (size_t i = 0; i < t.n && name->n <= NAME_MOST; i++) {
		if (t.p[i] == '_' || t.p[i] == '-' || t.p[i] == '.')
			continue;
		if (name->n < NAME_MOST)
			name->text[name->n] = ascii_lower(t.p[i]);
		name->n++;
	}
}

static bool
is_usable(struct text json)
{
	return json.p[0] == '"' ? json.n > 2 : json.p[0] == '-' || ascii_is_digit(json.p[0]);
}

static void
look_at(struct search *s, const struct plain_name *name, struct text value)
{
	if (name->n > NAME_MOST || !is_usable(value))
		return;
	const struct text t = { name->text, name->n };
	const size_t user = text_among(t, users, s->user_rank);
	const size_t address = text_among(t, addresses, s->address_rank);
	if (user < s->user_rank) {
		s->user_rank = user;
		s->user = value;
	} else if (address < s->address_rank) {
		s->address_rank = address;
		s->address = value;
	}
}

/* outer: the name of the object that is looked into. */
static void
look_in(struct search *s, struct text object, const struct plain_name *outer, unsigned levels)
{
	struct trace_members it = trace_members(object);
	struct text key, value;
	while (it.object && trace_member(&it, &key, &value)) {
		struct plain_name own = { .n = 0 }, joined = *outer;
		add_name(&own, key);
		add_name(&joined, key);
		if (value.p[0] == '{' && levels > 0)
			look_in(s, value, &own, levels - 1);
		look_at(s, &own, value);
		if (outer->n > 0)
			look_at(s, &joined, value);
	}
}

static void
look_in_call(struct search *s, const struct trace_model *m, const struct trace_call *c)
{
	const struct plain_name none = { .n = 0 };
	look_in(s, trace_text_of(c->input), &none, LEVELS);
	look_in(s, trace_text_of(c->attributes), &none, LEVELS);
	for (uint32_t e = c->event; e > 0; e = m->event[e - 1].next) {
		const struct trace_event *event = &m->event[e - 1];
		struct plain_name name = { .n = 0 };
		if (event->type != TRACE_VARIABLE || !event->text[TRACE_VALUE])
			continue;
		add_name(&name, trace_text_of(event->text[TRACE_NAME]));
		look_in(s, trace_text_of(event->text[TRACE_VALUE]), &name, LEVELS - 1);
		look_at(s, &name, trace_text_of(event->text[TRACE_VALUE]));
	}
}

static struct text
content(struct text json, struct arena *a)
{
	if (!json.p || json.p[0] != '"')
		return json;
	return json_unescaped(a, (struct text){ json.p + 1, json.n - 2 });
}

void
trace_find_actor(
    const struct trace_model *m, uint32_t root, struct trace_actor *actor, struct arena *a)
{
	const struct trace_call *c = &m->call[root];
	*actor = (struct trace_actor){ TEXT_ABSENT, TEXT_ABSENT };
	for (uint32_t at = c->at; at < c->last && !(actor->user.p && actor->address.p); at++) {
		/* what a call before told stays */
		struct search s = { .user_rank = actor->user.p ? 0 : USERS,
			.address_rank = actor->address.p ? 0 : ADDRESSES };
		look_in_call(&s, m, trace_call_at(m, at));
		if (s.user.p)
			actor->user = content(s.user, a);
		if (s.address.p)
			actor->address = content(s.address, a);
	}
}
