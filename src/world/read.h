/* read.h - from objects to the views that binding looks at */
#ifndef BTH_WORLD_READ_H
#define BTH_WORLD_READ_H

#include "world/world.h"

/* Each fills its part of world->views; the later ones use the earlier. */
void bth_read_volumes(struct bth_world *world);
void bth_read_classes(struct bth_world *world);
void bth_read_nodes(struct bth_world *world);
void bth_read_claims(struct bth_world *world); /* also sets */
void bth_read_pods(struct bth_world *world);

/* Access modes of a list, BTH_RWO | …; words that are no mode do not count. */
unsigned bth_read_modes(struct bth_value list);

/*
 * Whether spec.accessModes or spec.volumeMode of a volume or a claim says a word that there
 * is not: the API server refuses such an object.
 */
bool bth_read_unknown_mode(struct bth_value spec);

/*
 * The class that counts: the beta annotation of @metadata if the key is there, else
 * @field. *named says whether there is one at all.
 */
struct bth_str bth_read_class(
	bool *named, struct bth_value metadata, struct bth_value field);

/* The claim that a pod volume of @object's pods stands for, or an empty text. */
struct bth_str bth_read_claim_name(struct bth_value pod_volume);

/* "<template>-<set>-<ordinal>" */
struct bth_str bth_claim_name(struct bth_arena *arena, struct bth_str template,
	struct bth_str set, int64_t ordinal);

#endif
