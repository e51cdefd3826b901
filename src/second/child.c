/* child.c - the process that reads YAML 1.2, and what it may cost */

#include "second/second.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "second/fyaml.h"

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
	WAIT_SECONDS = 20, /* on a machine with other things to do */
	MEMORY_MIB = 1024, /* beyond what the program had when it forked */
	LOST_MOST = 16,    /* children; then no more are tried */
	PIECE = 1 << 16,
};

#define NEVER INT64_MAX /* a deadline */

/* ---- in the child ---- */

/* A number of bytes and the bytes; none at the end of a text. */
struct outlet {
	int link;
	uint32_t len;
	char bytes[PIECE];
};

static bool
send_all(int link, const void *bytes, size_t len)
{
	const char *at = bytes;

	while (len) {
		ssize_t sent = send(link, at, len, MSG_NOSIGNAL);

		if (sent < 0 && errno == EINTR)
			continue;
		if (sent <= 0)
			return false;
		at += sent;
		len -= (size_t)sent;
	}
	return true;
}

static int64_t
now_ms(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (int64_t)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}


/* All of @len bytes; false when they do not come before @deadline, or never will. */
static bool
take_all(int link, void *bytes, size_t len, int64_t deadline)
{
	char *at = bytes;

	while (len) {
		struct pollfd wanted = {.fd = link, .events = POLLIN};
		int64_t left = deadline == NEVER ? 1 : deadline - now_ms();
		int ready = left <= 0 ? 0 : poll(&wanted, 1, deadline == NEVER ? -1 : (int)left);

		if (ready < 0 && errno == EINTR)
			continue;
		if (ready <= 0)
			return false;
		ssize_t got = recv(link, at, len, 0);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return false;
		at += got;
		len -= (size_t)got;
	}
	return true;
}

static void
flush(struct outlet *outlet)
{
	if (!send_all(outlet->link, &outlet->len, sizeof outlet->len) ||
		!send_all(outlet->link, outlet->bytes, outlet->len))
		_exit(1);
	outlet->len = 0;
}

static void
add(void *to, const char *piece, size_t len)
{
	struct outlet *outlet = to;

	while (len) {
		size_t room = PIECE - outlet->len, part = len < room ? len : room;

		memcpy(outlet->bytes + outlet->len, piece, part);
		outlet->len += (uint32_t)part;
		piece += part;
		len -= part;
		if (outlet->len == PIECE)
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

/* Until the parent goes: a text's length, the text; its events back. */
static void
serve(int link)
{
	static struct outlet outlet;
	uint64_t len;

	limit_rest();
	outlet.link = link;
	while (take_all(link, &len, sizeof len, NEVER)) {
		char *text = malloc((size_t)len + 1);

		if (!text || !take_all(link, text, (size_t)len, NEVER))
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

/* ---- in the parent ---- */

static void
end_child(struct bth_second *second)
{
	if (!second->child)
		return;
	close(second->link);
	kill(second->child, SIGKILL);
	while (waitpid(second->child, NULL, 0) < 0 && errno == EINTR)
		continue;
	second->child = 0;
}

static bool
start_child(struct bth_second *second)
{
	int links[2];

	if (second->child)
		return true;
	if (second->lost >= LOST_MOST || socketpair(AF_UNIX, SOCK_STREAM, 0, links) != 0)
		return false;
	fcntl(links[0], F_SETFD, FD_CLOEXEC);
	pid_t child = fork();
	if (child == 0) {
		close(links[0]);
		serve(links[1]);
	}
	close(links[1]);
	if (child < 0) {
		close(links[0]);
		return false;
	}
	second->child = child;
	second->link = links[0];
	return true;
}

static bool
make_room(struct bth_second *second, size_t more)
{
	size_t cap = second->cap ? second->cap : PIECE;

	while (cap - second->len < more)
		cap *= 2;
	if (cap == second->cap)
		return true;
	char *events = realloc(second->events, cap);
	if (!events)
		return false;
	second->events = events;
	second->cap = cap;
	return true;
}

/* The events of a text of @len bytes, which are not more than a few for each. */
static bool
take_events(struct bth_second *second, size_t len)
{
	int64_t deadline = now_ms() + WAIT_SECONDS * 1000;
	size_t most = PIECE + 16 * len;
	uint32_t piece;

	second->len = 0;
	do {
		if (!take_all(second->link, &piece, sizeof piece, deadline) ||
			piece > most - second->len || !make_room(second, piece) ||
			!take_all(second->link, second->events + second->len, piece, deadline))
			return false;
		second->len += piece;
	} while (piece);
	return true;
}

bool
bth_second_is_there(void)
{
	return true;
}

int
bth_second_read(void *self, const char *text, size_t len, const char **events, size_t *events_len)
{
	struct bth_second *second = self;
	uint64_t size = len;

	if (!start_child(second))
		return 0;
	if (!send_all(second->link, &size, sizeof size) || !send_all(second->link, text, len) ||
		!take_events(second, len)) {
		end_child(second);
		second->lost++;
		return 0;
	}
	*events = second->events;
	*events_len = second->len;
	return 1;
}

void
bth_second_release(struct bth_second *second)
{
	end_child(second);
	free(second->events);
	*second = (struct bth_second){0};
}
