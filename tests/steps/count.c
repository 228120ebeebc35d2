/* SPDX-License-Identifier: MIT */
#include <fcntl.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/*
 * Counts the steps of a program that was compiled with -fsanitize-coverage=trace-pc: one for each
 * basic block that runs, and one for each 32 bytes that the memory functions of libc are given.
 * When the program ends, the number is written to the file that $STEPS_LOG names.  The count
 * depends on input alone, not on the machine's load, so tests can say how work grows.
 */
static uint64_t steps;

void __sanitizer_cov_trace_pc(void);
void *__real_memcpy(void *to, const void *from, size_t n);
void *__wrap_memcpy(void *to, const void *from, size_t n);
void *__real_memmove(void *to, const void *from, size_t n);
void *__wrap_memmove(void *to, const void *from, size_t n);
void *__real_memset(void *to, int c, size_t n);
void *__wrap_memset(void *to, int c, size_t n);
int __real_memcmp(const void *a, const void *b, size_t n);
int __wrap_memcmp(const void *a, const void *b, size_t n);
void *__real_memchr(const void *p, int c, size_t n);
void *__wrap_memchr(const void *p, int c, size_t n);
void *__real_memmem(const void *hay, size_t n, const void *needle, size_t length);
void *__wrap_memmem(const void *hay, size_t n, const void *needle, size_t length);
void *__real_realloc(void *p, size_t n);
void *__wrap_realloc(void *p, size_t n);

void
__sanitizer_cov_trace_pc(void)
{
	steps++;
}

void *
__wrap_memcpy(void *to, const void *from, size_t n)
{
	steps += n / 32;
	return __real_memcpy(to, from, n);
}

void *
__wrap_memmove(void *to, const void *from, size_t n)
{
	steps += n / 32;
	return __real_memmove(to, from, n);
}

void *
__wrap_memset(void *to, int c, size_t n)
{
	steps += n / 32;
	return __real_memset(to, c, n);
}

int
__wrap_memcmp(const void *a, const void *b, size_t n)
{
	steps += n / 32;
	return __real_memcmp(a, b, n);
}

/* It may find the byte early. */
void *
__wrap_memchr(const void *p, int c, size_t n)
{
	const char *found = __real_memchr(p, c, n);
	steps += (found ? (size_t)(found - (const char *)p) : n) / 32;
	return (void *)(uintptr_t)found;
}

void *
__wrap_memmem(const void *hay, size_t n, const void *needle, size_t length)
{
	const char *found = __real_memmem(hay, n, needle, length);
	steps += ((found ? (size_t)(found - (const char *)hay) : n) + length) / 32;
	return (void *)(uintptr_t)found;
}

void *
__wrap_realloc(void *p, size_t n)
{
	steps += n / 32;
	return __real_realloc(p, n);
}

static void __attribute__((destructor)) note(void)
{
	char text[32];
	const char *name = getenv("STEPS_LOG");
	int n = snprintf(text, sizeof(text), "%llu\n", (unsigned long long)steps);
	int fd = name ? open(name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666) : -1;
	if (fd >= 0) {
		if (write(fd, text, (size_t)n) != n)
			abort();
		close(fd);
	}
}
