/* link.c - the socket between the program and its second reader */

#include "second/link.h"

#include <errno.h>
#include <poll.h>
#include <sys/socket.h>
#include <time.h>

int64_t
bth_link_now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (int64_t)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}


bool
bth_link_send(int link, const void *bytes, size_t len)
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

bool
bth_link_take(int link, void *bytes, size_t len, int64_t deadline)
{
	char *at = bytes;

	while (len) {
		struct pollfd wanted = {.fd = link, .events = POLLIN};
		int64_t left = deadline == BTH_LINK_NEVER ? 1 : deadline - bth_link_now();
		int ready = left <= 0 ? 0 : poll(&wanted, 1, deadline == BTH_LINK_NEVER ? -1 : (int)left);

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
