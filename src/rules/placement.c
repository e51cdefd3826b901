/* placement.c - where volumes are and pods may be, for the rules that compare the two */

#include "rules/placement.h"

#include "syntax/emit.h"

bool
bth_volume_on_node(const struct bth_volume *volume)
{
	return volume->source == BTH_SOURCE_LOCAL ||
		volume->source == BTH_SOURCE_HOST_PATH;
}

struct bth_value
bth_volume_terms(struct bth_value volume)
{
	return bth_dig(volume, "spec.nodeAffinity.required.nodeSelectorTerms");
}

/* The expression on the hostname, or else the first one. */
static struct bth_value
main_expression(struct bth_value expressions)
{
	for (struct bth_value i = bth_first(expressions); bth_exists(i); i = bth_next(i))
		if (bth_str_eq(bth_text(bth_get(i, "key")), BTH_HOSTNAME))
			return i;
	return bth_first(expressions);
}

struct bth_value
bth_affinity_at(struct bth_value volume)
{
	struct bth_value terms = bth_volume_terms(volume);
	struct bth_value expression =
		main_expression(bth_get(bth_first(terms), "matchExpressions"));
	struct bth_value values = bth_get(expression, "values");

	if (!bth_exists(terms))
		return bth_dig(volume, "metadata.name");
	if (bth_size(terms) > 1 || !bth_exists(expression))
		return terms;
	if (!bth_size(values))
		return bth_get(expression, "operator");
	return bth_size(values) == 1 ? bth_first(values) : values;
}

bool
bth_term_is_empty(struct bth_value term)
{
	return bth_is_unset(term) ||
		(bth_is_map(term) && !bth_size(bth_get(term, "matchExpressions")) &&
			!bth_size(bth_get(term, "matchFields")));
}

struct bth_value
bth_volume_path(struct bth_value volume)
{
	struct bth_value local = bth_dig(volume, "spec.local.path");

	return bth_is_unset(local) ? bth_dig(volume, "spec.hostPath.path") : local;
}

struct bth_str
bth_path_clean(struct bth_arena *arena, struct bth_str path)
{
	char *clean = bth_arena_alloc(arena, path.len + 2);
	size_t len = 0;

	while (path.len) {
		size_t slash = bth_str_find(path, '/');
		struct bth_str part = bth_str_sub(path, 0, slash);

		path = bth_str_sub(path, part.len + 1, SIZE_MAX);
		if (!part.len || bth_str_is(part, "."))
			continue;
		clean[len++] = '/';
		memcpy(clean + len, part.at, part.len);
		len += part.len;
	}
	if (!len)
		clean[len++] = '/';
	return (struct bth_str){.at = clean, .len = len};
}

const char *
bth_scalar_text(struct bth_arena *arena, struct bth_str text)
{
	struct bth_buf buf;

	bth_buf_init(&buf, arena);
	bth_emit_scalar(&buf, text);
	bth_buf_putc(&buf, '\0');
	return buf.text;
}

bool
bth_path_within(struct bth_str path, struct bth_str parent)
{
	if (path.len < parent.len || memcmp(path.at, parent.at, parent.len) != 0)
		return false;
	return path.len == parent.len || path.at[parent.len] == '/' ||
		bth_str_is(parent, "/");
}

struct bth_str
bth_affinity_host(struct bth_arena *arena, const struct bth_node_selector *affinity)
{
	struct bth_strs hosts = {0};

	if (!bth_node_selector_pins(arena, &hosts, affinity, BTH_HOSTNAME) ||
		hosts.len != 1)
		return BTH_STR("");
	return hosts.items[0];
}

void
bth_node_index_init(struct bth_node_index *out, const struct bth_lint *lint)
{
	*out = (struct bth_node_index){.lint = lint};
	for (uint32_t i = 0; i < lint->views->nodes.len; i++) {
		struct bth_node_view *node = &lint->views->nodes.items[i];
		const struct bth_str *host = bth_labels_get(&node->labels, BTH_HOSTNAME);

		bth_map_put(lint->arena, &out->by_name, node->name, node);
		if (!host)
			continue;
		struct bth_indexes *list = bth_map_get(&out->by_host, *host);
		if (!list) {
			list = bth_arena_alloc(lint->arena, sizeof *list);
			bth_map_put(lint->arena, &out->by_host, *host, list);
		}
		bth_vec_push(lint->arena, list, i);
	}
}

/* Adds those of @count nodes that the affinity accepts; @some are their indexes, or NULL. */
static void
add_accepted(struct bth_node_index *index, struct bth_indexes *out,
	const struct bth_node_selector *affinity, const uint32_t *some, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		uint32_t at = some ? some[i] : (uint32_t)i;

		if (bth_node_selector_matches(
			    affinity, &index->lint->views->nodes.items[at].labels, NULL))
			bth_vec_push(index->lint->arena, out, at);
	}
}

const struct bth_indexes *
bth_node_index_find(
	struct bth_node_index *index, const struct bth_node_selector *affinity)
{
	struct bth_arena *arena = index->lint->arena;
	struct bth_arena_mark mark = bth_arena_mark(arena);
	struct bth_str text = affinity->present ?
		bth_str_printf(arena, "=%.*s",
			BTH_STR_ARG(bth_node_selector_text(arena, affinity))) :
		BTH_STR("-");
	struct bth_indexes *found = bth_map_get(&index->asked, text);
	struct bth_strs hosts = {0};

	if (found) {
		bth_arena_rewind(arena, &mark);
		return found;
	}
	found = bth_arena_alloc(arena, sizeof *found);
	bth_map_put(arena, &index->asked, text, found);
	if (!bth_node_selector_pins(arena, &hosts, affinity, BTH_HOSTNAME)) {
		add_accepted(index, found, affinity, NULL, index->lint->views->nodes.len);
		return found;
	}
	for (size_t i = 0; i < hosts.len; i++) {
		const struct bth_indexes *list =
			bth_map_get(&index->by_host, hosts.items[i]);

		if (list)
			add_accepted(index, found, affinity, list->items, list->len);
	}
	return found;
}

struct bth_value
bth_lint_node(const struct bth_lint *lint, const struct bth_node_view *node)
{
	const struct bth_object *object = bth_lint_object(lint, node->object);

	return object ? object->root : (struct bth_value){0};
}

/* Volumes without claimRef that fit the claim and that the API server takes. */
static void
add_fitting(struct bth_storage *storage, const struct bth_claim *claim,
	struct bth_indexes *out)
{
	struct bth_indexes fits = bth_storage_fits(storage, claim);

	for (size_t i = 0; i < fits.len && out->len <= BTH_CANDIDATES_MOST; i++)
		if (!storage->views->volumes.items[fits.items[i]].refused)
			bth_vec_push(storage->arena, out, fits.items[i]);
}

struct bth_indexes
bth_claim_candidates(struct bth_storage *storage, uint32_t index)
{
	const struct bth_claim *claim = &storage->views->claims.items[index];
	const struct bth_indexes none = {0};
	struct bth_indexes found = storage->lint->binding->claims[index].volumes;

	if (!found.len) {
		struct bth_indexes reserved = bth_storage_reserved(storage, claim);

		for (size_t i = 0; i < reserved.len && i < BTH_CANDIDATES_MOST; i++)
			if (!bth_bind_pair(storage->views, claim,
				    &storage->views->volumes.items[reserved.items[i]]))
				bth_vec_push(storage->arena, &found, reserved.items[i]);
	}
	if (!found.len && !claim->volume_name.len)
		add_fitting(storage, claim, &found);
	return found.len > BTH_CANDIDATES_MOST ? none : found;
}

bool
bth_pod_selects(const struct bth_pod *pod, const struct bth_labels *labels,
	const struct bth_str *name)
{
	for (size_t i = 0; i < pod->node_selector.len; i++) {
		const struct bth_label *pair = &pod->node_selector.items[i];
		const struct bth_str *value = bth_labels_get(labels, pair->key);

		if (!value || !bth_str_eq(*value, pair->value))
			return false;
	}
	return bth_node_selector_matches(&pod->affinity, labels, name);
}

/* Whether no expression of the term on the key refuses the label. */
static bool
term_may_match(const struct bth_node_term *term, struct bth_str key,
	const struct bth_labels *labels)
{
	if (!term->expressions.len && !term->fields.len)
		return false;
	for (size_t i = 0; i < term->expressions.len; i++)
		if (bth_str_eq(term->expressions.items[i].key, key) &&
			!bth_requirement_matches(&term->expressions.items[i], labels))
			return false;
	return true;
}

bool
bth_pod_may_select(const struct bth_pod *pod, struct bth_str key, struct bth_str value)
{
	struct bth_label label = {.key = key, .value = value};
	struct bth_labels labels = {.items = &label, .len = 1, .cap = 1};
	const struct bth_str *asked = bth_labels_get(&pod->node_selector, key);

	if (asked && !bth_str_eq(*asked, value))
		return false;
	for (size_t i = 0; i < pod->affinity.terms.len; i++)
		if (term_may_match(&pod->affinity.terms.items[i], key, &labels))
			return true;
	return !pod->affinity.present;
}

const char *
bth_pod_text(const struct bth_lint *lint, const struct bth_pod *pod)
{
	const struct bth_object *object = bth_lint_object(lint, pod->object);
	bool named = object->kind == BTH_POD || object->kind == BTH_STATEFUL_SET;
	struct bth_str name = named ? pod->name : object->name;
	const char *what = named ? "pod" : "the pod of";

	if (bth_str_eq(pod->namespace, lint->world->default_namespace))
		return bth_arena_printf(
			lint->arena, "%s '%.*s'", what, BTH_STR_ARG(name));
	return bth_arena_printf(lint->arena, "%s '%.*s/%.*s'", what,
		BTH_STR_ARG(pod->namespace), BTH_STR_ARG(name));
}

size_t
bth_pods_end(const struct bth_lint *lint, size_t first)
{
	size_t end = first + 1;

	while (end < lint->views->pods.len &&
		lint->views->pods.items[end].object ==
			lint->views->pods.items[first].object)
		end++;
	return end;
}

const char *
bth_and_more(const struct bth_lint *lint, size_t count)
{
	return count > 1 ? bth_arena_printf(lint->arena, " (and %zu more)", count - 1) :
			   "";
}
