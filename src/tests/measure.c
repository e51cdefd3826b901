/* measure.c - what validation costs beside reading, and what a look-up of a field costs */

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "apis/apis.h"
#include "base/file.h"
#include "base/map.h"
#include "schema/facts.h"
#include "syntax/read.h"
#include "tests/chance.h"

/*
 * usage: berth-measure FILE…, or with the files' names on standard input; "lookups" in place of
 * all that measures these.
 *
 * Takes the time of the processor that one thread needs, as median of some rounds. Files are
 * read from memory, so that no disk is in it.
 */

enum { ROUNDS = 5, LOOKUPS = 4 * 1000 * 1000 };

BTH_VEC_TYPE(sources, struct bth_source);

/* A field to look for, as validation does for each key. */
struct name {
	const struct bth_definition *definition;
	struct bth_str field;
};

BTH_VEC_TYPE(names, struct name);

static double
now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
	return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static int
compare(const void *left, const void *right)
{
	const double *a = left, *b = right;

	return *a < *b ? -1 : *a > *b;
}

static double
median(double times[ROUNDS])
{
	qsort(times, ROUNDS, sizeof *times, compare);
	return times[ROUNDS / 2];
}

/* ---- reading and validating ---- */

static void
validate(struct bth_findings *findings, struct bth_value root)
{
	if (!bth_is_map(root) ||
		bth_apis_validate(findings, root, bth_schema_newest_minor()) != BTH_VALIDATED_LIST)
		return;
	struct bth_value items = bth_get(root, "items");

	for (struct bth_value i = bth_first(items); bth_is_list(items) && bth_exists(i);
		i = bth_next(i))
		validate(findings, i);
}

/* One round: adds the seconds of both. */
static void
round_of(double *reading, double *validating, struct bth_source *source)
{
	struct bth_arena arena;
	struct bth_findings findings;
	struct bth_reader reader;
	struct bth_documents documents = {0};
	jmp_buf full;

	bth_arena_init(&arena);
	arena.on_full = &full;
	if (setjmp(full)) {
		fputs("berth-measure: no memory\n", stderr);
		exit(2);
	}
	bth_findings_init(&findings, &arena);
	bth_reader_init(&reader, &arena, &findings);
	double start = now();
	bth_split(&documents, &findings, source);
	for (size_t i = 0; i < documents.len; i++)
		bth_read(&reader, &documents.items[i]);
	double read = now();
	for (size_t i = 0; i < documents.len; i++)
		if (documents.items[i].state == BTH_DOCUMENT_READ)
			validate(&findings, bth_root(documents.items[i].tree));
	*reading += read - start;
	*validating += now() - read;
	bth_arena_release(&arena);
}

static void
measure_validation(const struct sources *sources)
{
	double reading[ROUNDS] = {0}, validating[ROUNDS] = {0};
	size_t bytes = 0;

	for (size_t i = 0; i < sources->len; i++)
		bytes += sources->items[i].text.len;
	for (size_t i = 0; i < ROUNDS; i++)
		for (size_t j = 0; j < sources->len; j++)
			round_of(&reading[i], &validating[i], &sources->items[j]);
	double read = median(reading), validated = median(validating);
	printf("%.1f MB: %.0f ms to read, %.0f ms to validate, %.1f %% more\n",
		(double)bytes / 1e6, read * 1e3, validated * 1e3, 100 * validated / read);
}

/* ---- look-ups ---- */

/* The fields of a definition, and of those that it is made of. */
static void
add_names(struct bth_arena *arena, struct names *names, struct bth_map *seen,
	const struct bth_definition *definition, int minor)
{
	const struct bth_field *field = NULL;

	if (!definition || bth_map_get(seen, bth_definition_name(definition)))
		return;
	bth_map_put(arena, seen, bth_definition_name(definition), names);
	while ((field = bth_field_next(definition, field, minor))) {
		const struct bth_shape *shape = bth_field_shape(field);

		bth_vec_push(arena, names,
			(struct name){.definition = definition, .field = bth_field_name(field)});
		while (bth_shape_item(shape))
			shape = bth_shape_item(shape);
		add_names(arena, names, seen, bth_shape_definition(shape), minor);
	}
}

static void
measure_lookups(struct bth_arena *arena)
{
	struct bth_chance chance = {.state = 1};
	struct names names = {0};
	struct bth_map seen = {0};
	int minor = bth_schema_newest_minor();
	double times[ROUNDS];
	size_t found = 0;

	add_names(arena, &names, &seen, bth_schema_definition("apps.v1.StatefulSet"), minor);
	for (size_t i = 0; i < ROUNDS; i++) {
		double start = now();

		for (size_t j = 0; j < LOOKUPS; j++) {
			struct name *name = &names.items[bth_chance(&chance, names.len)];

			found += bth_definition_field(name->definition, name->field, minor) != NULL;
		}
		times[i] = now() - start;
	}
	printf("a field of %zu in a StatefulSet: %.0f ns to find\n", names.len,
		found == (size_t)ROUNDS * LOOKUPS ? median(times) * 1e9 / LOOKUPS : -1.0);
}

static void
add_source(struct bth_arena *arena, struct sources *sources, const char *path)
{
	struct bth_file_text file;

	if (bth_file_read(&file, path, SIZE_MAX / 2) == 0)
		bth_vec_push(arena, sources,
			(struct bth_source){.name = path, .text = {.at = file.text, .len = file.len}});
	else
		fprintf(stderr, "berth-measure: cannot read %s\n", path);
}

/* One name a line. */
static void
add_named(struct bth_arena *arena, struct sources *sources)
{
	char name[4096];

	while (fgets(name, sizeof name, stdin)) {
		name[strcspn(name, "\n")] = '\0';
		add_source(arena, sources, bth_arena_copy(arena, name, strlen(name)));
	}
}

int
main(int argc, char **argv)
{
	struct bth_arena arena;
	struct sources sources = {0};
	jmp_buf full;

	bth_arena_init(&arena);
	arena.on_full = &full;
	if (setjmp(full))
		return 2;
	if (argc == 2 && strcmp(argv[1], "lookups") == 0) {
		measure_lookups(&arena);
		bth_arena_release(&arena);
		return 0;
	}
	for (int i = 1; i < argc; i++)
		add_source(&arena, &sources, argv[i]);
	if (argc == 1)
		add_named(&arena, &sources);
	measure_validation(&sources);
	for (size_t i = 0; i < sources.len; i++)
		free((void *)(uintptr_t)sources.items[i].text.at);
	bth_arena_release(&arena);
	return 0;
}
