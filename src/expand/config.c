/* config.c - settings of the database, as ConfigMaps */

#include "expand/draft.h"

static const struct bth_draft_kind config_kind = {
	.order = BTH_ORDER_CONFIG, .api_version = "v1", .kind = "ConfigMap"};

bool
bth_expand_has_config(const struct bth_expanding *expanding)
{
	return expanding->cluster->replication.streaming ||
		bth_exists(bth_draft_spec(expanding, "config.parameters")) ||
		bth_exists(bth_draft_spec(expanding, "config.hba"));
}

bool
bth_expand_has_scripts(const struct bth_expanding *expanding)
{
	return expanding->cluster->replication.streaming ||
		bth_size(bth_draft_spec(expanding, "config.initdb.scripts"));
}

/* name = 'value', with quotes doubled: PostgreSQL takes every type of setting that way. */
static struct bth_str
parameters_text(struct bth_expanding *expanding, struct bth_value parameters)
{
	struct bth_buf buf;

	bth_buf_init(&buf, expanding->arena);
	for (struct bth_value i = bth_first(parameters); bth_exists(i); i = bth_next(i)) {
		struct bth_str value = bth_text(bth_under(i));

		bth_buf_str(&buf, bth_text(i));
		bth_buf_puts(&buf, " = '");
		for (size_t c = 0; c < value.len; c++) {
			if (value.at[c] == '\'' || value.at[c] == '\\')
				bth_buf_putc(&buf, value.at[c]);
			bth_buf_putc(&buf, value.at[c]);
		}
		bth_buf_puts(&buf, "'\n");
	}
	bth_replication_settings(expanding, &buf);
	return bth_buf_view(&buf);
}

/*
 * The image initialises a data directory through its socket, so without a line for that the
 * first start fails.
 */
static struct bth_str
hba_text(struct bth_expanding *expanding, struct bth_value lines)
{
	bool local = false;
	struct bth_buf buf;

	for (struct bth_value i = bth_first(lines); bth_exists(i); i = bth_next(i))
		local |= bth_str_starts(bth_str_trim(bth_text(i)), "local");
	bth_buf_init(&buf, expanding->arena);
	if (!local)
		bth_buf_puts(&buf, "local all all trust\n");
	bth_replication_hba(expanding, &buf);
	for (struct bth_value i = bth_first(lines); bth_exists(i); i = bth_next(i)) {
		bth_buf_str(&buf, bth_text(i));
		bth_buf_putc(&buf, '\n');
	}
	return bth_buf_view(&buf);
}

/* Tells one configuration from the next, so that a change rolls the pods. */
static void
add_checksum(struct bth_expanding *expanding, uint64_t *sum, struct bth_str text)
{
	*sum = bth_str_sum_more(*sum, text);
	expanding->config_checksum =
		bth_str_printf(expanding->arena, "%016llx", (unsigned long long)*sum);
}

static void
expand_settings(struct bth_expanding *expanding, uint64_t *sum)
{
	struct bth_value parameters = bth_draft_spec(expanding, "config.parameters");
	struct bth_value hba = bth_draft_spec(expanding, "config.hba");
	struct bth_draft *draft = bth_draft_new(expanding, &config_kind,
		bth_draft_name(expanding, "-config"),
		bth_draft_spec(expanding, "config"));
	uint32_t data = bth_put_map(&draft->builder, draft->root, "data");

	if (bth_exists(parameters) || expanding->cluster->replication.streaming) {
		struct bth_str text = parameters_text(expanding, parameters);

		bth_draft_cause(draft, parameters);
		bth_put_str(&draft->builder, data, "postgresql.conf", text);
		add_checksum(expanding, sum, text);
	}
	if (bth_exists(hba) || expanding->cluster->replication.streaming) {
		struct bth_str text = hba_text(expanding, hba);

		bth_draft_cause(draft, hba);
		bth_put_str(&draft->builder, data, "pg_hba.conf", text);
		add_checksum(expanding, sum, text);
	}
}

void
bth_expand_config(struct bth_expanding *expanding)
{
	struct bth_value scripts = bth_draft_spec(expanding, "config.initdb.scripts");
	uint64_t sum = BTH_STR_SUM;

	if (bth_expand_has_config(expanding))
		expand_settings(expanding, &sum);
	if (!bth_expand_has_scripts(expanding))
		return;
	/* read only when the data directory is empty: a change need not roll the pods */
	struct bth_draft *draft = bth_draft_new(
		expanding, &config_kind, bth_draft_name(expanding, "-initdb"), scripts);
	uint32_t data = bth_put_map(&draft->builder, draft->root, "data");
	if (expanding->cluster->replication.streaming)
		bth_put_str(&draft->builder, data, "00-berth-role.sh",
			bth_replication_script("role.sh"));
	for (struct bth_value i = bth_first(scripts); bth_exists(i); i = bth_next(i)) {
		bth_draft_cause(draft, i);
		bth_put_str(&draft->builder, data,
			bth_str_copy(expanding->arena, bth_text(i)).at,
			bth_text(bth_under(i)));
	}
}
