/* SPDX-License-Identifier: MIT */
/*
 * rounds BYTES ROUNDS YARDSTICK < PEERS: runs every peer in turn (A B C A B C …), ROUNDS times
 * after one round that does not count, and prints medians, sorted by CPU time.  PEERS has a line
 * `NAME|COMMAND` each; a command runs under sh -c and its output goes to /dev/null.  CPU is user
 * and system time of the command and all that it waited for; MB are BYTES / 10^6, so that all rates
 * are of the same input.  `ratio` is against the peer YARDSTICK, by CPU and by wall.  Exits 1 if a
 * peer failed.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { PEERS = 32, ROUNDS = 100 };

struct peer {
	char *name, *command;
	double cpu[ROUNDS], wall[ROUNDS], rss_mb[ROUNDS];
	int runs, failed;
};

static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static double
seconds(struct timeval t)
{
	return (double)t.tv_sec + (double)t.tv_usec / 1e6;
}

static void
exec_quietly(const char *command)
{
	int null = open("/dev/null", O_RDWR);

	dup2(null, 0);
	dup2(null, 1);
	execl("/bin/sh", "sh", "-c", command, (char *)NULL);
	_exit(127);
}

static void
run(struct peer *p, int counts)
{
	struct rusage used;
	double start = now();
	int status;
	pid_t pid = fork();

	if (pid == 0)
		exec_quietly(p->command);
	if (pid < 0 || wait4(pid, &status, 0, &used) < 0 || status != 0) {
		p->failed = 1;
		return;
	}
	if (!counts)
		return;
	p->wall[p->runs] = now() - start;
	p->cpu[p->runs] = seconds(used.ru_utime) + seconds(used.ru_stime);
	p->rss_mb[p->runs++] = (double)used.ru_maxrss / 1024;
}

static int
by_value(const void *a, const void *b)
{
	const double *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static double
median(double *v, int n)
{
	qsort(v, (size_t)n, sizeof(*v), by_value);
	return n % 2 ? v[n / 2] : (v[n / 2 - 1] + v[n / 2]) / 2;
}

static int
by_cpu(const void *a, const void *b)
{
	const struct peer *x = a, *y = b;

	return by_value(&x->cpu[0], &y->cpu[0]);
}

static size_t
read_peers(struct peer *peer)
{
	static char line[4096];
	size_t n = 0;

	while (n < PEERS && fgets(line, sizeof(line), stdin)) {
		char *bar = strchr(line, '|');

		if (!bar)
			continue;
		*bar = '\0';
		bar[1 + strcspn(bar + 1, "\n")] = '\0';
		peer[n].name = strdup(line);
		peer[n++].command = strdup(bar + 1);
	}
	return n;
}

int
main(int argc, char **argv)
{
	static struct peer peer[PEERS];
	const struct peer *yardstick = NULL;
	size_t n = read_peers(peer);
	double mb = argc > 3 ? atof(argv[1]) / 1e6 : 0;
	int rounds = argc > 3 ? atoi(argv[2]) : 0, failed = 0;

	if (mb <= 0 || rounds < 1 || rounds > ROUNDS) {
		fprintf(stderr, "usage: rounds BYTES ROUNDS YARDSTICK < PEERS\n");
		return 2;
	}
	for (int r = 0; r <= rounds; r++)
		for (size_t i = 0; i < n; i++)
			if (!peer[i].failed)
				run(&peer[i], r > 0);
	for (size_t i = 0; i < n; i++)
		if (!peer[i].failed) {
			peer[i].cpu[0] = median(peer[i].cpu, peer[i].runs);
			peer[i].wall[0] = median(peer[i].wall, peer[i].runs);
			peer[i].rss_mb[0] = median(peer[i].rss_mb, peer[i].runs);
		}
	for (size_t i = 0; i < n; i++)
		if (peer[i].failed)
			peer[i].cpu[0] = 1e9;
	qsort(peer, n, sizeof(*peer), by_cpu);
	for (size_t i = 0; i < n; i++)
		if (strcmp(peer[i].name, argv[3]) == 0 && !peer[i].failed)
			yardstick = &peer[i];
	printf("%-34s %9s %9s %9s %9s %8s\n", "", "MB/CPU-s", "MB/s wall", "ratio cpu",
	    "ratio wall", "RSS MB");
	for (size_t i = 0; i < n; i++) {
		const struct peer *p = &peer[i];

		if (p->failed) {
			failed = 1;
			printf("%-34s failed: %s\n", p->name, p->command);
			continue;
		}
		printf("%-34s %9.0f %9.0f", p->name, mb / p->cpu[0], mb / p->wall[0]);
		if (yardstick)
			printf(" %9.2f %9.2f", yardstick->cpu[0] / p->cpu[0],
			    yardstick->wall[0] / p->wall[0]);
		else
			printf(" %9s %9s", "", "");
		printf(" %8.0f\n", p->rss_mb[0]);
	}
	return failed;
}
