/* tell.h - why a claim or pod is not certain, and what would change it, in sentences */
#ifndef BTH_PLAN_TELL_H
#define BTH_PLAN_TELL_H

#include "plan/model.h"

enum bth_plan_note_kind {
	BTH_PLAN_SAY,    /* what it comes to */
	BTH_PLAN_DETAIL, /* of one volume or node, or several with the same fault */
	BTH_PLAN_FIX,    /* what to do */
};

struct bth_plan_note {
	enum bth_plan_note_kind kind;
	const char *text;
};

BTH_VEC_TYPE(bth_plan_notes, struct bth_plan_note);

/* Adds a sentence. */
void bth_plan_say(const struct bth_plan *plan, struct bth_plan_notes *out,
	enum bth_plan_note_kind kind, const char *format, ...)
	__attribute__((format(printf, 4, 5)));

/* What bounds say is not what can be, so no cause is named for it but this. */
extern const char bth_plan_not_tried[];

/* Adds what there is to say; nothing of what is certain. */
void bth_plan_tell_claim(
	const struct bth_plan *plan, uint32_t claim, struct bth_plan_notes *out);
void bth_plan_tell_pod(
	const struct bth_plan *plan, uint32_t pod, struct bth_plan_notes *out);

/* Of a volume that nobody gets: "it is reserved for claim 'a/b', which is not there". */
const char *bth_plan_tell_volume(const struct bth_plan *plan, uint32_t volume);

/* Why @volume is not for @claim, in words: "it holds 5Gi and the claim asks for 20Gi". */
const char *bth_plan_why_volume(struct bth_arena *arena, const struct bth_world *world,
	const struct bth_claim *claim, const struct bth_volume *volume, enum bth_why why);

/* Why the pod cannot run on a node, in words. */
const char *bth_plan_why_node(struct bth_arena *arena, const struct bth_views *views,
	const struct bth_pod *pod, const struct bth_reason *reason);

/* What would make the volume of @reason one for the claim, or NULL if one thing does not do. */
const char *bth_plan_remedy(
	const struct bth_plan *plan, uint32_t claim, const struct bth_reason *reason);

/* "add a volume for it: 5Gi, ReadWriteOnce, class 'fast', …" */
const char *bth_plan_add_volume(const struct bth_plan *plan, uint32_t claim);

/* The size that a claim asks for, as it was written. */
struct bth_str bth_plan_size(
	const struct bth_world *world, const struct bth_claim *claim);

/* The size that a volume has, as it was written. */
struct bth_str bth_plan_capacity(
	const struct bth_world *world, const struct bth_volume *volume);

/* Why a volume is not for a claim, with the name of who gets it where that is one claim. */
const char *bth_plan_why_not(
	const struct bth_plan *plan, uint32_t claim, const struct bth_reason *reason);

/* How far a volume is from a claim: 0 fits but goes elsewhere, BTH_PLAN_FAR is another class. */
enum { BTH_PLAN_FAR = 6 };

unsigned bth_plan_distance(enum bth_why why);

/* Adds the reasons as details, the nearest first; what has the same fault together. */
void bth_plan_tell_volumes(
	const struct bth_plan *plan, uint32_t claim, struct bth_plan_notes *out);
void bth_plan_tell_nodes(
	const struct bth_plan *plan, uint32_t pod, struct bth_plan_notes *out);

#endif
