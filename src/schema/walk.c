/* walk.c - every field of an object: known, of its type, and with a value that is taken */

#include "schema/validation.h"

#include "base/map.h"
#include "rules.h"
#include "schema/suggest.h"

/* So many unknown fields of an object are worth a search for what was meant. */
enum { OFFERS_MOST = 50 };

/* No object is as deep, and the reader takes as much only if it is told to. */
enum { DEPTH_MOST = 1001 };

enum {
	LENIENT = 1,     /* a decoder of its own reads this, which knows no unknown fields */
	UNVALIDATED = 2, /* decoded, and not looked at further */
};

/* A map or list whose entries are being looked at. */
struct frame {
	struct bth_value value, next;            /* itself; the key or item to look at next */
	const struct bth_definition *definition; /* of an object; NULL for lists and maps */
	const struct bth_shape *item;            /* of the items of a list, the values of a map */
	const struct bth_field *field;           /* that it is the value of; NULL for the root */
	unsigned flags;
};

struct walk {
	struct bth_validation *validation;
	size_t depth;
	unsigned unknown; /* fields so far */
	/* the names of a StatefulSet's claim templates, and the field they stand in for */
	struct bth_map templates;
	const struct bth_field *volumes;
	bool cut; /* it is reported that the stack is full */
	struct frame stack[DEPTH_MOST];
};

/* What is refused of an object as a whole. */
static void
check_object(struct bth_validation *validation, struct bth_value value,
	const struct bth_definition *definition, const struct bth_field *field)
{
	bth_validate_required(validation, value, definition);
	validation->field = field;
	if (validation->check)
		validation->check(validation, value, definition);
}

static void
push(struct walk *walk, struct frame frame)
{
	if (walk->depth == DEPTH_MOST) {
		if (!walk->cut)
			bth_validation_report(walk->validation, &bth_rule_input_too_large,
				frame.value, "berth checks the fields of an object %d deep, not deeper",
				DEPTH_MOST - 1);
		walk->cut = true;
		return;
	}
	frame.next = bth_first(frame.value);
	walk->stack[walk->depth++] = frame;
	if (frame.definition && !(frame.flags & UNVALIDATED))
		check_object(walk->validation, frame.value, frame.definition, frame.field);
}

/* ---- unknown fields ---- */

/*
 * Where the field would be right: below the map it is in, or anywhere in the object. The
 * metadata has some of the commonest names, which far from it are not meant.
 */
static const char *
find_place(struct walk *walk, struct bth_value parent, struct bth_value key,
	const struct bth_definition *definition)
{
	struct bth_validation *validation = walk->validation;
	struct bth_arena *arena = validation->findings->arena;
	const char *path = bth_path_of(arena, validation->root, parent);
	const char *place = bth_suggest_place(arena, definition, bth_text(key), bth_under(key),
		validation->minor);

	if (place)
		return bth_arena_printf(arena, "%s%s%s", path, *path ? "." : "", place);
	if (!validation->kind.definition) /* a custom resource, which is not described here */
		return NULL;
	place = bth_suggest_place(arena, validation->kind.definition, bth_text(key),
		bth_under(key), validation->minor);
	return place && strcmp(place, "metadata") == 0 && strchr(path, '.') ? NULL : place;
}

/* Says what may have been meant: another spelling, another place. */
static void
offer_field(struct walk *walk, struct bth_finding *finding, struct bth_value parent,
	struct bth_value key, const struct bth_definition *definition)
{
	struct bth_findings *findings = walk->validation->findings;
	const char *near = bth_suggest_field(findings->arena, definition, bth_text(key),
		walk->validation->minor);
	const char *place = near && bth_suggest_is_sure(bth_text(key), near) ? NULL :
		find_place(walk, parent, key, definition);

	if (place && *place) {
		bth_finding_fix(findings, finding, "move it to '%s', where it belongs", place);
	} else if (place) {
		bth_finding_fix(findings, finding, "move it to the top, beside 'kind'");
	} else if (near) {
		bth_finding_fix(findings, finding, "write '%s'", near);
		if (!bth_exists(bth_get(parent, near)))
			bth_validation_replace(walk->validation, finding, key, bth_str(near));
	}
}

static void
report_unknown(struct walk *walk, struct bth_value parent, struct bth_value key,
	const struct bth_definition *definition)
{
	struct bth_validation *validation = walk->validation;
	const struct bth_field *ever =
		bth_definition_field_ever(definition, bth_text(key), validation->minor);
	const char *path = bth_path_of(validation->findings->arena, validation->root, parent);
	const char *of = *path ? bth_arena_printf(validation->findings->arena, "'%s'", path) :
				 bth_validation_kind(validation);

	if (ever && bth_field_since(ever) > validation->minor) {
		bth_validation_report(validation, &bth_rule_field_unknown, key,
			"there is no field '%.*s' in %s before Kubernetes 1.%d, and the target is 1.%d",
			BTH_STR_ARG(bth_text(key)), of, bth_field_since(ever), validation->minor);
	} else if (ever) {
		bth_validation_report(validation, &bth_rule_field_unknown, key,
			"there is no field '%.*s' in %s since Kubernetes 1.%d",
			BTH_STR_ARG(bth_text(key)), of, bth_field_until(ever) + 1);
	} else {
		struct bth_finding *finding = bth_validation_report(validation,
			&bth_rule_field_unknown, key, "there is no field '%.*s' in %s",
			BTH_STR_ARG(bth_text(key)), of);
		if (walk->unknown++ < OFFERS_MOST)
			offer_field(walk, finding, parent, key, definition);
	}
}

/* ---- values ---- */

/*
 * A map or list of the right kind is looked into; nothing is known of what stands in those
 * that take anything.
 */
static void
enter(struct walk *walk, struct bth_value value, const struct bth_shape *shape,
	const struct bth_field *field, unsigned flags)
{
	struct frame frame = {.value = value, .field = field, .flags = flags};
	bool list = bth_is_list(value);

	switch (bth_shape_kind(shape)) {
	case BTH_SHAPE_RAW_OBJECT:
	case BTH_SHAPE_FIELDS_V1:
	case BTH_SHAPE_JSON:
		return;
	case BTH_SHAPE_BYTES:
		if (list) /* of numbers: nobody writes it, but it is read */
			return;
		break;
	case BTH_SHAPE_SCHEMA_OR_BOOL:
		if (list)
			break;
		/* fall through */
	case BTH_SHAPE_SCHEMA_OR_LIST:
	case BTH_SHAPE_SCHEMA_OR_STRINGS:
		if (list)
			return;
		frame.flags |= LENIENT;
		frame.definition = bth_schema_definition("apiextensions.v1.JSONSchemaProps");
		push(walk, frame);
		return;
	case BTH_SHAPE_LIST:
	case BTH_SHAPE_MAP:
		if (list != (bth_shape_kind(shape) == BTH_SHAPE_LIST))
			break;
		frame.item = bth_shape_item(shape);
		push(walk, frame);
		return;
	case BTH_SHAPE_OBJECT:
		if (list)
			break;
		frame.definition = bth_shape_definition(shape);
		push(walk, frame);
		return;
	default:
		break;
	}
	bth_validate_mistyped(walk->validation, value, shape);
}

/*
 * A StatefulSet's volume of the name of a claim template is replaced by the claim before
 * anything looks at it.
 */
static bool
is_replaced(const struct walk *walk, const struct bth_field *field, struct bth_value item)
{
	if (!walk->volumes || field != walk->volumes)
		return false;
	struct bth_str name = bth_text(bth_get(item, "name"));
	return name.len && bth_map_get(&walk->templates, name);
}

static bool
has_replaced(const struct walk *walk, const struct bth_field *field, struct bth_value list)
{
	for (struct bth_value i = bth_first(list); bth_exists(i); i = bth_next(i))
		if (is_replaced(walk, field, i))
			return true;
	return false;
}

/* What is refused of a list or map as a whole. */
static void
check_collection(struct walk *walk, struct bth_value value, const struct bth_field *field,
	const struct bth_check *check)
{
	if (!bth_is_list(value))
		bth_validate_check(walk->validation, value, field, check);
	else if (check->unique_count && !has_replaced(walk, field, value))
		bth_validate_unique(walk->validation, value, check);
}

/* A value that is not null, in a field or in a list or map that is the value of one. */
static void
check_value(struct walk *walk, struct bth_value value, const struct bth_shape *shape,
	const struct bth_field *field, unsigned flags)
{
	struct bth_validation *validation = walk->validation;
	const struct bth_check *check = field ? bth_field_check(field, validation->minor) : NULL;

	if ((check && check->flags & BTH_CHECK_UNVALIDATED) ||
		bth_validation_is_skipped(validation, value))
		flags |= UNVALIDATED;
	if (flags & UNVALIDATED)
		check = NULL;
	if (bth_is_scalar(value)) {
		if (bth_validate_scalar(validation, value, shape) && check)
			bth_validate_check(validation, value, field, check);
		return;
	}
	enter(walk, value, shape, field, flags);
	if (check && bth_field_shape(field) == shape)
		check_collection(walk, value, field, check);
}

/* An item of a list, or a value of a map. */
static void
check_entry(struct walk *walk, const struct frame *frame)
{
	bool map = bth_is_map(frame->value);
	struct bth_value value = map ? bth_under(frame->next) : frame->next;
	unsigned flags =
		frame->flags | (is_replaced(walk, frame->field, value) ? UNVALIDATED : 0);
	const struct bth_definition *definition = bth_shape_definition(frame->item);

	if (!bth_is_null(value))
		check_value(walk, value, frame->item, frame->field, flags);
	else if (definition && !(flags & UNVALIDATED)) /* an object with everything missing */
		check_object(walk->validation, value, definition, frame->field);
	else if (frame->field && !map && !(flags & UNVALIDATED)) /* an empty string, a 0 */
		bth_validate_null(walk->validation, value, frame->field);
	if (map && bth_is_scalar(value) && bth_shape_kind(frame->item) == BTH_SHAPE_QUANTITY)
		bth_validate_stored(walk->validation, value, bth_text(frame->next));
}

static void
check_field(struct walk *walk, const struct frame *frame)
{
	struct bth_value key = frame->next;
	const struct bth_field *field = bth_definition_field(frame->definition, bth_text(key),
		walk->validation->minor);
	/* what the object's status says on creation is thrown away */
	bool status = walk->depth == 1 && bth_str_is(bth_text(key), "status");

	if (!field && !(frame->flags & LENIENT))
		report_unknown(walk, frame->value, key, frame->definition);
	if (field && !bth_is_null(bth_under(key)))
		check_value(walk, bth_under(key), bth_field_shape(field), field,
			frame->flags | (status ? UNVALIDATED : 0));
}

static void
step(struct walk *walk)
{
	struct frame *top = &walk->stack[walk->depth - 1];
	struct frame frame = *top;

	if (!bth_exists(frame.next)) {
		walk->depth--;
		return;
	}
	top->next = bth_next(frame.next);
	if (frame.definition)
		check_field(walk, &frame);
	else
		check_entry(walk, &frame);
}

/* Knows the volumes that claim templates of a StatefulSet stand in for. */
static void
find_templates(struct walk *walk)
{
	struct bth_validation *validation = walk->validation;
	struct bth_value templates = bth_dig(validation->root, "spec.volumeClaimTemplates");

	if (!validation->kind.definition ||
		!bth_str_is(validation->kind.kind, "StatefulSet") || !bth_is_list(templates))
		return;
	for (struct bth_value i = bth_first(templates); bth_exists(i); i = bth_next(i)) {
		struct bth_str name = bth_text(bth_dig(i, "metadata.name"));

		if (name.len)
			bth_map_put(validation->findings->arena, &walk->templates, name, walk);
	}
	walk->volumes = bth_definition_field(bth_schema_definition("core.v1.PodSpec"),
		BTH_STR("volumes"), validation->minor);
}

void
bth_validate_part(struct bth_validation *validation, struct bth_value value,
	const struct bth_definition *definition)
{
	struct walk walk; /* the stack is large, and its frames are set when they are pushed */

	walk.validation = validation;
	walk.depth = 0;
	walk.unknown = 0;
	walk.cut = false;
	walk.templates = (struct bth_map){0};
	walk.volumes = NULL;
	find_templates(&walk);
	push(&walk, (struct frame){.value = value, .definition = definition});
	while (walk.depth)
		step(&walk);
}

void
bth_validate_fields(struct bth_validation *validation)
{
	bth_validate_part(validation, validation->root, validation->kind.definition);
}
