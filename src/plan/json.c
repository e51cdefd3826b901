/* json.c - the plan for programs: version 1 of berth's own format */

#include "plan/plan.h"
#include "plan/tell.h"
#include "syntax/writer.h"

/* What is being written: the plan of a world. */
struct plan {
	struct bth_writer writer;
	const struct bth_world *world;
	const struct bth_views *views;
};

static struct bth_str
full_name(struct plan *plan, struct bth_str namespace, struct bth_str name)
{
	const struct bth_str parts[] = {namespace, name};

	return bth_str_join(plan->writer.buf->arena, parts, 2, '/');
}

static void
add_place(struct plan *plan, uint32_t object)
{
	const struct bth_object *found = bth_world_object(plan->world, object);

	if (!found)
		return;
	struct bth_value name = bth_dig(found->root, "metadata.name");
	struct bth_span span = bth_span(bth_exists(name) ? name : found->root);
	struct bth_place place =
		bth_source_place(plan->writer.buf->arena, span.source, span.start);
	bth_writer_string(&plan->writer, "file", span.source->name);
	bth_writer_number(&plan->writer, "line", place.line);
	bth_writer_number(&plan->writer, "column", place.column);
}

/* A reason's words; @partner_key is what it is about. */
static void
add_reason(struct plan *plan, const char *partner_key, struct bth_str partner,
	const struct bth_reason *reason, const char *message, uint32_t object)
{
	bth_writer_open(&plan->writer, '{');
	bth_writer_text(&plan->writer, partner_key, partner);
	bth_writer_string(&plan->writer, "why", bth_why_word(reason->why));
	bth_writer_string(&plan->writer, "message", message);
	add_place(plan, object);
	bth_writer_close(&plan->writer, '}');
}

static void
add_claim(struct plan *plan, size_t index, const struct bth_claim_outcome *outcome)
{
	const struct bth_claim *claim = &plan->views->claims.items[index];
	const struct bth_volume *volumes = plan->views->volumes.items;
	struct bth_writer *writer = &plan->writer;

	bth_writer_line(writer, 2);
	bth_writer_open(writer, '{');
	bth_writer_text(writer, "claim", full_name(plan, claim->namespace, claim->name));
	bth_writer_key(writer, "volumes");
	bth_writer_open(writer, '[');
	for (size_t i = 0; i < outcome->volumes.len; i++)
		bth_writer_text(writer, NULL, volumes[outcome->volumes.items[i]].name);
	bth_writer_close(writer, ']');
	bth_writer_bool(writer, "pending", outcome->pending);
	bth_writer_bool(writer, "absent", outcome->absent);
	bth_writer_bool(writer, "provisioned", outcome->provisioned);
	bth_writer_bool(writer, "certain", outcome->certain);
	bth_writer_key(writer, "reasons");
	bth_writer_open(writer, '[');
	for (size_t i = 0; i < outcome->reasons.len; i++) {
		const struct bth_reason *reason = &outcome->reasons.items[i];
		const struct bth_volume *volume = &volumes[reason->partner];

		add_reason(plan, "volume", volume->name, reason,
			bth_plan_why_volume(writer->buf->arena, plan->world, claim,
				volume, reason->why),
			volume->object);
	}
	bth_writer_close(writer, ']');
	bth_writer_close(writer, '}');
}

static void
add_volume(struct plan *plan, size_t index, const struct bth_volume_outcome *outcome)
{
	struct bth_writer *writer = &plan->writer;

	bth_writer_line(writer, 2);
	bth_writer_open(writer, '{');
	bth_writer_text(writer, "volume", plan->views->volumes.items[index].name);
	bth_writer_key(writer, "claims");
	bth_writer_open(writer, '[');
	for (size_t i = 0; i < outcome->claims.len; i++) {
		const struct bth_claim *claim =
			&plan->views->claims.items[outcome->claims.items[i]];

		bth_writer_text(
			writer, NULL, full_name(plan, claim->namespace, claim->name));
	}
	bth_writer_close(writer, ']');
	bth_writer_bool(writer, "free", outcome->free);
	bth_writer_bool(writer, "released", outcome->released);
	bth_writer_close(writer, '}');
}

static void
add_pod(struct plan *plan, size_t index, const struct bth_pod_outcome *outcome)
{
	const struct bth_pod *pod = &plan->views->pods.items[index];
	const struct bth_node_view *nodes = plan->views->nodes.items;
	struct bth_writer *writer = &plan->writer;

	bth_writer_line(writer, 2);
	bth_writer_open(writer, '{');
	bth_writer_text(writer, "pod", full_name(plan, pod->namespace, pod->name));
	bth_writer_key(writer, "nodes");
	bth_writer_open(writer, '[');
	for (size_t i = 0; i < outcome->nodes.len; i++)
		bth_writer_text(writer, NULL, nodes[outcome->nodes.items[i]].name);
	bth_writer_close(writer, ']');
	bth_writer_bool(writer, "pending", outcome->pending);
	bth_writer_bool(writer, "absent", outcome->absent);
	bth_writer_bool(writer, "anywhere", outcome->anywhere);
	bth_writer_bool(writer, "certain", outcome->certain);
	bth_writer_key(writer, "reasons");
	bth_writer_open(writer, '[');
	for (size_t i = 0; i < outcome->reasons.len; i++) {
		const struct bth_reason *reason = &outcome->reasons.items[i];

		add_reason(plan, "node", nodes[reason->partner].name, reason,
			bth_plan_why_node(writer->buf->arena, &plan->world->views, pod, reason),
			nodes[reason->partner].object);
	}
	bth_writer_close(writer, ']');
	bth_writer_close(writer, '}');
}

static void
open_list(struct plan *plan, const char *key)
{
	bth_writer_line(&plan->writer, 1);
	bth_writer_key(&plan->writer, key);
	bth_writer_open(&plan->writer, '[');
}

void
bth_plan_json(struct bth_buf *buf, const struct bth_plan *from, unsigned flags)
{
	const struct bth_binding *binding = from->binding;
	const struct bth_views *views = from->views;
	struct plan plan = {.writer = {.buf = buf}, .world = from->world, .views = views};

	(void)flags;
	bth_writer_open(&plan.writer, '{');
	bth_writer_number(&plan.writer, "version", 1);
	open_list(&plan, "claims");
	for (size_t i = 0; i < views->claims.len; i++)
		if (from->shown.claims[i])
			add_claim(&plan, i, &binding->claims[i]);
	bth_writer_close(&plan.writer, ']');
	open_list(&plan, "volumes");
	for (size_t i = 0; i < views->volumes.len; i++)
		if (from->shown.volumes[i])
			add_volume(&plan, i, &binding->volumes[i]);
	bth_writer_close(&plan.writer, ']');
	open_list(&plan, "pods");
	for (size_t i = 0; i < views->pods.len; i++)
		if (from->shown.pods[i])
			add_pod(&plan, i, &binding->pods[i]);
	bth_writer_close(&plan.writer, ']');
	bth_writer_line(&plan.writer, 1);
	bth_writer_bool(&plan.writer, "exact", binding->exact);
	bth_writer_close(&plan.writer, '}');
	bth_buf_putc(buf, '\n');
}
