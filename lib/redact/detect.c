/* SPDX-License-Identifier: MIT */
#include "redact/detect.h"

#include <string.h>

#include "redact/detect_private.h"

/* What a byte may begin.  Words are gone through as a whole. */
enum { OTHER, LETTER, DIGIT, AT, PLUS, COLON };

static const unsigned char classes[256] = {
	['0' ... '9'] = DIGIT,
	['A' ... 'Z'] = LETTER,
	['a' ... 'z'] = LETTER,
	['@'] = AT,
	['+'] = PLUS,
	[':'] = COLON,
};

static bool
hit_of(struct redact_hit *hit, enum redact_kind kind, size_t start, size_t end)
{
	*hit = (struct redact_hit){ kind, start, end };
	return end > start;
}

/* What begins with a letter? */
static bool
at_letter(struct text t, size_t i, struct redact_hit *hit)
{
	size_t start = i;
	switch (t.p[i]) {
	case 'A':
	case 'g':
	case 'x':
	case 's':
		if (hit_of(hit, REDACT_KEY, i, detect_key(t, i)))
			return true;
		break;
	case 'e':
		if (hit_of(hit, REDACT_JWT, i, detect_jwt(t, i)))
			return true;
		break;
	case 'b':
	case 'B':
		if (hit_of(hit, REDACT_BEARER, start, detect_bearer(t, i, &start)) && start > i) {
			hit->start = start;
			return true;
		}
		break;
	default: break;
	}
	return hit_of(hit, REDACT_IBAN, i, detect_iban(t, i)) ||
	       hit_of(hit, REDACT_IP, i, detect_ipv6(t, i));
}

static bool
at_digit(struct text t, size_t i, unsigned context, struct redact_hit *hit)
{
	if (!(context & REDACT_VERSION) && hit_of(hit, REDACT_IP, i, detect_ipv4(t, i)))
		return true;
	if (hit_of(hit, REDACT_IP, i, detect_ipv6(t, i)))
		return true;
	const size_t most = context & REDACT_ID ? 16 : 19;
	return !(context & REDACT_TIME) && hit_of(hit, REDACT_CARD, i, detect_card(t, i, most));
}

static bool
is_plain_word(struct text t)
{
	size_t i = 0;
	while (i < t.n && (ascii_is_letter(t.p[i]) || strchr("_.-", t.p[i])))
		i++;
	return i == t.n;
}

static bool
at_known(const struct redact_known *known, struct text t, size_t i, unsigned context,
    struct redact_hit *hit)
{
	const struct redact_value *v = redact_known_at(known, t, i);
	if (v && context & REDACT_MEMBER && v->kind == REDACT_SECRET && is_plain_word(v->text))
		return false;
	return v && hit_of(hit, v->kind, i, i + v->text.n);
}

/* Is the value that ends here the beginning of an address? */
static bool
is_before_at(struct text t, size_t from, size_t end)
{
	return end < t.n && t.p[end] == '@' && detect_email(t, end, &from) > 0;
}

/* Goes to the end of a word. */
static size_t
word_end(struct text t, size_t i)
{
	while (i < t.n && (classes[(unsigned char)t.p[i]] == LETTER ||
			      classes[(unsigned char)t.p[i]] == DIGIT))
		i++;
	return i;
}

bool
redact_detect(const struct redact_known *known, struct text t, size_t from, unsigned context,
    struct redact_hit *hit)
{
	for (size_t i = from; i < t.n;) {
		bool found = false;
		switch (classes[(unsigned char)t.p[i]]) {
		case LETTER: found = at_letter(t, i, hit); break;
		case DIGIT: found = at_digit(t, i, context, hit); break;
		case PLUS: found = hit_of(hit, REDACT_PHONE, i, detect_phone(t, i)); break;
		case COLON: found = hit_of(hit, REDACT_IP, i, detect_ipv6(t, i)); break;
		case AT: {
			size_t start = from;
			const size_t end = detect_email(t, i, &start);
			if (end > 0)
				return hit_of(hit, REDACT_EMAIL, start, end);
			i++;
			continue;
		}
		default: i++; continue;
		}
		/* an address may begin like another value */
		if (found && !is_before_at(t, from, hit->end))
			return true;
		if (known && at_known(known, t, i, context, hit) &&
		    !is_before_at(t, from, hit->end))
			return true;
		const size_t end = word_end(t, i);
		i = end > i ? end : i + 1;
	}
	return false;
}
