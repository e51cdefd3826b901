/* second.h - YAML as a reader of version 1.2 has it, from a process of its own */
#ifndef BTH_SECOND_SECOND_H
#define BTH_SECOND_SECOND_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/*
 * libfyaml follows YAML 1.2 to the letter, but dies of some inputs and hangs on others. So it
 * runs in a child that has little time and memory, and is replaced when it is lost.
 */
struct bth_second {
	pid_t child; /* 0: none yet */
	int link;    /* to it */
	unsigned lost;
	char *events; /* of the last text; malloc'ed */
	size_t len, cap;
};

/* Whether it was built in. */
bool bth_second_is_there(void);

/*
 * For berth_options.second, with @self a zeroed struct bth_second. Forks when there is no
 * child: only while the program has no other threads.
 */
int bth_second_read(void *self, const char *text, size_t len, const char **events,
	size_t *events_len);

/* Ends the child and frees what is held. */
void bth_second_release(struct bth_second *second);

#endif
