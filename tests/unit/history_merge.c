/* SPDX-License-Identifier: MIT */
#include "history/history.h"

#include <dirent.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/mem.h"
#include "tests/unit/unit.h"

static const struct history_options ample = { .budget = SIZE_MAX, .folder = "/nowhere" };

static void
add(struct history_part *part, const struct history_key *key, struct text record)
{
	buf_text(history_open(part), record);
	history_close(part, key);
}

/* Sorts the places and compares with the order expected. */
static void
check_order(const char *name, const struct history_key *in, const struct history_key *out, size_t n)
{
	unit_row(name);
	struct history h;
	struct history_part part = { 0 };
	struct err e;
	history_init(&h, &ample);
	for (size_t i = 0; i < n; i++)
		add(&part, &in[i], TEXT(""));
	history_part_sort(&part);
	CHECK(history_join(&h, &part, 0) == 0 && part.n == 0);
	struct history_key key;
	struct text record;
	for (size_t i = 0; i < n; i++)
		CHECK(history_next(&h, INT64_MAX, &key, &record, &e) == 1 &&
		      key.at_ns == out[i].at_ns && key.input == out[i].input &&
		      key.line == out[i].line);
	CHECK(history_next(&h, INT64_MAX, &key, &record, &e) == 0);
	history_part_free(&part);
	history_free(&h);
}

static void
check_orders(void)
{
	check_order("empty", NULL, NULL, 0);
	const struct history_key one[] = { { 5, 1, 0 } };
	check_order("one", one, one, 1);
	const struct history_key sorted[] = { { -3, 9, 1 }, { 5, 1, 0 }, { 5, 2, 0 }, { 5, 1, 1 } };
	check_order("in order", sorted, sorted, 4);
	const struct history_key two[] = { { 5, 1, 0 }, { 5, 2, 0 }, { -3, 9, 1 }, { 5, 1, 1 } };
	check_order("two inputs", two, sorted, 4);
	const struct history_key backwards[] = { { 5, 1, 1 }, { 5, 2, 0 }, { 5, 1, 0 },
		{ -3, 9, 1 } };
	check_order("backwards", backwards, sorted, 4);
	const struct history_key three[] = { { 2, 1, 0 }, { 1, 2, 0 }, { 0, 3, 0 } };
	const struct history_key three_sorted[] = { { 0, 3, 0 }, { 1, 2, 0 }, { 2, 1, 0 } };
	check_order("an odd number of runs", three, three_sorted, 3);
	const struct history_key ends[] = { { INT64_MAX, 1, 0 }, { INT64_MIN, 2, 0 } };
	const struct history_key ends_sorted[] = { { INT64_MIN, 2, 0 }, { INT64_MAX, 1, 0 } };
	check_order("ends of time", ends, ends_sorted, 2);
}

static uint64_t
random_number(uint64_t *x)
{
	*x = *x * 6364136223846793005u + 1442695040888963407u;
	return *x >> 33;
}

/* `TIME/INPUT/LINE` and a number of dots: the content of a record, which must stay with its key.
 */
static struct text
put_record(struct buf *b, const struct history_key *key, size_t dots)
{
	b->n = 0;
	buf_printf(
	    b, "%lld/%u/%llu/", (long long)key->at_ns, key->input, (unsigned long long)key->line);
	for (size_t i = 0; i < dots; i++)
		buf_char(b, '.');
	return buf_as_text(b);
}

/* Takes out what is before the limit; returns how much was wrong with it. */
static size_t
take_out(struct history *h, int64_t limit, struct history_key *last, size_t *count)
{
	struct history_key key;
	struct text record;
	struct err e;
	struct buf want = { 0 };
	size_t wrong = 0;
	int more;
	while ((more = history_next(h, limit, &key, &record, &e)) > 0) {
		put_record(&want, &key, 0);
		wrong += record.n < want.n || memcmp(record.p, want.p, want.n) != 0;
		for (size_t i = want.n; i < record.n; i++)
			wrong += record.p[i] != '.';
		wrong += key.at_ns >= limit;
		wrong += *count > 0 && !history_is_behind(&key, last);
		*last = key;
		++*count;
	}
	buf_free(&want);
	return wrong + (more < 0);
}

/* Any order of many entries in parts of any length, with many ties, becomes the one order, whatever
 * the budget, and taken out on the way or at the end. */
static void
check_shuffled(size_t budget, bool on_the_way, bool large)
{
	char name[64];
	snprintf(name, sizeof(name), "budget %zu%s%s", budget, on_the_way ? ", on the way" : "",
	    large ? ", large" : "");
	unit_row(name);
	struct history h;
	struct history_part part = { 0 };
	struct history_key last = { 0 };
	struct buf text = { 0 };
	struct err e;
	uint64_t x = budget, lines = 0;
	size_t wrong = 0, count = 0, runs = 0;
	history_init(&h, &(struct history_options){ .budget = budget, .folder = "/tmp" });
	for (int64_t round = 0; round < 400; round++) {
		const size_t n = random_number(&x) % 40;
		for (size_t i = 1; i <= n; i++) {
			/* what comes is not before 10 * round */
			const int64_t at = 10 * round + (int64_t)(random_number(&x) % 300);
			const struct history_key key = { at, i, (unsigned)(round & 3) };
			struct history_key whole = key;
			whole.line += lines;
			const size_t dots = random_number(&x) % (large ? 40000 : 100);
			add(&part, &key, put_record(&text, &whole, dots));
		}
		history_part_sort(&part);
		wrong += history_join(&h, &part, lines) != 0 || part.n != 0;
		lines += n;
		if (on_the_way)
			wrong += take_out(&h, 10 * (round + 1), &last, &count);
		if (!history_is_full(&h, 1))
			continue;
		wrong += history_spill(&h, &e) != 0 || history_is_full(&h, 1);
		runs++;
	}
	wrong += take_out(&h, INT64_MAX, &last, &count);
	CHECK(wrong == 0);
	CHECK(count == lines);
	CHECK(budget == SIZE_MAX ? runs == 0 : runs > 0);
	buf_free(&text);
	history_part_free(&part);
	history_free(&h);
}

static void
check_late(void)
{
	unit_row("before what was given out");
	struct history h;
	struct history_part part = { 0 };
	struct history_key key;
	struct text record;
	struct err e;
	history_init(&h, &ample);
	add(&part, &(struct history_key){ 5, 1, 0 }, TEXT("a"));
	add(&part, &(struct history_key){ 9, 2, 0 }, TEXT("b"));
	CHECK(history_join(&h, &part, 0) == 0);
	CHECK(history_next(&h, 5, &key, &record, &e) == 0);
	CHECK(history_next(&h, 6, &key, &record, &e) == 1 && text_eq(record, TEXT("a")));
	add(&part, &(struct history_key){ 4, 3, 0 }, TEXT("c"));
	CHECK(history_join(&h, &part, 0) == -1);
	history_part_clear(&part);
	add(&part, &(struct history_key){ 5, 1, 1 }, TEXT("d"));
	CHECK(history_join(&h, &part, 0) == 0);
	CHECK(history_next(&h, 6, &key, &record, &e) == 1 && text_eq(record, TEXT("d")));
	CHECK(history_next(&h, 6, &key, &record, &e) == 0);
	history_drop(&h);
	CHECK(history_next(&h, INT64_MAX, &key, &record, &e) == 0);
	history_part_free(&part);
	history_free(&h);
}

/* What a run before has dealt with is dropped: up to a key and it. */
static void
check_resumed(void)
{
	unit_row("resumed");
	struct history h;
	struct history_part part = { 0 };
	struct history_key key;
	struct text record;
	struct err e;
	history_init(&h, &(struct history_options){
			     .budget = SIZE_MAX, .resumed = true, .after = { 5, 12, 1 } });
	add(&part, &(struct history_key){ 5, 1, 1 }, TEXT("a"));
	add(&part, &(struct history_key){ 5, 2, 1 }, TEXT("b"));
	add(&part, &(struct history_key){ 5, 3, 1 }, TEXT("c"));
	CHECK(history_join(&h, &part, 10) == 0 && part.n == 0);
	add(&part, &(struct history_key){ 5, 30, 0 }, TEXT("d"));
	CHECK(history_join(&h, &part, 10) == 0 && part.n == 0);
	CHECK(history_next(&h, INT64_MAX, &key, &record, &e) == 1 && key.line == 13);
	CHECK(text_eq(record, TEXT("c")));
	CHECK(history_next(&h, INT64_MAX, &key, &record, &e) == 0);
	history_part_free(&part);
	history_free(&h);
}

static size_t
count_files(const char *folder)
{
	DIR *d = opendir(folder);
	size_t n = 0;
	while (d && readdir(d))
		n++;
	if (d)
		closedir(d);
	return n;
}

/* The temporary file is where it was asked for, is nowhere to be seen, and its folder is named
 * where that cannot be. */
static void
check_folder(void)
{
	char folder[] = "/tmp/replay_history.XXXXXX";
	struct history h;
	struct history_part part = { 0 };
	struct err e;
	unit_row("folder");
	CHECK(mkdtemp(folder) != NULL);
	history_init(&h, &(struct history_options){ .budget = 10, .folder = folder });
	add(&part, &(struct history_key){ 5, 1, 1 }, TEXT("a"));
	CHECK(history_join(&h, &part, 0) == 0 && history_is_full(&h, 1));
	CHECK(history_spill(&h, &e) == 0 && !history_is_full(&h, 1));
	CHECK(count_files(folder) == 2);
	history_free(&h);
	rmdir(folder);
	history_init(&h, &(struct history_options){ .budget = 10, .folder = folder });
	add(&part, &(struct history_key){ 5, 1, 1 }, TEXT("a"));
	CHECK(history_join(&h, &part, 0) == 0);
	CHECK(history_spill(&h, &e) == -1 && strncmp(e.text, folder, strlen(folder)) == 0);
	CHECK(strstr(e.text, ": No such file or directory") != NULL);
	history_part_free(&part);
	history_free(&h);
}

int
main(void)
{
	check_orders();
	static const size_t budgets[] = { SIZE_MAX, 300000, 70000, 1000 };
	for (size_t i = 0; i < sizeof(budgets) / sizeof(*budgets); i++) {
		check_shuffled(budgets[i], false, false);
		if (budgets[i] != 300000)
			check_shuffled(budgets[i], true, false);
	}
	check_shuffled(70000, false, true);
	check_late();
	check_resumed();
	check_folder();
	return unit_end();
}
