/* svg.h - the picture of a plan, by itself or in a page */
#ifndef BTH_PLAN_SVG_H
#define BTH_PLAN_SVG_H

#include "plan/picture.h"

/* The element svg; with @alone as a document's root: with a background and its summary. */
void bth_plan_svg_element(
	struct bth_buf *buf, const struct bth_plan_picture *picture, bool alone);

/* Rules of CSS: the colours, light and dark, as custom properties of @selector. */
void bth_plan_svg_colors(struct bth_buf *buf, const char *selector);

/* "good", "open", "bad": the class of a word. */
extern const char *const bth_plan_mood_names[];

#endif
