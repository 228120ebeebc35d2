/* SPDX-License-Identifier: MIT */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/buf.h"
#include "tests/fuzz/fuzz.h"

/*
 * A fuzz target without libFuzzer: FILE|FOLDER..., each file's content once.  Prints how many there
 * were; what is wrong aborts.
 */
static size_t files;

static void
try_file(const char *path)
{
	struct buf b = { 0 };
	FILE *f = fopen(path, "rb");
	size_t n;
	if (!f) {
		perror(path);
		exit(2);
	}
	do {
		buf_room(&b, 4096);
		n = fread(b.p + b.n, 1, 4096, f);
		b.n += n;
	} while (n > 0);
	fclose(f);
	uint8_t *exact =
	    malloc(b.n > 0 ? b.n : 1); /* so that a sanitizer sees a step beyond the end */
	if (!exact)
		exit(2);
	memcpy(exact, b.p, b.n);
	LLVMFuzzerTestOneInput(exact, b.n);
	free(exact);
	buf_free(&b);
	files++;
}

static void
try_folder(const char *path)
{
	struct dirent **entry;
	int n = scandir(path, &entry, NULL, alphasort);
	if (n < 0) {
		perror(path);
		exit(2);
	}
	for (int i = 0; i < n; i++) {
		char name[4096];
		snprintf(name, sizeof(name), "%s/%s", path, entry[i]->d_name);
		if (entry[i]->d_name[0] != '.')
			try_file(name);
		free(entry[i]);
	}
	free(entry);
}

int
main(int argc, char **argv)
{
	struct stat st;
	for (int i = 1; i < argc; i++) {
		if (stat(argv[i], &st) == 0 && S_ISDIR(st.st_mode))
			try_folder(argv[i]);
		else
			try_file(argv[i]);
	}
	printf("%zu inputs\n", files);
	return files == 0;
}
