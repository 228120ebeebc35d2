/* SPDX-License-Identifier: MIT */
/* Telling of events before they arrive changes nothing: neither decisions nor what is remembered.
 */
#include "decide/decide.h"
#include "state/save.h"
#include "tests/unit/unit.h"
#include "time/stamp.h"

enum { EVENTS = 4000, FIELDS = 2 };

static const char document[] =
    "{\"rules\":[{\"rule_id\":\"r\",\"outcome\":\"Block\",\"expression\":{\"kind\":\"WindowCmp\","
    "\"scope\":\"Entity\",\"seconds\":30,\"operator\":\"Ge\",\"value\":3}},"
    "{\"rule_id\":\"d\",\"outcome\":\"Challenge\",\"expression\":{\"kind\":"
    "\"WindowCmp\",\"group_by\":[\"ip\",\"user\"],\"seconds\":60,\"operator\":\"Ge\",\"value\":2,"
    "\"aggregate\":{\"kind\":\"Distinct\",\"field_name\":\"user\"}}},"
    "{\"rule_id\":\"u\",\"outcome\":\"Allow\",\"expression\":{\"kind\":\"WindowCmp\","
    "\"group_by\":[\"user\"],\"seconds\":300,\"operator\":\"Ge\",\"value\":4}}]}";

/* An event and the memory of its texts. */
struct made {
	struct event event;
	struct value field[FIELDS];
	struct buf text[5];
};

static unsigned
dice(uint64_t *seed, unsigned sides)
{
	*seed = *seed * UINT64_C(6364136223846793005) + 1442695040888963407;
	return (unsigned)(*seed >> 33) % sides;
}

/* One in five has none. */
static struct value
string(struct buf *b, const char *prefix, unsigned number)
{
	b->n = 0;
	buf_printf(b, "%s%u", prefix, number);
	return number % 5 == 4 ? VALUE_NONE : (struct value){ buf_as_text(b), VALUE_STRING, true };
}

static void
make(struct made *m, uint64_t *seed, int64_t *at_s)
{
	static const char *const tenants[] = { "t", "a-longer-tenant-", "b-longer-tenant-" };
	*at_s += dice(seed, 4);
	m->field[0] = string(&m->text[0], "10.0.0.", dice(seed, 30));
	m->field[1] =
	    string(&m->text[1], "somebody-whose-name-is-longer-than-a-unit-", dice(seed, 90));
	m->event = (struct event){ .observed_at_ns = *at_s * STAMP_SECOND, .field = m->field };
	m->event.tenant_id = string(&m->text[2], tenants[dice(seed, 3)], dice(seed, 6));
	m->event.entity_id = string(&m->text[3], "k", dice(seed, 20));
	m->event.session_id = m->event.entity_id;
	buf_printf(&m->text[4], "%u", dice(seed, 300));
	m->event.event_id = (struct value){ buf_as_text(&m->text[4]), VALUE_STRING, true };
	if (dice(seed, 50) == 0)
		m->event.observed_at_ns -= 9000 * STAMP_SECOND; /* too late */
}

static void
decide(struct decider *d, const struct event *ev, struct buf *decisions)
{
	struct decision decision;
	decide_event(d, ev, &decision);
	buf_printf(
	    decisions, "%d%s", (int)decision.verdict->outcome, decision.duplicate ? "d" : "");
}

/* Decides them all.  A random number of events is announced at a time, or none. */
static void
run(const struct rules *r, bool tell, struct buf *decisions, struct buf *image)
{
	struct decider *d = decider_new(r, (struct siphash_key){ 1, tell });
	struct made made[DECIDE_AHEAD] = { 0 };
	struct event ev[DECIDE_AHEAD];
	uint64_t seed = 5, sizes = 7;
	int64_t at_s = 1795168800;
	struct err e;
	for (unsigned done = 0; done < EVENTS;) {
		unsigned n = dice(&sizes, DECIDE_AHEAD + 1);
		for (unsigned i = 0; i < n; i++) {
			made[i].text[4].n = 0;
			make(&made[i], &seed, &at_s);
			ev[i] = made[i].event;
		}
		if (tell)
			decide_expect(d, ev, n);
		for (unsigned i = 0; i < n; i++)
			decide(d, &ev[i], decisions);
		done += n;
	}
	CHECK(state_save(decider_state(d), NULL, image, &e) == 0);
	for (size_t i = 0; i < DECIDE_AHEAD; i++)
		for (size_t k = 0; k < 5; k++)
			buf_free(&made[i].text[k]);
	decider_free(d);
}

int
main(void)
{
	struct buf decisions[2] = { 0 }, image[2] = { 0 };
	struct err e;
	struct rules *r = rules_load(text_of(document), NULL, ".", &e);
	for (int tell = 0; tell < 2; tell++)
		run(r, tell, &decisions[tell], &image[tell]);
	CHECK(decisions[0].n > EVENTS && memchr(decisions[0].p, '3', decisions[0].n) != NULL);
	CHECK(text_eq(buf_as_text(&decisions[0]), buf_as_text(&decisions[1])));
	CHECK(text_eq(buf_as_text(&image[0]), buf_as_text(&image[1])));
	for (int tell = 0; tell < 2; tell++) {
		buf_free(&decisions[tell]);
		buf_free(&image[tell]);
	}
	rules_free(r);
	return unit_end();
}
