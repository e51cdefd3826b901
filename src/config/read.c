/* read.c - a file of settings, from text to what is wanted */

#include "config/reading.h"
#include "kube/name.h"
#include "rules.h"
#include "schema/facts.h"
#include "syntax/read.h"

/* The one document of the text; absent when there is none. What is no error is not said. */
static struct bth_value
read_document(struct bth_config_reading *reading, struct bth_source *source)
{
	struct bth_arena *arena = reading->arena;
	struct bth_documents documents = {0};
	struct bth_findings found;
	struct bth_reader reader;
	struct bth_value root = {0};

	bth_findings_init(&found, arena);
	bth_reader_init(&reader, arena, &found);
	bth_split(&documents, &found, source);
	for (size_t i = 0; i < documents.len; i++) {
		struct bth_document *document = &documents.items[i];

		bth_read(&reader, document);
		if (document->state == BTH_DOCUMENT_TEMPLATE)
			bth_config_report(reading, (struct bth_value){0},
				"settings are no text of a template engine")->span = document->span;
		if (document->state != BTH_DOCUMENT_READ)
			continue;
		if (bth_exists(root)) {
			bth_config_report(reading, bth_root(document->tree),
				"settings are one document, and this is another");
			break;
		}
		root = bth_root(document->tree);
	}
	for (size_t i = 0; i < found.list.len; i++) {
		if (found.list.items[i]->severity < BERTH_ERROR)
			continue;
		bth_vec_push(arena, &reading->findings->list, found.list.items[i]);
		reading->config->faulty = true;
	}
	return root;
}

static void
read_patterns(struct bth_arena *arena, struct bth_path_patterns *out, struct bth_value list)
{
	struct bth_strs texts = {0};

	bth_config_texts(arena, &texts, list);
	for (size_t i = 0; i < texts.len; i++)
		if (!bth_path_pattern_check(texts.items[i]))
			bth_path_patterns_add(arena, out, texts.items[i]);
}

static void
read_overrides(struct bth_config_reading *reading, struct bth_value list)
{
	if (!bth_is_list(list))
		return;
	for (struct bth_value i = bth_first(list); bth_exists(i); i = bth_next(i)) {
		struct bth_override override = {0};

		read_patterns(reading->arena, &override.paths, bth_get(i, "paths"));
		bth_config_rules(reading, &override.rules, bth_get(i, "rules"));
		bth_vec_push(reading->arena, &reading->config->overrides, override);
	}
}

static void
read_limits(struct bth_config_reading *reading, struct bth_value map)
{
	if (!bth_is_map(map))
		return;
	for (struct bth_value i = bth_first(map); bth_exists(i); i = bth_next(i)) {
		struct bth_str amount = bth_text(bth_under(i));
		struct bth_limits limits = bth_limits_usual;

		if (!amount.len || !bth_config_key_find(BTH_CONFIG_LIMITS, bth_text(i)))
			continue;
		const char *word = bth_arena_printf(reading->arena, "%.*s=%.*s",
			BTH_STR_ARG(bth_text(i)), BTH_STR_ARG(amount));
		const char *why = bth_limits_set(&limits, reading->arena, word);
		if (why)
			bth_config_report(reading, bth_under(i), "%s", why);
		else
			bth_vec_push(reading->arena, &reading->config->limits, word);
	}
}

static struct bth_str
read_kubernetes(struct bth_config_reading *reading, struct bth_value value)
{
	struct bth_str text = bth_text(value);

	if (!text.len || bth_schema_minor(text))
		return text;
	bth_config_report(reading, value, "Kubernetes 1.%d to 1.%d are known, not '%.*s'",
		bth_schema_oldest_minor(), bth_schema_newest_minor(), BTH_STR_ARG(text));
	return BTH_STR("");
}

static struct bth_str
read_namespace(struct bth_config_reading *reading, struct bth_value value)
{
	struct bth_str text = bth_text(value);
	const char *why = text.len ? bth_name_check_label(text) : NULL;

	if (!why)
		return text;
	bth_config_report(reading, value, "'%.*s' is no valid namespace: %s", BTH_STR_ARG(text), why);
	return BTH_STR("");
}

static void
read_assumed(struct bth_config_reading *reading, struct bth_value list)
{
	for (struct bth_value i = bth_first(list); bth_is_list(list) && bth_exists(i);
		i = bth_next(i)) {
		struct bth_str text = bth_text(i);

		if (bth_name_is_reference(text))
			bth_vec_push(reading->arena, &reading->config->assumed,
				bth_str_copy(reading->arena, text));
		else if (text.len)
			bth_config_report(reading, i, "'%.*s' is not of the form [KIND/][NS/]NAME",
				BTH_STR_ARG(text));
	}
}

static enum berth_severity
read_severity(struct bth_value value)
{
	unsigned level = bth_config_level_word(bth_text(value));

	return level == BTH_LEVEL_KEPT ? BERTH_OFF : (enum berth_severity)level;
}

static void
read_root(struct bth_config_reading *reading, struct bth_value root)
{
	struct bth_arena *arena = reading->arena;
	struct bth_config *config = reading->config;

	bth_config_check(reading, root, BTH_CONFIG_ROOT);
	/* first: the others may name them */
	bth_config_customs(reading, bth_get(root, "customRules"));
	bth_config_rules(reading, &config->rules, bth_get(root, "rules"));
	read_overrides(reading, bth_get(root, "overrides"));
	read_patterns(arena, &config->ignore, bth_get(root, "ignore"));
	bth_config_texts(arena, &config->context, bth_get(root, "context"));
	bth_config_texts(arena, &config->schemas, bth_get(root, "schemas"));
	read_assumed(reading, bth_get(root, "assumeExists"));
	read_limits(reading, bth_get(root, "limits"));
	config->kubernetes = read_kubernetes(reading, bth_get(root, "kubernetes"));
	config->namespace = read_namespace(reading, bth_get(root, "namespace"));
	config->baseline = bth_text(bth_get(root, "baseline"));
	config->severity = read_severity(bth_get(root, "severity"));
	config->fail_on = read_severity(bth_get(root, "failOn"));
	config->portable = bth_str_is(bth_text(bth_get(root, "portable")), "true");
}

struct bth_config *
bth_config_read(struct bth_arena *arena, struct bth_findings *findings,
	struct bth_patterns *patterns, struct bth_source *source)
{
	struct bth_config *config = bth_arena_alloc(arena, sizeof *config);
	struct bth_config_reading reading = {.arena = arena,
		.findings = findings,
		.patterns = patterns,
		.config = config};

	config->source = source;
	reading.root = read_document(&reading, source);
	if (bth_is_map(reading.root))
		read_root(&reading, reading.root);
	else if (bth_exists(reading.root) && !bth_is_null(reading.root))
		bth_config_report(&reading, reading.root, "settings are a map");
	if (config->faulty) /* they may lack what they need to run */
		config->customs.len = 0;
	return config;
}
