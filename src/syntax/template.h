/* template.h - text of a template engine */
#ifndef BTH_SYNTAX_TEMPLATE_H
#define BTH_SYNTAX_TEMPLATE_H

#include "base/str.h"

/*
 * Whether the fault at @fault is none, as the text is a template engine's: a line begins
 * with its braces, or they stand at the fault. Braces elsewhere may well be within strings.
 */
bool bth_is_template(struct bth_str text, size_t fault);

#endif
