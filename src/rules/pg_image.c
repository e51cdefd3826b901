/* pg_image.c - images of PostgreSQL that change under the data, or get no fixes */

#include "rules/pg_server.h"

/* What a template engine or envsubst fills in later. */
static bool
is_placeholder(struct bth_str image)
{
	for (size_t i = 0; i < image.len; i++)
		if (strchr("${}<>%", image.at[i]))
			return true;
	return !image.len;
}

static void
report_unpinned(struct bth_lint *lint, const struct bth_object *workload,
	struct bth_value image)
{
	struct bth_str text = bth_text(image), tag = bth_image_tag(text);
	struct bth_finding *finding;

	if (!tag.len || bth_str_starts(tag, "latest") ||
		(bth_pg_is_official(text) && !bth_pg_major(text))) {
		finding = bth_report(lint, &bth_rule_pg_image_unpinned, workload, image,
			"image '%.*s' names no version of PostgreSQL", BTH_STR_ARG(text));
		bth_report_fix(lint, finding,
			"name the major that made the data and the system, as in 'postgres:17-bookworm'");
		return;
	}
	if (!bth_pg_is_official(text) || bth_str_find(tag, '-') != SIZE_MAX)
		return;
	finding = bth_report(lint, &bth_rule_pg_image_unpinned, workload, image,
		"image '%.*s' names no release of Debian: a later pull may sort text otherwise",
		BTH_STR_ARG(text));
	/* works until the image moves to the next release, every other year */
	finding->severity = BERTH_INFO;
	bth_report_fix(lint, finding,
		"add the release that it has now, as in '%.*s-bookworm'", BTH_STR_ARG(text));
}

static void
visit_unpinned(struct bth_lint *lint, const struct bth_object *workload)
{
	struct bth_value containers = bth_get(bth_object_pod_spec(workload), "containers");

	for (struct bth_value i = bth_first(containers); bth_exists(i); i = bth_next(i)) {
		struct bth_value image = bth_get(i, "image");
		struct bth_str text = bth_text(image);

		if (bth_pg_is_server_image(text) && !is_placeholder(text) &&
			bth_str_find(text, '@') == SIZE_MAX)
			report_unpinned(lint, workload, image);
	}
}

/* Jobs that dump and restore should be pinned too, but keep no data. */
static const unsigned servers =
	BTH_WORKLOADS & ~(BTH_KIND(BTH_JOB) | BTH_KIND(BTH_CRON_JOB) | BTH_KIND(BTH_POD));

const struct bth_rule bth_rule_pg_image_unpinned = {
	.code = "BTH806",
	.name = "pg-image-unpinned",
	.family = BTH_POSTGRES,
	.severity = BERTH_WARNING,
	.kinds = servers,
	.visit = visit_unpinned,
	.summary = "an image of PostgreSQL without major version or release of its system",
	.why = "Data of one major does not start under another: the day that 'latest' is a new "
	       "one, the next pod to be started fails. The base system matters too: when a tag "
	       "without release moves to a newer Debian, text may sort otherwise, and indexes "
	       "that were made before find rows no more until they are rebuilt.",
	.fix = "Name both, as in 'postgres:17-bookworm', or a digest. To see the major that made "
	       "the data: cat $PGDATA/PG_VERSION; the release: cat /etc/os-release.",
};

/* The last majors that get no fixes any more, or only for some months. */
static const char *
end_of(unsigned major)
{
	static const char *const ends[] = {
		[9] = "November 2021",
		[10] = "November 2022",
		[11] = "November 2023",
		[12] = "November 2024",
		[13] = "November 2025",
		[14] = "November 2026",
	};

	return major < sizeof ends / sizeof ends[0] ? ends[major] : NULL;
}

static void
visit_ended(struct bth_lint *lint, const struct bth_object *workload)
{
	struct bth_value containers = bth_get(bth_object_pod_spec(workload), "containers");

	for (struct bth_value i = bth_first(containers); bth_exists(i); i = bth_next(i)) {
		struct bth_value image = bth_get(i, "image");
		unsigned major = bth_pg_major(bth_text(image));

		if (!end_of(major))
			continue;
		struct bth_finding *finding = bth_report(lint, &bth_rule_pg_version_ended,
			workload, image, "PostgreSQL %u gets no fixes after %s", major,
			end_of(major));
		/* its images are still there, and no day is known here */
		if (major == 14)
			finding->severity = BERTH_INFO;
		bth_report_fix(lint, finding,
			"plan the move to a newer major: dump and restore, or pg_upgrade");
	}
}

const struct bth_rule bth_rule_pg_version_ended = {
	.code = "BTH807",
	.name = "pg-version-ended",
	.family = BTH_POSTGRES,
	.severity = BERTH_WARNING,
	.kinds = servers,
	.visit = visit_ended,
	.summary = "a major version of PostgreSQL at the end of its five years of fixes",
	.why = "Each major gets fixes for five years, also those against loss of data and "
	       "attacks. Then its images are built no more, so the system in them ages too.",
	.fix = "Move to a newer major by dump and restore, pg_upgrade or logical replication. "
	       "Changing the tag alone does not: the new server refuses the old files.",
};
