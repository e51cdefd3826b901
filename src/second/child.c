/* child.c - the process that reads YAML 1.2, and what it may cost */

#include "second/child.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <unistd.h>

#include "second/fyaml.h"
#include "second/link.h"

#if defined(__SANITIZE_ADDRESS__)
#define IS_SANITIZED true
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define IS_SANITIZED true
#endif
#endif
#ifndef IS_SANITIZED
#define IS_SANITIZED false
#endif

enum {
	CPU_SECONDS = 2,   /* for one text */
	MEMORY_MIB = 1024, /* beyond what the program had when it forked */
};

/* A number of bytes and the bytes; none at the end of a text. */
struct outlet {
	int link;
	uint32_t len;
	char bytes[BTH_LINK_PIECE];
};

static void
flush(struct outlet *outlet)
{
	if (!bth_link_send(outlet->link, &outlet->len, sizeof outlet->len) ||
		!bth_link_send(outlet->link, outlet->bytes, outlet->len))
		_exit(1);
	outlet->len = 0;
}

static void
add(void *to, const char *piece, size_t len)
{
	struct outlet *outlet = to;

	while (len) {
		size_t room = BTH_LINK_PIECE - outlet->len, part = len < room ? len : room;

		memcpy(outlet->bytes + outlet->len, piece, part);
		outlet->len += (uint32_t)part;
		piece += part;
		len -= part;
		if (outlet->len == BTH_LINK_PIECE)
			flush(outlet);
	}
}

/* Each text has its own time: the limit of the process rises by it. */
static void
limit_time(void)
{
	struct rusage used;
	struct rlimit limit;

	if (getrusage(RUSAGE_SELF, &used) != 0 || getrlimit(RLIMIT_CPU, &limit) != 0)
		return;
	limit.rlim_cur =
		(rlim_t)(used.ru_utime.tv_sec + used.ru_stime.tv_sec + 1 + CPU_SECONDS);
	if (limit.rlim_max == RLIM_INFINITY || limit.rlim_cur < limit.rlim_max)
		setrlimit(RLIMIT_CPU, &limit);
}

/* The memory that the program has already, in bytes; 0 when nobody says. */
static rlim_t
memory_now(void)
{
	unsigned long pages = 0;
	FILE *file = fopen("/proc/self/statm", "re");

	if (file && fscanf(file, "%lu", &pages) != 1)
		pages = 0;
	if (file)
		fclose(file);
	return (rlim_t)pages * (rlim_t)sysconf(_SC_PAGESIZE);
}

static void
limit_rest(void)
{
	struct rlimit none = {0, 0};
	rlim_t memory = memory_now() + (rlim_t)MEMORY_MIB * 1024 * 1024;
	struct rlimit room = {memory, memory};
	int null = open("/dev/null", O_RDWR);

	/* the sanitizer reserves terabytes for its shadow */
	if (!IS_SANITIZED)
		setrlimit(RLIMIT_AS, &room);
	setrlimit(RLIMIT_CORE, &none);
	/* nor is what the C library says of a heap in ruins for the user */
	for (int fd = 0; null >= 0 && fd <= 2; fd++)
		dup2(null, fd);
	signal(SIGINT, SIG_DFL);
	signal(SIGXCPU, SIG_DFL);
}

void
bth_second_serve(int link)
{
	static struct outlet outlet;
	uint64_t len;

	limit_rest();
	outlet.link = link;
	while (bth_link_take(link, &len, sizeof len, BTH_LINK_NEVER)) {
		char *text = malloc((size_t)len + 1);

		if (!text || !bth_link_take(link, text, (size_t)len, BTH_LINK_NEVER))
			break;
		text[len] = '\0';
		limit_time();
		bth_fyaml_events(text, (size_t)len, add, &outlet);
		if (outlet.len)
			flush(&outlet);
		flush(&outlet);
		free(text);
	}
	_exit(0);
}
