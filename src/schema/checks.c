/* checks.c - what an API server refuses of a field, looked at by itself */

#include "schema/checks.h"

#include "schema/tables.h"

const struct bth_check *
bth_field_check(const struct bth_field *field, int minor)
{
	const struct bth_table_place *place = &bth_table_check_lists[field->checks];

	for (size_t i = 0; i < place->count; i++) {
		const struct bth_check *check = &bth_table_checks[place->first + i];

		if (check->since <= minor && minor <= check->until)
			return check;
	}
	return NULL;
}

const struct bth_field *
bth_definition_required(const struct bth_definition *definition, size_t *index, int minor)
{
	while (*index < definition->required_count) {
		size_t row = bth_table_required[definition->first_required + (*index)++];
		const struct bth_field *field = &bth_table_fields[row];

		if (minor < field->since || field->until < minor)
			continue;
		const struct bth_check *check = bth_field_check(field, minor);
		if (check && check->flags & BTH_CHECK_REQUIRED)
			return field;
	}
	return NULL;
}

size_t
bth_check_unique(struct bth_str out[2], const struct bth_check *check, size_t index)
{
	size_t count = 0;

	for (; count < 2 && check->unique[index][count] != BTH_TABLE_NONE; count++)
		out[count] = bth_table_string(check->unique[index][count]);
	return count;
}
