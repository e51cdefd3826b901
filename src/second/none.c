/* none.c - there is no second reader */

#include "second/second.h"

bool
bth_second_is_there(void)
{
	return false;
}

int
bth_second_read(void *self, const char *text, size_t len, const char **events, size_t *events_len)
{
	(void)self;
	(void)text;
	(void)len;
	(void)events;
	(void)events_len;
	return 0;
}

void
bth_second_release(struct bth_second *second)
{
	(void)second;
}
