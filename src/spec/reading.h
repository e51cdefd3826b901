/* reading.h - what the parts of the spec reader share */
#ifndef BTH_SPEC_READING_H
#define BTH_SPEC_READING_H

#include "spec/check.h"
#include "spec/cluster.h"
#include "spec/token.h"

/* A Cluster document that is being read. */
struct bth_spec_reading {
	struct bth_arena *arena;
	struct bth_findings *findings;
	const struct bth_spec_input *input;
	struct bth_cluster *cluster;
};

/* Reports spec-value-wrong at @value. */
struct bth_finding *bth_spec_wrong(
	struct bth_spec_reading *reading, struct bth_value value, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* The value at @path below the document when it is of a type the table allows, else absent. */
struct bth_value bth_spec_value(const struct bth_spec_reading *reading, const char *path);

/*
 * Checks a name by @check (kube/name.h) and its length; @what says in the message what it
 * is the name of. True when it is fine.
 */
bool bth_spec_name(struct bth_spec_reading *reading, struct bth_value value,
	struct bth_str name, const char *what, const char *(*check)(struct bth_str));

/* Whether a preset is asked for that there is not, or by a misspelt key; that is reported. */
bool bth_spec_has_wrong_preset(const struct bth_spec_reading *reading);

/* Reports values that fit their type and cannot work all the same. */
void bth_spec_check_values(struct bth_spec_reading *reading);

/*
 * Reads spec.replication and spec.bootstrap, and reports replicas that would be databases of
 * their own.
 */
void bth_spec_read_replication(struct bth_spec_reading *reading);

/* Reports what the rest of the spec has that replication cannot work with. */
void bth_spec_check_replication(struct bth_spec_reading *reading);

/* Reads spec.storage and storage.volumes into cluster->volumes. */
void bth_spec_read_storage(struct bth_spec_reading *reading);

#endif
