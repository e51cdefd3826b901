/* standin.h - letters that stand in for characters which libyaml would not take as such */
#ifndef BTH_SYNTAX_STANDIN_H
#define BTH_SYNTAX_STANDIN_H

#include "base/buf.h"
#include "base/vec.h"

/*
 * kubectl's readers take some characters for letters that libyaml takes for breaks, marks or
 * errors. In what libyaml is given, letters of the private use area that the text does not
 * hold stand in for them; in the scalars that come out they are put back. Places do not
 * change, since libyaml counts code points.
 */
enum { BTH_STAND_IN_NOTHING = 0x110000 }; /* what is taken out again */

struct bth_stand_ins {
	BTH_VEC(struct bth_stand_in {
		uint32_t meant;
		char letter[4]; /* three bytes of UTF-8 */
	}) list;
};

/* The letter for @meant, which is chosen so that @text does not hold it. */
const char *bth_stand_in(struct bth_arena *arena, struct bth_stand_ins *stand_ins, uint32_t meant,
	struct bth_str text);

/* @text with what the letters stand for. */
struct bth_str bth_stand_ins_restore(
	struct bth_arena *arena, const struct bth_stand_ins *stand_ins, struct bth_str text);

/*
 * What libyaml is given for a JSON text: letters for the characters that JSON's strings may
 * hold as they are and YAML's may not (line separators, C1 controls, non-characters).
 */
struct bth_str bth_stand_ins_for_json(
	struct bth_arena *arena, struct bth_stand_ins *stand_ins, struct bth_str text);

/* The same for YAML: byte order marks, which are letters beyond the beginning. */
struct bth_str bth_stand_ins_for_yaml(
	struct bth_arena *arena, struct bth_stand_ins *stand_ins, struct bth_str text);

#endif
