/* world.c - all objects of a run */

#include "world/world.h"

#include "schema/facts.h"
#include "syntax/build.h"
#include "world/read.h"
#include "world/there.h"

void
bth_world_init(struct bth_world *world, struct bth_arena *arena)
{
	*world = (struct bth_world){
		.arena = arena, .default_namespace = BTH_STR("default")};
}

static struct bth_str
key_of(struct bth_arena *arena, struct bth_str group, struct bth_str kind,
	struct bth_str namespace, struct bth_str name)
{
	const struct bth_str parts[] = {group, kind, namespace, name};

	return bth_str_join(arena, parts, 4, '\n');
}

static struct bth_str
key_of_object(struct bth_arena *arena, const struct bth_object *object)
{
	return key_of(
		arena, object->group, object->kind_text, object->namespace, object->name);
}

/* What the API says of a kind that has no name of its own here; unknown ones are namespaced. */
static bool
is_cluster_wide(const struct bth_object *object, int minor)
{
	struct bth_kind_facts facts;

	return bth_schema_kind_ever(&facts, object->api_version, object->kind_text, minor) &&
		!facts.namespaced;
}

/* Its namespace as it will be; returns the first object of its name, or NULL. */
static struct bth_object *
complete_object(struct bth_world *world, struct bth_object *object)
{
	if (object->kind == BTH_OTHER)
		object->cluster_wide = is_cluster_wide(object, world->minor);
	if (object->cluster_wide)
		object->namespace = BTH_STR("");
	else if (!object->namespace.len)
		object->namespace = world->default_namespace;
	object->index = (uint32_t)world->objects.len;
	if (!object->name.len)
		return NULL;
	const void *found = bth_map_get(&world->by_name, key_of_object(world->arena, object));
	return found ? &world->objects.items[(uintptr_t)found - 1] : NULL;
}

static void
push_object(struct bth_world *world, const struct bth_object *object)
{
	if (object->name.len && !object->repeated)
		bth_map_put(world->arena, &world->by_name, key_of_object(world->arena, object),
			(void *)(uintptr_t)(object->index + 1));
	bth_vec_push(world->arena, &world->objects, *object);
}

static void
add_object(struct bth_world *world, struct bth_object object)
{
	object.repeated = complete_object(world, &object) != NULL;
	push_object(world, &object);
	world->given = world->objects.len;
}

/* Of what two dumps show of one object the first counts. */
static void
add_there(struct bth_world *world, struct bth_object object)
{
	struct bth_object *first;

	if (object.kind != BTH_NODE && bth_span(object.root).source->nodes) {
		bth_vec_push(world->arena, &world->strays, object.root);
		return;
	}
	first = complete_object(world, &object);
	object.there = true;
	object.live = object.root;
	if (!first)
		push_object(world, &object);
	else if (!bth_exists(first->live))
		bth_state_apply(world, first, object.root);
}

static void
reverse(struct bth_value *items, size_t count)
{
	for (size_t i = 0; i < count / 2; i++) {
		struct bth_value item = items[i];

		items[i] = items[count - 1 - i];
		items[count - 1 - i] = item;
	}
}

/*
 * An item of a typed list says neither apiVersion nor kind: it is of the list's own apiVersion,
 * and of its kind without "List", as client-go completes it.
 */
static struct bth_value
complete_item(struct bth_arena *arena, struct bth_value list, struct bth_value item)
{
	struct bth_str kind = bth_text(bth_get(list, "kind"));
	struct bth_builder builder;

	if (!bth_is_map(item) || !bth_str_ends(kind, "List") || kind.len == strlen("List") ||
		!bth_is_unset(bth_get(item, "apiVersion")) || !bth_is_unset(bth_get(item, "kind")))
		return item;
	bth_build_init(&builder, arena, list.tree->source);
	uint32_t root = bth_build_copy(&builder, item, true);
	builder.cause = bth_span(bth_get(list, "kind"));
	bth_put_str(&builder, root, "apiVersion", bth_text(bth_get(list, "apiVersion")));
	bth_put_str(&builder, root, "kind", bth_str_sub(kind, 0, kind.len - strlen("List")));
	return bth_root(bth_build_finish(&builder, root));
}

/* What is done with each object. */
typedef void add_fn(struct bth_world *world, struct bth_object object);

static size_t
add_all(struct bth_world *world, struct bth_value root, bool generated,
	struct bth_values *fragments, add_fn *add)
{
	struct bth_values waiting = {0};
	size_t added = 0;

	/* lists within lists are taken apart too; the last in is the next out */
	bth_vec_push(world->arena, &waiting, root);
	while (waiting.len) {
		struct bth_value next = waiting.items[--waiting.len];
		struct bth_value items = bth_get(next, "items");
		struct bth_object object;

		if (bth_is_list(items)) {
			size_t from = waiting.len;

			for (struct bth_value i = bth_first(items); bth_exists(i); i = bth_next(i))
				bth_vec_push(world->arena, &waiting,
					complete_item(world->arena, next, i));
			reverse(waiting.items + from, waiting.len - from);
			continue;
		}
		if (!bth_object_read(&object, next)) {
			bth_vec_push(world->arena, fragments, next);
			continue;
		}
		object.generated = generated;
		add(world, object);
		added++;
	}
	return added;
}

size_t
bth_world_add(struct bth_world *world, struct bth_value root, bool generated,
	struct bth_values *fragments)
{
	return add_all(world, root, generated, fragments, add_object);
}

size_t
bth_world_add_there(struct bth_world *world, struct bth_value root, struct bth_values *fragments)
{
	return add_all(world, root, false, fragments, add_there);
}

/* Allocates nothing, since rules look things up on several threads. */
static const struct bth_object *
look_up(const struct bth_world *world, struct bth_str group, struct bth_str kind,
	struct bth_str namespace, struct bth_str name)
{
	const struct bth_str parts[] = {group, kind, namespace, name};
	const void *found = bth_map_get_joined(&world->by_name, parts, 4, '\n');

	return found ? &world->objects.items[(uintptr_t)found - 1] : NULL;
}

const struct bth_object *
bth_world_get(const struct bth_world *world, enum bth_object_kind kind,
	struct bth_str namespace, struct bth_str name)
{
	struct bth_str group, text;

	if (!bth_object_kind_name(&group, &text, kind))
		return NULL;
	return look_up(world, group, text, namespace, name);
}

const struct bth_object *
bth_world_first(const struct bth_world *world, const struct bth_object *object)
{
	if (!object->repeated)
		return object;
	return look_up(
		world, object->group, object->kind_text, object->namespace, object->name);
}

/* Whether @said, [KIND/][NS/]NAME, names this object. */
static bool
says(struct bth_str said, const char *kind, struct bth_str namespace, struct bth_str name)
{
	size_t slash = bth_str_rfind(said, '/');

	if (slash == SIZE_MAX)
		return bth_str_eq(said, name);
	if (!bth_str_eq(bth_str_sub(said, slash + 1, SIZE_MAX), name))
		return false;
	struct bth_str rest = bth_str_sub(said, 0, slash);
	slash = bth_str_find(rest, '/');
	if (slash == SIZE_MAX)
		return bth_str_is(rest, kind) || bth_str_eq(rest, namespace);
	return bth_str_is(bth_str_sub(rest, 0, slash), kind) &&
		bth_str_eq(bth_str_sub(rest, slash + 1, SIZE_MAX), namespace);
}

bool
bth_world_assumed(const struct bth_world *world, const char *kind,
	struct bth_str namespace, struct bth_str name)
{
	for (size_t i = 0; i < world->assumed.len; i++)
		if (says(world->assumed.items[i], kind, namespace, name))
			return true;
	return false;
}

const struct bth_object *
bth_world_object(const struct bth_world *world, uint32_t index)
{
	return index < world->objects.len ? &world->objects.items[index] : NULL;
}

uint32_t
bth_world_set(const struct bth_world *world, const struct bth_object *object)
{
	for (size_t i = 0; i < world->views.sets.len; i++)
		if (world->views.sets.items[i].object == object->index)
			return (uint32_t)i;
	return UINT32_MAX;
}

void
bth_world_finish(struct bth_world *world)
{
	bth_read_volumes(world);
	bth_read_classes(world);
	bth_read_nodes(world);
	bth_read_claims(world);
	bth_there_pair(world);
	bth_read_pods(world);
}
