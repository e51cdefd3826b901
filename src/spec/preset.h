/* preset.h - defaults for known programs */
#ifndef BTH_SPEC_PRESET_H
#define BTH_SPEC_PRESET_H

#include "diag/finding.h"
#include "syntax/build.h"

/* A preset file: kind Preset, as templates/README.md describes it. */
struct bth_preset {
	struct bth_str name;
	bool database;   /* keeps data that must not be lost */
	bool postgresql; /* its database is PostgreSQL: config and initdb have a meaning */
	BTH_VEC(struct bth_str) versions;
	BTH_VEC(struct bth_str) flavors; /* the first is the default */
	struct bth_value root;
};

/* Later ones of a name replace earlier ones. */
struct bth_presets {
	BTH_VEC(struct bth_preset) list;
};

/* Reads the preset files in @text; what is wrong with them is reported. */
void bth_presets_add(struct bth_arena *arena, struct bth_findings *findings,
	struct bth_presets *presets, const char *name, struct bth_str text);

/* Adds the ones that are built in, before any other. */
void bth_presets_add_builtin(struct bth_arena *arena, struct bth_findings *findings,
	struct bth_presets *presets);

/* "postgres:17-alpine" taken apart. */
struct bth_preset_choice {
	const struct bth_preset *preset;
	struct bth_str version, flavor;
};

/* False after reporting at @word that there is no such preset, version or flavor. */
bool bth_preset_choose(struct bth_preset_choice *out, struct bth_arena *arena,
	struct bth_findings *findings, const struct bth_presets *presets,
	struct bth_value word);

/*
 * The spec that the choice stands for: the preset's own with the fitting variants over it,
 * {version} and {flavor} put in. Its nodes have the span of builder->cause.
 */
uint32_t bth_preset_spec(
	struct bth_builder *builder, const struct bth_preset_choice *choice);

/* "postgres:14, postgres:15, …" */
const char *bth_presets_text(struct bth_arena *arena, const struct bth_presets *presets);

/* Built into the binary from templates/. */
struct bth_builtin {
	const char *name, *text;
	size_t len;
};

extern const struct bth_builtin bth_builtin_presets[];
extern const size_t bth_builtin_preset_count;
extern const struct bth_builtin bth_builtin_starters[]; /* for spec/starter.h */
extern const size_t bth_builtin_starter_count;
extern const struct bth_builtin bth_builtin_scripts[]; /* for expand/replication.c */
extern const size_t bth_builtin_script_count;

#endif
