/* kinds.c - look-ups in the table of kinds */

#include "schema/facts.h"
#include "schema/tables.h"

static const struct bth_definition *
definition(uint16_t index)
{
	return index == BTH_TABLE_NONE ? NULL : &bth_table_definitions[index];
}

static bool
is_there(const struct bth_table_kind *row, int minor)
{
	return row->definition != BTH_TABLE_NONE && row->since <= minor && minor <= row->until;
}

static void
fill(struct bth_kind_facts *out, const struct bth_table_kind *row)
{
	*out = (struct bth_kind_facts){.api_version = bth_table_string(row->api_version),
		.group = bth_table_string(row->group),
		.version = bth_table_string(row->version),
		.kind = bth_table_string(row->kind),
		.plural = bth_table_string(row->plural),
		.definition = definition(row->definition),
		.items = definition(row->items),
		.namespaced = row->flags & BTH_KIND_NAMESPACED,
		.off_by_default = row->flags & BTH_KIND_OFF,
		.subresource = row->flags & BTH_KIND_SUBRESOURCE,
		.since = row->since ? row->since : bth_table_oldest,
		.until = row->until < bth_table_newest ? row->until : bth_table_newest,
		.deprecated = row->deprecated,
		.new_api_version = bth_table_string(row->new_api_version),
		.new_kind = bth_table_string(row->new_kind)};
}

/* Index of the first row of that kind; of the one behind them when there is none. */
static size_t
first_row(struct bth_str kind)
{
	size_t low = 0, high = bth_table_kind_count;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (bth_str_cmp(bth_table_string(bth_table_kinds[middle].kind), kind) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static bool
is_kind(size_t index, struct bth_str kind)
{
	return index < bth_table_kind_count &&
		bth_str_eq(bth_table_string(bth_table_kinds[index].kind), kind);
}

bool
bth_schema_kind(struct bth_kind_facts *out, struct bth_str api_version, struct bth_str kind,
	int minor)
{
	for (size_t i = first_row(kind); is_kind(i, kind); i++) {
		const struct bth_table_kind *row = &bth_table_kinds[i];

		if (is_there(row, minor) &&
			bth_str_eq(bth_table_string(row->api_version), api_version)) {
			fill(out, row);
			return true;
		}
	}
	return false;
}

bool
bth_schema_kind_ever(struct bth_kind_facts *out, struct bth_str api_version, struct bth_str kind,
	int minor)
{
	const struct bth_table_kind *found = NULL;

	for (size_t i = first_row(kind); is_kind(i, kind); i++) {
		const struct bth_table_kind *row = &bth_table_kinds[i];

		if (!bth_str_eq(bth_table_string(row->api_version), api_version))
			continue;
		found = row;
		if (minor <= row->until)
			break;
	}
	if (found)
		fill(out, found);
	return found;
}

/* How good a version is to use: stable, beta, alpha; then the higher number. */
static int
stage(struct bth_str version)
{
	if (bth_str_contains(version, "alpha"))
		return 0;
	return bth_str_contains(version, "beta") ? 1 : 2;
}

/* How well a row serves who asks for @group: the larger the better. */
static int
merit(const struct bth_table_kind *row, struct bth_str group)
{
	bool same_group = bth_str_eq(bth_table_string(row->group), group);
	bool served = !(row->flags & BTH_KIND_OFF);

	return 100 * same_group + 10 * served + stage(bth_table_string(row->version));
}

bool
bth_schema_kind_best(struct bth_kind_facts *out, struct bth_str group, struct bth_str kind,
	int minor)
{
	const struct bth_table_kind *best = NULL;

	for (size_t i = first_row(kind); is_kind(i, kind); i++) {
		const struct bth_table_kind *row = &bth_table_kinds[i];

		if (!is_there(row, minor) || (row->flags & BTH_KIND_SUBRESOURCE))
			continue;
		if (!best || merit(row, group) >= merit(best, group))
			best = row;
	}
	if (best)
		fill(out, best);
	return best;
}

bool
bth_schema_kind_at(struct bth_kind_facts *out, size_t index)
{
	if (index >= bth_table_kind_count)
		return false;
	fill(out, &bth_table_kinds[index]);
	return true;
}

bool
bth_schema_has_group(struct bth_str group)
{
	for (size_t i = 0; i < bth_table_kind_count; i++)
		if (bth_str_eq(bth_table_string(bth_table_kinds[i].group), group))
			return true;
	return false;
}
