/* pair.c - claims and volumes of which files show only the one */

#include "world/there.h"

/* Whether a file shows objects of that kind. */
static bool
shows(const struct bth_world *world, enum bth_object_kind kind)
{
	for (size_t i = 0; i < world->objects.len; i++)
		if (world->objects.items[i].kind == kind &&
			bth_exists(world->objects.items[i].live))
			return true;
	return false;
}

static struct bth_str
name_claim(struct bth_world *world, struct bth_str namespace, struct bth_str name)
{
	const struct bth_str parts[] = {namespace, name};

	return bth_str_join(world->arena, parts, 2, '/');
}

static bool
is_live(const struct bth_world *world, uint32_t object)
{
	return bth_exists(world->objects.items[object].live);
}

/*
 * A volume in phase Bound has its claim, so a claim of that name that nobody shows is that
 * one. (Once claims are shown, one that is missing is gone.)
 */
static void
bind_claims(struct bth_world *world)
{
	struct bth_views *views = &world->views;
	struct bth_map names = {0};

	for (size_t i = 0; i < views->claims.len; i++)
		bth_map_put(world->arena, &names,
			name_claim(world, views->claims.items[i].namespace,
				views->claims.items[i].name),
			&views->claims.items[i]);
	for (size_t i = 0; i < views->volumes.len; i++) {
		const struct bth_volume *volume = &views->volumes.items[i];
		struct bth_claim *claim;

		if (volume->phase != BTH_BOUND || !is_live(world, volume->object))
			continue;
		claim = bth_map_get(&names,
			name_claim(world, volume->claim_namespace, volume->claim_name));
		if (!claim || claim->uid.len || claim->volume_name.len)
			continue;
		claim->uid = volume->claim_uid;
		claim->volume_name = volume->name;
		claim->bind_completed = true;
	}
}

/* The volume that a claim is bound to: of all that is not shown nothing is known. */
static struct bth_volume
imagine(const struct bth_claim *claim)
{
	return (struct bth_volume){.object = claim->object,
		.name = claim->volume_name,
		.capacity = claim->request,
		.has_capacity = claim->has_request,
		.modes = claim->modes,
		.block = claim->block,
		.storage_class = claim->storage_class,
		.attributes_class = claim->attributes_class,
		.reclaim = BTH_STR("Retain"),
		.reserved = true,
		.claim_namespace = claim->namespace,
		.claim_name = claim->name,
		.claim_uid = claim->uid,
		.source = BTH_SOURCE_OTHER,
		.phase = BTH_BOUND,
		.there = true};
}

static void
imagine_volumes(struct bth_world *world)
{
	struct bth_views *views = &world->views;
	struct bth_map names = {0};

	for (size_t i = 0; i < views->volumes.len; i++)
		bth_map_put(world->arena, &names, views->volumes.items[i].name, world);
	for (size_t i = 0; i < views->claims.len; i++) {
		const struct bth_claim *claim = &views->claims.items[i];
		struct bth_value phase =
			bth_dig(world->objects.items[claim->object].live, "status.phase");

		if (claim->set != UINT32_MAX || !claim->bind_completed ||
			!bth_str_is(bth_text(phase), "Bound") ||
			bth_map_get(&names, claim->volume_name))
			continue;
		bth_map_put(world->arena, &names, claim->volume_name, world);
		bth_vec_push(world->arena, &views->volumes, imagine(claim));
	}
}

void
bth_there_pair(struct bth_world *world)
{
	bool volumes = shows(world, BTH_PERSISTENT_VOLUME);
	bool claims = shows(world, BTH_PERSISTENT_VOLUME_CLAIM);

	if (volumes && !claims)
		bind_claims(world);
	else if (claims && !volumes)
		imagine_volumes(world);
}
