/* quantity.h - sizes like 10Gi, exactly as Kubernetes reads and compares them */
#ifndef BTH_KUBE_QUANTITY_H
#define BTH_KUBE_QUANTITY_H

#include "base/str.h"

__extension__ typedef __int128 bth_int128; /* the one typedef: C has no name for it */

/*
 * resource.Quantity: the value in units of 10^-9, rounded up there, exact otherwise.
 * Binary suffixes are capped at 2^63-1 units of one, as apimachinery does; decimal ones
 * are exact up to 1.7 * 10^29 and capped there.
 */
struct bth_quantity {
	bth_int128 nano;
};

enum bth_quantity_fault {
	BTH_QUANTITY_OK,
	BTH_QUANTITY_FORMAT, /* not a number with a suffix at all */
	BTH_QUANTITY_SUFFIX, /* a suffix that does not exist */
	BTH_QUANTITY_NUMBER, /* a large suffix alone, like Ei; Ki alone is 0 */
};

/*
 * Reads @text, blanks around it left out as the API server does; *out is set only when it
 * returns BTH_QUANTITY_OK.
 */
enum bth_quantity_fault bth_quantity_parse(struct bth_quantity *out, struct bth_str text);

/* What the API server says of such a text. */
const char *bth_quantity_fault_text(enum bth_quantity_fault fault);

/*
 * The quantity that was probably meant: "10Gi" for "10GB", "10GiB", "10gi" or "10 Gi". NULL
 * when none is likely, or @text is one already.
 */
const char *bth_quantity_suggest(struct bth_arena *arena, struct bth_str text);

/* Exact comparison: -1, 0, 1. */
int bth_quantity_cmp(struct bth_quantity a, struct bth_quantity b);

/* The sum, capped like large quantities are. */
struct bth_quantity bth_quantity_add(struct bth_quantity a, struct bth_quantity b);

/*
 * Value(): rounded away from zero to whole units. Beyond int64 it is wrong in Go's own way:
 * the low 64 bits, or 0 when the text as stored has up to 18 digits and a T, P or E.
 */
int64_t bth_quantity_value(struct bth_quantity quantity);

/*
 * As the API server stores it: rounded up to 10^-3, canonical unless @text may stay. @text
 * itself when it is no quantity.
 */
struct bth_str bth_quantity_stored(struct bth_arena *arena, struct bth_str text);

#endif
