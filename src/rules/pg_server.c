/* pg_server.c - containers that run PostgreSQL, and what their images say about it */

#include "rules/pg_server.h"

#include "rules/placement.h"

/* @image without the registries that all serve Docker Hub. */
static struct bth_str
hub_name(struct bth_str image)
{
	static const char *const hubs[] = {"docker.io/", "index.docker.io/",
		"registry-1.docker.io/", "public.ecr.aws/docker/", "mirror.gcr.io/"};

	for (size_t i = 0; i < sizeof hubs / sizeof hubs[0]; i++)
		if (bth_str_starts(image, hubs[i]))
			image = bth_str_sub(image, strlen(hubs[i]), SIZE_MAX);
	return bth_str_starts(image, "library/") ? bth_str_sub(image, 8, SIZE_MAX) : image;
}

/* The same without tag and digest: "postgres", "postgis/postgis". */
static struct bth_str
hub_repository(struct bth_str image)
{
	struct bth_str name = hub_name(bth_str_sub(image, 0, bth_str_find(image, '@')));
	size_t colon = bth_str_rfind(name, ':'), slash = bth_str_rfind(name, '/');

	return colon == SIZE_MAX || (slash != SIZE_MAX && colon < slash) ?
		name :
		bth_str_sub(name, 0, colon);
}

bool
bth_pg_is_official(struct bth_str image)
{
	return bth_str_is(hub_repository(image), "postgres");
}

bool
bth_pg_is_server_image(struct bth_str image)
{
	static const char *const names[] = {"postgres", "postgresql", "postgis",
		"timescaledb", "timescaledb-ha", "pgvector", "spilo"};
	struct bth_str name = bth_image_name(image);

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		if (bth_str_is(name, names[i]))
			return true;
	return false;
}

struct bth_str
bth_image_tag(struct bth_str image)
{
	struct bth_str name = bth_str_sub(image, 0, bth_str_find(image, '@'));
	size_t colon = bth_str_rfind(name, ':'), slash = bth_str_rfind(name, '/');

	return colon == SIZE_MAX || (slash != SIZE_MAX && colon < slash) ?
		BTH_STR("") :
		bth_str_sub(name, colon + 1, SIZE_MAX);
}

static unsigned
leading_number(struct bth_str text)
{
	uint64_t number;
	size_t digits = 0;

	while (digits < text.len && text.at[digits] >= '0' && text.at[digits] <= '9')
		digits++;
	return bth_str_to_u64(&number, bth_str_sub(text, 0, digits)) && number < 100 ?
		(unsigned)number :
		0;
}

/* "17" of "2.17.2-pg17" and "pg17-trixie". */
static unsigned
number_after_pg(struct bth_str tag)
{
	for (size_t i = 0; i + 2 < tag.len; i++)
		if (tag.at[i] == 'p' && tag.at[i + 1] == 'g' &&
			(i == 0 || tag.at[i - 1] == '-'))
			return leading_number(bth_str_sub(tag, i + 2, SIZE_MAX));
	return 0;
}

unsigned
bth_pg_major(struct bth_str image)
{
	static const struct {
		const char *name;
		bool after_pg; /* the tag begins with the version of something else */
	} images[] = {
		{"postgres", false},
		{"postgis/postgis", false},
		{"bitnami/postgresql", false},
		{"bitnamilegacy/postgresql", false},
		{"pgvector/pgvector", true},
		{"timescale/timescaledb", true},
		{"timescale/timescaledb-ha", true},
	};
	struct bth_str name = hub_repository(image), tag = bth_image_tag(image);

	for (size_t i = 0; i < sizeof images / sizeof images[0]; i++)
		if (bth_str_is(name, images[i].name))
			return images[i].after_pg ? number_after_pg(tag) :
						    leading_number(tag);
	return 0;
}

/* Whether the image has the entrypoint and the paths of the official one. */
static bool
has_official_paths(struct bth_str image)
{
	struct bth_str name = hub_repository(image);

	return bth_str_is(name, "postgres") || bth_str_is(name, "postgis/postgis") ||
		bth_str_is(name, "pgvector/pgvector");
}

/* Whether the container starts the server by the image's entrypoint, not psql or a shell. */
static bool
runs_server(struct bth_value container)
{
	struct bth_value args = bth_get(container, "args");
	struct bth_str first = bth_text(bth_first(args));

	if (bth_size(bth_get(container, "command")))
		return false;
	return !bth_size(args) || bth_str_starts(first, "-") || bth_str_is(first, "postgres");
}

/* What a ConfigMap or Secret of envFrom makes of PGDATA; false: the run does not show. */
static bool
look_in_source(const struct bth_lint *lint, const struct bth_object *workload,
	struct bth_value source, struct bth_value *pgdata)
{
	bool is_map = !bth_is_unset(bth_get(source, "configMapRef"));
	struct bth_str name = bth_text(
		bth_dig(source, is_map ? "configMapRef.name" : "secretRef.name"));
	const struct bth_object *found = bth_world_get(lint->world,
		is_map ? BTH_CONFIG_MAP : BTH_SECRET, workload->namespace, name);

	if (!found || bth_text(bth_get(source, "prefix")).len)
		return false;
	if (bth_exists(bth_dig(found->root, "stringData.PGDATA")) ||
		(!is_map && bth_exists(bth_dig(found->root, "data.PGDATA"))))
		return false;
	if (is_map && bth_exists(bth_dig(found->root, "data.PGDATA")))
		*pgdata = bth_dig(found->root, "data.PGDATA");
	return true;
}

static void
find_pgdata(const struct bth_lint *lint, const struct bth_object *workload,
	struct bth_pg_server *server)
{
	struct bth_value sources = bth_get(server->container, "envFrom");
	struct bth_value env = bth_get(server->container, "env");

	for (struct bth_value i = bth_first(sources); bth_exists(i); i = bth_next(i))
		if (!look_in_source(lint, workload, i, &server->pgdata))
			server->moved = true;
	/* env wins over envFrom, and the last of a name over the others */
	for (struct bth_value i = bth_first(env); bth_exists(i); i = bth_next(i))
		if (bth_str_is(bth_text(bth_get(i, "name")), "PGDATA")) {
			server->pgdata = bth_get(i, "value");
			server->moved = bth_is_unset(server->pgdata);
		}
}

/* Whether an argument sets the directory, or names a file that may. */
static bool
is_moved_by_args(struct bth_value container)
{
	struct bth_value args = bth_get(container, "args");

	for (struct bth_value i = bth_first(args); bth_exists(i); i = bth_next(i)) {
		struct bth_str word = bth_text(i);

		if (bth_str_starts(word, "-D") || bth_str_contains(word, "data_directory") ||
			bth_str_contains(word, "data-directory") ||
			bth_str_contains(word, "pgdata"))
			return true;
	}
	return false;
}

/* Takes the first server from @container on. */
static void
settle(const struct bth_lint *lint, const struct bth_object *workload,
	struct bth_pg_server *server, struct bth_value container)
{
	for (; bth_exists(container); container = bth_next(container))
		if (has_official_paths(bth_text(bth_get(container, "image"))) &&
			runs_server(container))
			break;
	*server = (struct bth_pg_server){
		.container = container,
		.major = bth_pg_major(bth_text(bth_get(container, "image"))),
		.moved = is_moved_by_args(container),
	};
	if (bth_exists(container) && !server->moved)
		find_pgdata(lint, workload, server);
}

struct bth_pg_server
bth_pg_server_first(const struct bth_lint *lint, const struct bth_object *workload)
{
	struct bth_pg_server server;

	settle(lint, workload, &server,
		bth_first(bth_get(bth_object_pod_spec(workload), "containers")));
	return server;
}

void
bth_pg_server_next(const struct bth_lint *lint, const struct bth_object *workload,
	struct bth_pg_server *server)
{
	settle(lint, workload, server, bth_next(server->container));
}

struct bth_str
bth_pg_data(struct bth_arena *arena, const struct bth_pg_server *server)
{
	struct bth_str written = bth_text(server->pgdata);

	if (server->moved)
		return BTH_STR("");
	if (written.len)
		return written.at[0] == '/' && bth_str_find(written, '$') == SIZE_MAX ?
			bth_path_clean(arena, written) :
			BTH_STR("");
	if (server->major >= 18)
		return bth_str_printf(
			arena, "/var/lib/postgresql/%u/docker", server->major);
	return server->major ? BTH_STR("/var/lib/postgresql/data") : BTH_STR("");
}
