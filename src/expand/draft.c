/* draft.c - generated objects while they can still change */

#include "expand/draft.h"

struct bth_str
bth_draft_name(struct bth_expanding *expanding, const char *suffix)
{
	return bth_str_printf(expanding->arena, "%.*s%s",
		BTH_STR_ARG(expanding->cluster->name), suffix);
}

struct bth_value
bth_draft_spec(const struct bth_expanding *expanding, const char *path)
{
	struct bth_value value = bth_dig(expanding->cluster->spec, path);

	return bth_is_null(value) ? (struct bth_value){0} : value;
}

void
bth_draft_cause(struct bth_draft *draft, struct bth_value value)
{
	if (bth_exists(value))
		draft->builder.cause = bth_span(value);
}

static bool
is_selecting(struct bth_str key)
{
	return bth_str_is(key, "app.kubernetes.io/name") ||
		bth_str_is(key, "app.kubernetes.io/instance");
}

/* Never versions: what selects and what claims carry cannot be changed later. */
static void
put_selecting(struct bth_expanding *expanding, struct bth_draft *draft, uint32_t labels)
{
	bth_put_text(&draft->builder, labels, "app.kubernetes.io/name", expanding->app);
	bth_put_str(&draft->builder, labels, "app.kubernetes.io/instance",
		expanding->cluster->name);
}

void
bth_draft_selector(struct bth_expanding *expanding, struct bth_draft *draft, uint32_t map,
	const char *key)
{
	put_selecting(expanding, draft, bth_put_map(&draft->builder, map, key));
}

void
bth_draft_labels(
	struct bth_expanding *expanding, struct bth_draft *draft, uint32_t metadata)
{
	struct bth_builder *builder = &draft->builder;
	struct bth_span cause = builder->cause;
	uint32_t labels = bth_put_map(builder, metadata, "labels");
	struct bth_value own = bth_dig(expanding->cluster->root, "metadata.labels");

	put_selecting(expanding, draft, labels);
	if (expanding->cluster->preset.preset &&
		expanding->cluster->preset.preset->database)
		bth_put_text(builder, labels, "app.kubernetes.io/component", "database");
	bth_put_text(builder, labels, "app.kubernetes.io/managed-by", "berth");
	for (struct bth_value i = bth_first(own); bth_exists(i); i = bth_next(i)) {
		if (is_selecting(bth_text(i)))
			continue;
		builder->cause = bth_span(i);
		bth_build_set(builder, labels, bth_text(i),
			bth_build_copy(builder, bth_under(i), true));
	}
	builder->cause = cause;
}

struct bth_draft *
bth_draft_new(struct bth_expanding *expanding, const struct bth_draft_kind *kind,
	struct bth_str name, struct bth_value cause)
{
	const struct bth_cluster *cluster = expanding->cluster;
	struct bth_draft *draft = bth_arena_alloc(expanding->arena, sizeof *draft);
	struct bth_builder *builder = &draft->builder;
	struct bth_value annotations = bth_dig(cluster->root, "metadata.annotations");

	bth_build_init(builder, expanding->arena, cluster->source);
	builder->cause = bth_span(cluster->name_at);
	bth_draft_cause(draft, cause);
	draft->order = kind->order;
	draft->api_version = kind->api_version;
	draft->kind = kind->kind;
	draft->root = bth_build_map(builder);
	bth_put_text(builder, draft->root, "apiVersion", kind->api_version);
	bth_put_text(builder, draft->root, "kind", kind->kind);
	uint32_t metadata = bth_put_map(builder, draft->root, "metadata");
	bth_put_str(builder, metadata, "name", name);
	if (!kind->cluster_wide)
		bth_put_str(builder, metadata, "namespace", cluster->namespace);
	if (kind->shared) {
		uint32_t labels = bth_put_map(builder, metadata, "labels");
		bth_put_text(builder, labels, "app.kubernetes.io/managed-by", "berth");
	} else {
		bth_draft_labels(expanding, draft, metadata);
		if (bth_size(annotations))
			bth_put_copy(builder, metadata, "annotations", annotations);
	}
	bth_vec_push(expanding->arena, &expanding->drafts, draft);
	return draft;
}

/* "/var/run/postgresql" → "var-run-postgresql": a DNS label of at most 63. */
struct bth_str
bth_draft_scratch_name(struct bth_expanding *expanding, struct bth_str path)
{
	struct bth_buf name;

	bth_buf_init(&name, expanding->arena);
	for (size_t i = 0; i < path.len && name.len < 63; i++) {
		char c = path.at[i];
		bool word = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');

		if (c >= 'A' && c <= 'Z')
			bth_buf_putc(&name, (char)(c - 'A' + 'a'));
		else if (word)
			bth_buf_putc(&name, c);
		else if (name.len && name.text[name.len - 1] != '-')
			bth_buf_putc(&name, '-');
	}
	while (name.len && name.text[name.len - 1] == '-')
		name.len--;
	return name.len ? bth_buf_view(&name) : BTH_STR("scratch");
}
