/* timestamp.h - dates and times as go-yaml takes them */
#ifndef BTH_SYNTAX_TIMESTAMP_H
#define BTH_SYNTAX_TIMESTAMP_H

#include "base/str.h"

/*
 * Whether @text is what gopkg.in/yaml.v2 takes for a timestamp, which is Go's time.Parse by
 * 2006-1-2, alone, with T and a zone, or with a blank and without one. Such a word stays a
 * string; with the tag !!timestamp nothing else is allowed.
 */
bool bth_timestamp(struct bth_str text);

#endif
