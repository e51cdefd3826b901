/* escape.h - names from the input as text of DOT, Mermaid and XML, whatever is in them */
#ifndef BTH_PLAN_ESCAPE_H
#define BTH_PLAN_ESCAPE_H

#include "base/buf.h"

/* Within the double quotes of a label. */
void bth_plan_escape_dot(struct bth_buf *buf, struct bth_str text);
void bth_plan_escape_mermaid(struct bth_buf *buf, struct bth_str text);

/* Within an element, or the double quotes of an attribute, of SVG and HTML. */
void bth_plan_escape_xml(struct bth_buf *buf, struct bth_str text);

#endif
