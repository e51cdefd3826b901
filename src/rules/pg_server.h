/* pg_server.h - containers that run PostgreSQL, and what their images say about it */
#ifndef BTH_RULES_PG_SERVER_H
#define BTH_RULES_PG_SERVER_H

#include "rules/container_store.h"

/* docker.io/library/postgres by any of its names. */
bool bth_pg_is_official(struct bth_str image);

/* An image that holds a server, by the last part of its name. */
bool bth_pg_is_server_image(struct bth_str image);

/* The image's tag, or empty. */
struct bth_str bth_image_tag(struct bth_str image);

/* The major version that the tag of a known image of PostgreSQL names; 0 if it names none. */
unsigned bth_pg_major(struct bth_str image);

/*
 * A server of the official image, or of one that is made from it and keeps its paths. Its
 * entrypoint is not replaced.
 */
struct bth_pg_server {
	struct bth_value container;
	unsigned major;          /* 0: the image does not say */
	struct bth_value pgdata; /* PGDATA as it is written; absent: the image's own */
	bool moved;              /* something that the run does not show may set PGDATA */
};

/*
 * for (s = bth_pg_server_first(lint, workload); bth_exists(s.container);
 *	bth_pg_server_next(lint, workload, &s))
 */
struct bth_pg_server bth_pg_server_first(
	const struct bth_lint *lint, const struct bth_object *workload);
void bth_pg_server_next(const struct bth_lint *lint, const struct bth_object *workload,
	struct bth_pg_server *server);

/* The clean path of the data; empty when the run does not tell. */
struct bth_str bth_pg_data(struct bth_arena *arena, const struct bth_pg_server *server);

/*
 * The server of a StatefulSet of several pods in which nothing sets up replication; absent
 * where something does or may.
 */
struct bth_value bth_pg_lone_server(struct bth_lint *lint, const struct bth_object *set);

#endif
