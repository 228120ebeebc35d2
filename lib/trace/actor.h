/* SPDX-License-Identifier: MIT */
#ifndef TRACE_ACTOR_H
#define TRACE_ACTOR_H

#include "base/arena.h"
#include "trace/model.h"

/*
 * Who made a root call, and from where, as far as it or a call below it tells: a member of an
 * argument, an attribute or a variable that is a text or a number.  The first call that has one
 * counts, depth first; in a call the first of these names, without case, `-`, `_` and `.`:
 *
 *	userid, uid, enduserid, username, userlogin, useremail, login, user, email,
 *	accountid, account, customerid, customer, actor, principal
 *	ip, ipaddress, clientip, clientaddress, remoteip, remoteaddr, remoteaddress, sourceip,
 *	sourceipaddress, sourceaddress, httpclientip, userip, useraddress
 *
 * Objects are searched two levels deep; the name of a member counts with that of its object, too:
 * {"user":{"id":7}} has a userid.  Absent texts: not told.
 */
struct trace_actor {
	struct text user, address; /* of the model, or in the arena */
};

void trace_find_actor(
    const struct trace_model *m, uint32_t root, struct trace_actor *actor, struct arena *a);

#endif
