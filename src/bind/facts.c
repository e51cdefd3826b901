/* facts.c - the views looked up once: claims and volumes */

#include "bind/facts.h"

#include "bind/facts_pods.h"
#include "bind/pair.h"
#include "base/map.h"

/* "namespace/name": neither can hold a slash. */
static struct bth_str
full_name(struct bth_arena *arena, struct bth_str namespace, struct bth_str name)
{
	size_t len = namespace.len + 1 + name.len;
	char *text = bth_arena_alloc(arena, len + 1);

	if (namespace.len)
		memcpy(text, namespace.at, namespace.len);
	text[namespace.len] = '/';
	if (name.len)
		memcpy(text + namespace.len + 1, name.at, name.len);
	return (struct bth_str){.at = text, .len = len};
}

/* Index + 1 as a value of a map. */
static void *
to_value(size_t index)
{
	return (void *)(uintptr_t)(index + 1);
}

static uint32_t
look_up(const struct bth_map *map, struct bth_str key)
{
	const void *found = bth_map_get(map, key);

	return found ? (uint32_t)((uintptr_t)found - 1) : BTH_NO_INDEX;
}

/* Two sets can make a claim of one name; the first in the views stands for all. */
static void
index_claims(struct bth_facts *facts, struct bth_map *map)
{
	for (uint32_t i = 0; i < facts->views->claims.len; i++) {
		const struct bth_claim *claim = &facts->views->claims.items[i];
		struct bth_str key = full_name(facts->arena, claim->namespace, claim->name);
		uint32_t first = look_up(map, key);

		facts->claims[i].first = first == BTH_NO_INDEX ? i : first;
		if (first == BTH_NO_INDEX)
			bth_map_put(facts->arena, map, key, to_value(i));
	}
}

static void
read_volume(struct bth_facts *facts, uint32_t index, const struct bth_map *claims)
{
	const struct bth_volume *volume = &facts->views->volumes.items[index];
	struct bth_volume_facts *out = &facts->volumes[index];

	out->claim = BTH_NO_INDEX;
	out->hold = volume->refused ? BTH_HOLD_NONE : BTH_HOLD_FREE;
	if (volume->refused || !volume->reserved)
		return;

	uint32_t claim = look_up(claims,
		full_name(facts->arena, volume->claim_namespace, volume->claim_name));
	bool owned = claim != BTH_NO_INDEX && !facts->views->claims.items[claim].refused &&
		bth_bind_owned(&facts->views->claims.items[claim], volume);

	/* a uid is that of one claim for ever: who comes later by this name is another */
	out->hold = owned || !volume->claim_uid.len ? BTH_HOLD_RESERVED : BTH_HOLD_RELEASED;
	if (!owned)
		return;
	out->claim = claim;
	bth_vec_push(facts->arena, &facts->claims[claim].owned, index);
}

/* A claim with the annotation bind-completed is not searched a volume for any more. */
static enum bth_way
way_of_completed(const struct bth_facts *facts, const struct bth_claim *claim, uint32_t named)
{
	if (!claim->volume_name.len || named == BTH_NO_INDEX)
		return BTH_WAY_LOST;
	const struct bth_volume *volume = &facts->views->volumes.items[named];

	if (claim->uid.len && bth_str_eq(volume->claim_uid, claim->uid) &&
		bth_bind_owned(claim, volume))
		return BTH_WAY_BOUND;
	return BTH_WAY_TOLD;
}

static bool
is_there(enum bth_provisioner provisioner, enum bth_answers answers)
{
	if (answers == BTH_ANSWERS_ALL)
		return true;
	return provisioner == BTH_PROVISIONER_THERE ||
		(provisioner == BTH_PROVISIONER_UNKNOWN && answers == BTH_ANSWERS_REAL);
}

static void
read_claim(struct bth_facts *facts, uint32_t index, const struct bth_map *volumes,
	enum bth_answers answers)
{
	const struct bth_claim *claim = &facts->views->claims.items[index];
	struct bth_claim_facts *out = &facts->claims[index];

	out->named = claim->volume_name.len ? look_up(volumes, claim->volume_name) : BTH_NO_INDEX;
	if (out->named != BTH_NO_INDEX && facts->views->volumes.items[out->named].refused)
		out->named = BTH_NO_INDEX;
	out->storage_class = bth_pair_class(facts->views, claim);
	out->class = out->storage_class.len ? bth_views_class(facts->views, out->storage_class) :
		NULL;
	if (claim->refused || out->first != index)
		out->way = BTH_WAY_NONE;
	else if (claim->bind_completed)
		out->way = way_of_completed(facts, claim, out->named);
	else if (claim->volume_name.len)
		out->way = BTH_WAY_NAMED;
	else
		out->way = out->class && out->class->wait ? BTH_WAY_DELAYED : BTH_WAY_IMMEDIATE;
	out->provisions = out->class && out->class->provisions &&
		(out->way == BTH_WAY_DELAYED || out->way == BTH_WAY_IMMEDIATE);
	out->answered = out->provisions && is_there(out->class->known, answers);
}

void
bth_facts_read(struct bth_arena *arena, struct bth_facts *out, const struct bth_views *views,
	const struct bth_bind_options *options)
{
	struct bth_map claims = {0}, volumes = {0};

	*out = (struct bth_facts){
		.views = views, .arena = arena};
	out->late_volumes = options->late_volumes;
	out->unlucky = options->unlucky;
	out->claims = bth_arena_array(arena, views->claims.len, sizeof *out->claims);
	out->volumes = bth_arena_array(arena, views->volumes.len, sizeof *out->volumes);
	out->pods = bth_arena_array(arena, views->pods.len, sizeof *out->pods);

	index_claims(out, &claims);
	for (uint32_t i = 0; i < views->volumes.len; i++) {
		read_volume(out, i, &claims);
		if (look_up(&volumes, views->volumes.items[i].name) == BTH_NO_INDEX)
			bth_map_put(arena, &volumes, views->volumes.items[i].name, to_value(i));
	}
	for (uint32_t i = 0; i < views->claims.len; i++)
		read_claim(out, i, &volumes, options->provisioners);
	bth_facts_read_pods(out);
}
