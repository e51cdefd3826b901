/* second.c - YAML as a reader of version 1.2 has it, from a process of its own */

#include "second/second.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "second/child.h"
#include "second/link.h"

enum {
	WAIT_SECONDS = 20, /* on a machine with other things to do */
	LOST_MOST = 16,    /* children; then no more are tried */
};

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
		bth_second_serve(links[1]);
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
	size_t cap = second->cap ? second->cap : BTH_LINK_PIECE;

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
	int64_t deadline = bth_link_now() + WAIT_SECONDS * 1000;
	size_t most = BTH_LINK_PIECE + 16 * len;
	uint32_t piece;

	second->len = 0;
	do {
		if (!bth_link_take(second->link, &piece, sizeof piece, deadline) ||
			piece > most - second->len || !make_room(second, piece) ||
			!bth_link_take(second->link, second->events + second->len, piece, deadline))
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
	if (!bth_link_send(second->link, &size, sizeof size) || !bth_link_send(second->link, text, len) ||
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
