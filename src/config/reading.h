/* reading.h - what the parts of reading settings share */
#ifndef BTH_CONFIG_READING_H
#define BTH_CONFIG_READING_H

#include "config/config.h"
#include "config/keys.h"

struct bth_config_reading {
	struct bth_arena *arena;
	struct bth_findings *findings;
	struct bth_patterns *patterns;
	struct bth_config *config;
	struct bth_value root;
};

/* Reports at @value, with its path in the settings, and makes them faulty. */
struct bth_finding *bth_config_report(struct bth_config_reading *reading, struct bth_value value,
	const char *format, ...) __attribute__((format(printf, 3, 4)));

/* Whether all keys of @map are of @group and their values of the types of the table. */
void bth_config_check(struct bth_config_reading *reading, struct bth_value map,
	enum bth_config_group group);

/* BERTH_OFF and so on for a word, "false" counting as off; BTH_LEVEL_KEPT for others. */
unsigned bth_config_level_word(struct bth_str word);

/* Adds a well-formed map "rules". The rules of the user's own must have been read. */
void bth_config_rules(struct bth_config_reading *reading, struct bth_wanted_rules *out,
	struct bth_value map);

/* Adds the rules of the user's own. */
void bth_config_customs(struct bth_config_reading *reading, struct bth_value list);

/* The items of a list as texts; those of other kinds are left out. */
void bth_config_texts(
	struct bth_arena *arena, struct bth_strs *out, struct bth_value list);

#endif
