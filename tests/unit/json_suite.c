/* SPDX-License-Identifier: MIT */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "json/walk.h"
#include "json/write.h"
#include "tests/unit/unit.h"

/*
 * JSONTestSuite, each file as a line among good neighbours: y_ files are accepted, n_ files
 * refused, i_ files either, and the neighbours are read whatever stands between them.  A newline is
 * white space to the suite and the end of a line to us: in y_ files it becomes a space, n_ files
 * are lines of which one at least is refused.
 */
struct suite {
	struct json_walker *w;
	struct json_index ix;
	struct buf block;
	int seen[3];
};

static bool
read_file(struct buf *b, const char *path)
{
	FILE *f = fopen(path, "rb");
	char piece[4096];
	size_t n;
	if (!f)
		return false;
	while ((n = fread(piece, 1, sizeof(piece), f)) > 0)
		buf_put(b, piece, n);
	fclose(f);
	return true;
}

/* How many lines between the neighbours are accepted and refused; the neighbours are checked. */
static void
walk_all(struct suite *s, int *accepted, int *refused)
{
	struct json_pos pos = { 0 };
	struct json_line line;
	int lines = 0;
	bool last_good = false;
	*accepted = *refused = 0;
	json_index_build(&s->ix, s->block.p, s->block.n, JSON_LINES);
	while (json_walk(s->w, s->block.p, s->block.n, &s->ix, &pos, &line)) {
		last_good = line.kind == JSON_OBJECT;
		if (lines++ == 0)
			CHECK(last_good);
		else if (line.fault.code != JSON_OK)
			++*refused;
		else if (line.kind != JSON_NONE)
			++*accepted;
	}
	CHECK(last_good);
	--*accepted;
}

static void
test_file(struct suite *s, const char *dir, const char *name)
{
	char path[4096];
	int accepted, refused;
	snprintf(path, sizeof(path), "%s/%s", dir, name);
	unit_row(name);
	s->block.n = 0;
	BUF_LIT(&s->block, "{\"good\":1}\n");
	size_t start = s->block.n;
	CHECK(read_file(&s->block, path));
	for (char *p = s->block.p + start; *name == 'y' && p < s->block.p + s->block.n; p++)
		if (*p == '\n')
			*p = ' ';
	BUF_LIT(&s->block, "\n{\"good\":2}\n");
	walk_all(s, &accepted, &refused);
	if (*name == 'y')
		CHECK(accepted == 1 && refused == 0);
	if (*name == 'n') /* no value at all is refused too: it is a blank line */
		CHECK(refused > 0 || accepted == 0);
	s->seen[*name == 'y' ? 0 : *name == 'n' ? 1 : 2]++;
}

int
main(void)
{
	struct suite s = { 0 };
	struct json_paths *paths = json_paths_new(true, true);
	const char *testdata = getenv("TESTDATA");
	char dir[2048];
	struct dirent *entry;
	DIR *d;
	snprintf(dir, sizeof(dir), "%s/json-test-suite", testdata ? testdata : "testdata");
	json_paths_dotted(paths, TEXT("a"));
	s.w = json_walker_new(paths);
	CHECK((d = opendir(dir)) != NULL);
	while (d && (entry = readdir(d)) != NULL)
		if (strlen(entry->d_name) > 2 && entry->d_name[1] == '_')
			test_file(&s, dir, entry->d_name);
	if (d)
		closedir(d);
	CHECK(s.seen[0] == 95 && s.seen[1] == 188 && s.seen[2] == 35);
	json_walker_free(s.w);
	json_paths_free(paths);
	json_index_free(&s.ix);
	buf_free(&s.block);
	return unit_end();
}
