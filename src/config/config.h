/* config.h - .berth.yaml: what is wanted of the rules, and where */
#ifndef BTH_CONFIG_CONFIG_H
#define BTH_CONFIG_CONFIG_H

#include "base/map.h"
#include "base/pattern.h"
#include "config/paths.h"
#include "diag/finding.h"
#include "diag/levels.h"
#include "syntax/tree.h"

/* One entry of a map "rules". */
struct bth_wanted_level {
	const struct bth_rule *rule; /* NULL: all of the family that are on by default */
	enum bth_family family;
	unsigned level; /* an enum berth_severity, or BTH_LEVEL_KEPT */
};

/* A map "rules". */
struct bth_wanted_rules {
	BTH_VEC(struct bth_wanted_level) levels;
	struct bth_strs settings; /* "rule.option=value" */
};

struct bth_override {
	struct bth_path_patterns paths;
	struct bth_wanted_rules rules;
};

/* A part of the path of a field. */
struct bth_step {
	enum { BTH_STEP_KEY, BTH_STEP_ITEM, BTH_STEP_EACH_KEY, BTH_STEP_EACH_ITEM } kind;
	struct bth_str key;
	size_t index;
};

/* A rule of the user's own. At most one of require, forbid, allowed and absent is there. */
struct bth_custom {
	struct bth_rule rule; /* called custom/NAME, which is its code as well */
	const char *message, *fix; /* fix: or NULL */
	struct bth_strs kinds, api_versions, namespaces; /* empty: all */
	BTH_VEC(struct bth_step) steps;
	const struct bth_pattern *names, *require, *forbid; /* or NULL */
	struct bth_value names_at, pattern_at; /* where they stand */
	struct bth_strs allowed;
	bool required, absent;
};

/* One file of settings. What was faulty in it is left out. */
struct bth_config {
	struct bth_source *source;
	bool faulty;
	bool everywhere;         /* for all inputs, not those below its folder alone */
	struct bth_str folder;   /* a resolved path (base/path.h) that its patterns are seen from */

	struct bth_wanted_rules rules;
	BTH_VEC(struct bth_override) overrides;
	BTH_VEC(struct bth_custom *) customs;

	/* for a whole run; empty or BERTH_OFF when they are not given */
	struct bth_path_patterns ignore;
	struct bth_strs context, schemas, assumed;
	BTH_VEC(const char *) limits; /* "depth=100" */
	struct bth_str kubernetes, namespace, baseline;
	enum berth_severity severity, fail_on;
	bool portable;

	/* of inputs that the same overrides are for, by which those are */
	struct bth_map levels;
	const struct bth_rule *const *own; /* of customs */
};

/*
 * Reads one file of settings; never fails, but says what is wrong and sets faulty. The
 * patterns in it hold memory outside the arena until @patterns is released.
 */
struct bth_config *bth_config_read(struct bth_arena *arena, struct bth_findings *findings,
	struct bth_patterns *patterns, struct bth_source *source);

/* Whether a file or folder at @path, a resolved path, is left out when found; ends in '/' then. */
bool bth_config_ignores(const struct bth_config *config, struct bth_str path);

/* What @config makes of the rules for the input at @path, a resolved path. */
const struct bth_levels *bth_config_levels(
	struct bth_arena *arena, struct bth_config *config, struct bth_str path);

/* All files of settings of a run. */
struct bth_configs {
	struct bth_map by_folder;
	struct bth_config *everywhere;
};

void bth_configs_add(struct bth_arena *arena, struct bth_configs *configs, struct bth_config *config);

/* The nearest one above an input's resolved path, or NULL. */
struct bth_config *bth_configs_find(const struct bth_configs *configs, struct bth_str path);

#endif
