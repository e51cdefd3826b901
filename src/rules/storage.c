/* storage.c - what claims, volumes and classes of a run have to do with each other */

#include "rules/storage.h"

#include "bind/pair.h"
#include "rules/class_names.h"
#include "rules/placement.h"

struct bth_value
bth_maker_first(const struct bth_object *object)
{
	if (object->kind == BTH_PERSISTENT_VOLUME_CLAIM)
		return object->root;
	return bth_first(bth_dig(object->root, "spec.volumeClaimTemplates"));
}

struct bth_value
bth_maker_next(const struct bth_object *object, struct bth_value maker)
{
	/* what comes after a claim in a List is another object */
	return object->kind == BTH_PERSISTENT_VOLUME_CLAIM ? (struct bth_value){0} :
							     bth_next(maker);
}

struct bth_str
bth_maker_name(struct bth_value maker)
{
	return bth_text(bth_dig(maker, "metadata.name"));
}

const char *
bth_maker_text(const struct bth_lint *lint, const struct bth_object *object,
	struct bth_value maker)
{
	const char *what =
		object->kind == BTH_PERSISTENT_VOLUME_CLAIM ? "claim" : "claim template";

	return bth_arena_printf(
		lint->arena, "%s '%.*s'", what, BTH_STR_ARG(bth_maker_name(maker)));
}

/* More searches for the nearest volume than this are no longer worth it. */
enum { SEARCHES_MOST = 200 };

/* What there is for claims that ask for the same. */
struct found {
	struct bth_indexes fits;
	bool searched;
	uint32_t nearest;
	enum bth_why why;
};

static struct bth_str
full_name(struct bth_arena *arena, struct bth_str namespace, struct bth_str name)
{
	const struct bth_str parts[] = {namespace, name};

	return bth_str_join(arena, parts, 2, '/');
}

static struct bth_class_use *
class_use(struct bth_storage *storage, struct bth_str name)
{
	struct bth_class_use *use = bth_map_get(&storage->class_names, name);

	if (use)
		return use;
	use = bth_arena_alloc(storage->arena, sizeof *use);
	use->name = name;
	use->class = bth_views_class(storage->views, name);
	bth_map_put(storage->arena, &storage->class_names, name, use);
	bth_vec_push(storage->arena, &storage->classes, use);
	return use;
}

static struct bth_str
label_key(struct bth_arena *arena, struct bth_str key, struct bth_str value)
{
	return bth_str_printf(arena, "%.*s\n%.*s", BTH_STR_ARG(key), BTH_STR_ARG(value));
}

static void
add_to(struct bth_storage *storage, struct bth_map *map, struct bth_str key,
	uint32_t index)
{
	struct bth_indexes *list = bth_map_get(map, key);

	if (!list) {
		list = bth_arena_alloc(storage->arena, sizeof *list);
		bth_map_put(storage->arena, map, key, list);
	}
	bth_vec_push(storage->arena, list, index);
}

static void
add_volume(struct bth_storage *storage, uint32_t index)
{
	const struct bth_volume *volume = &storage->views->volumes.items[index];
	struct bth_class_use *use = class_use(storage, volume->storage_class);

	bth_vec_push(storage->arena, &use->volumes, index);
	use->elsewhere |= !bth_volume_on_node(volume);
	use->local |= volume->source == BTH_SOURCE_LOCAL;
	use->by_hand |= bth_volume_on_node(volume) || volume->source == BTH_SOURCE_NFS;
	use->free |= !bth_storage_tied(storage, volume);
	use->offered |= volume->modes;
	bth_map_put(storage->arena, &storage->volumes, volume->name,
		(void *)(uintptr_t)(index + 1));
	for (size_t i = 0; i < volume->labels.len; i++)
		add_to(storage, &storage->labels,
			label_key(storage->arena, volume->labels.items[i].key,
				volume->labels.items[i].value),
			index);
	if (volume->reserved && volume->claim_name.len)
		add_to(storage, &storage->reservations,
			full_name(storage->arena, volume->claim_namespace,
				volume->claim_name),
			index);
}

static void
add_claim(struct bth_storage *storage, uint32_t index)
{
	const struct bth_claim *claim = &storage->views->claims.items[index];
	struct bth_str key = full_name(storage->arena, claim->namespace, claim->name);

	if (!bth_map_get(&storage->claims, key))
		bth_map_put(storage->arena, &storage->claims, key,
			(void *)(uintptr_t)(index + 1));
	struct bth_str name = bth_pair_class(storage->views, claim);
	if (claim->has_class || name.len)
		bth_vec_push(storage->arena, &class_use(storage, name)->claims, index);
}

static void
make(struct bth_storage *storage, const struct bth_lint *lint)
{
	*storage = (struct bth_storage){
		.arena = lint->arena, .lint = lint, .views = lint->views};
	for (size_t i = 0; i < lint->views->claims.len; i++)
		if (lint->views->claims.items[i].volume_name.len)
			bth_map_put(lint->arena, &storage->named,
				lint->views->claims.items[i].volume_name, storage);
	for (uint32_t i = 0; i < lint->views->volumes.len; i++)
		add_volume(storage, i);
	for (uint32_t i = 0; i < lint->views->claims.len; i++)
		add_claim(storage, i);
}

/*
 * Many rules ask for it, so it is made once for each thread. What a rule finds out later
 * (found, searches) is its own: the kept one has none of it.
 */
void
bth_storage_init(struct bth_storage *storage, const struct bth_lint *lint)
{
	if (!lint->cache->storage) {
		struct bth_storage *kept = bth_arena_alloc(lint->arena, sizeof *kept);

		make(kept, lint);
		lint->cache->storage = kept;
	}
	*storage = *lint->cache->storage;
	storage->lint = lint;
}

static uint32_t
index_of(const void *found)
{
	return found ? (uint32_t)((uintptr_t)found - 1) : UINT32_MAX;
}

uint32_t
bth_storage_claim(
	const struct bth_storage *storage, struct bth_str namespace, struct bth_str name)
{
	return index_of(bth_map_get(
		&storage->claims, full_name(storage->arena, namespace, name)));
}

uint32_t
bth_storage_volume(const struct bth_storage *storage, struct bth_str name)
{
	return index_of(bth_map_get(&storage->volumes, name));
}

bool
bth_storage_tied(const struct bth_storage *storage, const struct bth_volume *volume)
{
	return volume->reserved || bth_map_get(&storage->named, volume->name);
}

struct bth_indexes
bth_storage_reserved(const struct bth_storage *storage, const struct bth_claim *claim)
{
	const struct bth_indexes *list = bth_map_get(&storage->reservations,
		full_name(storage->arena, claim->namespace, claim->name));

	return list ? *list : (struct bth_indexes){0};
}

struct bth_class_use *
bth_storage_class(const struct bth_storage *storage, const struct bth_claim *claim)
{
	struct bth_str name = bth_pair_class(storage->views, claim);

	return claim->has_class || name.len ? bth_map_get(&storage->class_names, name) :
					      NULL;
}

bool
bth_class_is_static(const struct bth_class_use *use)
{
	if (!use->name.len)
		return true;
	if (use->class)
		return !use->class->provisions;
	/* under a provisioner's name only what it never makes shows that it is not there */
	if (bth_class_usual_provisioner(use->name))
		return use->local;
	return use->by_hand || use->free;
}

bool
bth_storage_provided(const struct bth_storage *storage, const struct bth_claim *claim)
{
	const struct bth_class_use *use = bth_storage_class(storage, claim);

	/* an empty name is a class of its own, also where nobody else has it */
	if (!use)
		return !claim->has_class || claim->storage_class.len > 0;
	return !bth_class_is_static(use);
}

static bool
is_too_small(const struct bth_claim *claim, const struct bth_volume *volume)
{
	return volume->has_capacity && claim->has_request &&
		bth_quantity_cmp(volume->capacity, claim->request) < 0;
}

/* As bth_storage_apart(), for a claim whose class is known. */
static unsigned
apart_of(const struct bth_storage *storage, const struct bth_claim *claim,
	struct bth_str storage_class, const struct bth_volume *volume)
{
	bool attributes = storage->lint->world->minor >= 34; /* dropped on write before */
	unsigned apart = 0;

	if (is_too_small(claim, volume))
		apart |= 1u << BTH_WHY_SIZE;
	if (claim->block != volume->block)
		apart |= 1u << BTH_WHY_VOLUME_MODE;
	if (attributes && !bth_str_eq(claim->attributes_class, volume->attributes_class))
		apart |= 1u << BTH_WHY_ATTRIBUTES_CLASS;
	if (claim->selector.present &&
		!bth_selector_matches(&claim->selector, &volume->labels))
		apart |= 1u << BTH_WHY_SELECTOR;
	if (!bth_str_eq(storage_class, volume->storage_class))
		apart |= 1u << BTH_WHY_CLASS;
	if (volume->modes && !bth_pair_modes(claim, volume))
		apart |= 1u << BTH_WHY_MODES;
	return apart;
}

unsigned
bth_storage_apart(const struct bth_storage *storage, const struct bth_claim *claim,
	const struct bth_volume *volume)
{
	return apart_of(storage, claim, bth_pair_class(storage->views, claim), volume);
}

/* All that decides whether a volume without claimRef fits, as one text. */
static struct bth_str
asked(struct bth_arena *arena, const struct bth_claim *claim,
	struct bth_str storage_class)
{
	struct bth_str selector = claim->selector.present ?
		bth_selector_text(arena, &claim->selector) :
		BTH_STR("-");
	uint64_t high = (uint64_t)(claim->request.nano >> 64);
	uint64_t low = (uint64_t)claim->request.nano;

	return bth_str_printf(arena, "%.*s\n%d\n%llx:%llx\n%u\n%d\n%.*s\n%.*s",
		BTH_STR_ARG(storage_class), claim->has_class, (unsigned long long)high,
		(unsigned long long)low, claim->modes, claim->block,
		BTH_STR_ARG(claim->attributes_class), BTH_STR_ARG(selector));
}

/* The volumes worth looking at: those that have a label which the claim's selector asks for. */
static const struct bth_indexes *
candidates(const struct bth_storage *storage, const struct bth_claim *claim,
	const struct bth_class_use *use)
{
	static const struct bth_indexes none;

	for (size_t i = 0; claim->selector.present && i < claim->selector.all.len; i++) {
		const struct bth_requirement *one = &claim->selector.all.items[i];

		if (one->operator!= BTH_IN || one->values.len != 1)
			continue;
		const struct bth_indexes *list = bth_map_get(&storage->labels,
			label_key(storage->arena, one->key, one->values.items[0]));
		return list ? list : &none;
	}
	return use ? &use->volumes : &none;
}

static struct found *
find(struct bth_storage *storage, const struct bth_claim *claim)
{
	struct bth_str storage_class = bth_pair_class(storage->views, claim);
	struct bth_str key = asked(storage->arena, claim, storage_class);
	struct found *found = bth_map_get(&storage->found, key);

	if (found)
		return found;
	const struct bth_indexes *list = candidates(
		storage, claim, bth_map_get(&storage->class_names, storage_class));
	found = bth_arena_alloc(storage->arena, sizeof *found);
	for (size_t i = 0; i < list->len; i++) {
		const struct bth_volume *volume =
			&storage->views->volumes.items[list->items[i]];

		if (!volume->reserved && !volume->deleting &&
			!is_too_small(claim, volume) &&
			!apart_of(storage, claim, storage_class, volume))
			bth_vec_push(storage->arena, &found->fits, list->items[i]);
	}
	bth_map_put(storage->arena, &storage->found, key, found);
	return found;
}

struct bth_indexes
bth_storage_fits(struct bth_storage *storage, const struct bth_claim *claim)
{
	return find(storage, claim)->fits;
}

/* Whether the claim is served, or by nature not served by a volume that is near it. */
static bool
is_settled(struct bth_storage *storage, const struct bth_claim *claim)
{
	return claim->volume_name.len || claim->bind_completed || claim->deleting ||
		bth_storage_provided(storage, claim) ||
		bth_storage_reserved(storage, claim).len > 0 ||
		bth_storage_fits(storage, claim).len > 0;
}

/* Which single difference is most likely the slip, when volumes differ in different ones. */
static unsigned
rank(enum bth_why why)
{
	static const enum bth_why order[] = {BTH_WHY_SIZE, BTH_WHY_MODES,
		BTH_WHY_VOLUME_MODE, BTH_WHY_SELECTOR, BTH_WHY_ATTRIBUTES_CLASS,
		BTH_WHY_CLASS};
	unsigned i = 0;

	while (i < sizeof order / sizeof order[0] && order[i] != why)
		i++;
	return i;
}

static enum bth_why
only_bit(unsigned set)
{
	unsigned bit = 0;

	if (bth_bits(set) != 1)
		return BTH_WHY_NONE;
	while (!(set & 1u << bit))
		bit++;
	return (enum bth_why)bit;
}

static void
search(struct bth_storage *storage, const struct bth_claim *claim, struct found *found)
{
	const struct bth_views *views = storage->views;
	struct bth_str storage_class = bth_pair_class(views, claim);

	found->searched = true;
	found->nearest = UINT32_MAX;
	if (storage->searches++ >= SEARCHES_MOST)
		return;
	for (uint32_t i = 0; i < views->volumes.len; i++) {
		const struct bth_volume *volume = &views->volumes.items[i];

		if (volume->reserved || volume->deleting)
			continue;
		enum bth_why why =
			only_bit(apart_of(storage, claim, storage_class, volume));
		if (!why)
			continue;
		bool larger = found->why == BTH_WHY_SIZE && why == BTH_WHY_SIZE &&
			bth_quantity_cmp(volume->capacity,
				views->volumes.items[found->nearest].capacity) > 0;
		if (found->nearest != UINT32_MAX && rank(why) >= rank(found->why) &&
			!larger)
			continue;
		found->nearest = i;
		found->why = why;
	}
}

uint32_t
bth_storage_nearest(
	struct bth_storage *storage, const struct bth_claim *claim, enum bth_why *why)
{
	*why = BTH_WHY_NONE;
	if (is_settled(storage, claim))
		return UINT32_MAX;
	struct found *found = find(storage, claim);
	if (!found->searched)
		search(storage, claim, found);
	*why = found->why;
	return found->nearest;
}

bool
bth_storage_mode_unserved(
	const struct bth_storage *storage, const struct bth_claim *claim)
{
	const struct bth_class_use *use = bth_storage_class(storage, claim);
	unsigned wanted = claim->modes & (BTH_RWX | BTH_ROX);

	return use && use->volumes.len && !use->elsewhere && bth_class_is_static(use) &&
		(wanted & ~use->offered);
}

bool
bth_claims_same_template(const struct bth_claim *a, const struct bth_claim *b)
{
	return a->set != UINT32_MAX && a->set == b->set && a->template == b->template;
}

uint32_t *
bth_storage_users(const struct bth_lint *lint)
{
	const struct bth_views *views = lint->views;
	uint32_t *users =
		bth_arena_array(lint->arena, views->claims.len + 1, sizeof *users);
	uint32_t object = UINT32_MAX;
	bool database = false;

	for (size_t i = 0; i < views->claims.len; i++)
		users[i] = UINT32_MAX;
	for (size_t i = 0; i < views->pods.len; i++) {
		const struct bth_pod *pod = &views->pods.items[i];

		if (pod->object != object)
			database = bth_lint_is_database(lint, pod->object);
		object = pod->object;
		for (size_t j = 0; j < pod->claims.len; j++)
			if (database || users[pod->claims.items[j]] == UINT32_MAX)
				users[pod->claims.items[j]] = object;
	}
	return users;
}

bool
bth_claim_is_database(const struct bth_lint *lint, const uint32_t *users, uint32_t claim)
{
	uint32_t object = users[claim];

	if (object == UINT32_MAX)
		object = lint->views->claims.items[claim].object;
	return bth_lint_is_database(lint, object);
}

bool
bth_names_database(struct bth_str text)
{
	static const char *const words[] = {"postgres", "pgdata", "mysql", "mariadb",
		"mongo", "cassandra", "scylla", "cockroach", "clickhouse",
		"elasticsearch", "etcd", "kafka", "zookeeper"};

	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		if (bth_str_contains(text, words[i]))
			return true;
	return false;
}

const char *
bth_class_text(struct bth_arena *arena, struct bth_str name)
{
	return name.len ? bth_arena_printf(arena, "class '%.*s'", BTH_STR_ARG(name)) :
			  "no class";
}

const char *
bth_of_class_text(struct bth_arena *arena, struct bth_str name)
{
	return name.len ? bth_arena_printf(arena, "of class '%.*s'", BTH_STR_ARG(name)) :
			  "without class";
}

struct bth_value
bth_claim_size(const struct bth_lint *lint, const struct bth_claim *claim)
{
	return bth_dig(bth_lint_claim(lint, claim), "spec.resources.requests.storage");
}

struct bth_value
bth_volume_size(const struct bth_lint *lint, const struct bth_volume *volume)
{
	return bth_dig(bth_lint_volume(lint, volume), "spec.capacity.storage");
}

struct bth_value
bth_class_at(struct bth_value root)
{
	struct bth_value annotation = bth_get(bth_dig(root, "metadata.annotations"),
		"volume.beta.kubernetes.io/storage-class");

	return bth_exists(annotation) ? annotation :
					bth_dig(root, "spec.storageClassName");
}

unsigned
bth_bits(unsigned set)
{
	unsigned count = 0;

	for (; set; set &= set - 1)
		count++;
	return count;
}
