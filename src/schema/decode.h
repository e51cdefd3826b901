/* decode.h - strings that Go's JSON decoder turns into something else */
#ifndef BTH_SCHEMA_DECODE_H
#define BTH_SCHEMA_DECODE_H

#include "base/str.h"

/* The number of a plain YAML scalar; false when it is no finite one. */
bool bth_decode_double(double *out, struct bth_str text);

/*
 * The text of a quantity as its decoder sees it: blanks around it are dropped, but no other
 * white space, which JSON has escaped by then.
 */
struct bth_str bth_decode_quantity(struct bth_str text);

/* NULL when encoding/base64's StdEncoding takes @text, else "no …" for a message. */
const char *bth_decode_base64(struct bth_str text);

/*
 * NULL when time.Parse takes @text as RFC 3339, else "no …" for a message. With @micro as
 * metav1.MicroTime, which wants exactly six digits of a fraction.
 */
const char *bth_decode_time(struct bth_str text, bool micro);

#endif
