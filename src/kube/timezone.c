/* timezone.c - the names that time zones have */

#include "kube/timezone.h"

#include <stdlib.h>

#include "base/near.h"

static const char *const zones[] = {
#define ZONE(name) name,
#include "kube/timezones.def"
#undef ZONE
};

enum { ZONES = sizeof zones / sizeof zones[0] };

static int
compare(const void *name, const void *zone)
{
	return bth_str_cmp(
		*(const struct bth_str *)name, bth_str(*(const char *const *)zone));
}

bool
bth_timezone_exists(struct bth_str name)
{
	/* the whole database once more, without leap seconds and with them */
	if (bth_str_starts(name, "posix/") || bth_str_starts(name, "right/"))
		name = bth_str_sub(name, sizeof "posix/" - 1, name.len);
	return bsearch(&name, zones, ZONES, sizeof zones[0], compare);
}

const char *
bth_timezone_near(struct bth_str name)
{
	enum { MOST = 40 }; /* no zone has as many letters, and comparing takes time */

	return name.len <= MOST ? bth_near(name, zones, ZONES) : NULL;
}
