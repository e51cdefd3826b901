/*
 * berth.h - Kubernetes manifests of stateful workloads: expand, check, prove.
 *
 * A context takes texts (Cluster documents and manifests), runs berth's whole pipeline
 * over them and keeps what came of it: findings, generated manifests, reports. Everything
 * it hands out belongs to it and stays valid until berth_context_free(). The library
 * never prints, exits or opens a file. Contexts share nothing, so each thread may have its
 * own.
 */
#ifndef BERTH_BERTH_H
#define BERTH_BERTH_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define BERTH_API __attribute__((visibility("default")))
#else
#define BERTH_API
#endif

struct berth_context;

/** Why a call stopped. Input with mistakes in it is not a failed call. */
enum berth_status {
	BERTH_OK = 0,
	BERTH_ENOMEM = -1, /* memory is exhausted; only berth_context_free() is left to call */
	BERTH_EINVAL = -2, /* the caller broke this header's contract */
	BERTH_ETOOBIG = -3, /* a text is larger than 4 GiB */
};

enum berth_severity {
	BERTH_OFF, /* only when asked for by name */
	BERTH_INFO,
	BERTH_WARNING,
	BERTH_ERROR,
};

/** What a text is for. */
enum berth_role {
	BERTH_INPUT,   /* checked and reported on; Cluster documents are expanded */
	BERTH_CONTEXT, /* counts as there, but is not reported on and not expanded */
	BERTH_SCHEMA,  /* definitions and JSON Schemas of custom resources, and nothing else */
	BERTH_CLUSTER, /* objects that a cluster has, as kubectl get prints them with their status */
	BERTH_NODES,   /* the same, and nodes alone */
};

/** How far a run goes. */
enum berth_task {
	BERTH_LINT,     /* everything, and findings about it */
	BERTH_GENERATE, /* the same; without a Cluster document there is nothing to do */
	BERTH_READ,     /* reads, and reports what kubectl's reader refuses */
};

/** A place in a text. Lines and columns count from 1, columns in code points; 0: unknown. */
struct berth_place {
	const char *file;
	unsigned line, column;
	unsigned end_line, end_column; /* exclusive */
};

/** One thing found wrong, or worth saying. */
struct berth_finding {
	const char *rule;   /* "claim-too-large" */
	const char *code;   /* "BTH103", stable between releases */
	const char *family; /* "binding" */
	enum berth_severity severity;
	struct berth_place place;
	const char *message; /* one line, no full stop */
	const char *path;    /* the field, as the API server prints it; or NULL */
	const char *fix;     /* what to do; or NULL */
	int suppressed;      /* a comment, an annotation or the baseline allows it */
};

/** One generated object as a file. */
struct berth_manifest {
	const char *file; /* "06-statefulset-postgres.yaml" */
	const char *text; /* YAML of this object alone, NUL-terminated */
	size_t len;
};

/** The parts of a run, in order. */
enum berth_stage {
	BERTH_STAGE_NONE,
	BERTH_STAGE_READING,
	BERTH_STAGE_VALIDATING,
	BERTH_STAGE_BINDING,
	BERTH_STAGE_CHECKING,
};

/** How far a run is. */
struct berth_progress {
	enum berth_stage stage;
	size_t done, total; /* in units of no meaning; total is 0 where it is not known */
};

/**
 * A reader of YAML 1.2 that rule yaml-portability compares with. The library starts no process
 * of its own, so whoever has such a reader, and keeps its crashes away, lends it.
 */
struct berth_second_reader {
	/**
	 * Reads the first document of @text, @len bytes and a byte behind them that is no part of
	 * it, and hands out its events, which stay until the next call. A line each, without
	 * anchors and tags: "+MAP", "-MAP", "+SEQ", "-SEQ", "=ALI *name", and "=VAL " with the
	 * style (one of : ' " | >) and the text, in which \\ \n and \0 are escapes. The last
	 * may be "!ERR line column message". False (0): it failed, and nobody knows. Called by
	 * berth_context_run() in the caller's thread, while the run has no others.
	 */
	int (*read)(void *self, const char *text, size_t len, const char **events,
		size_t *events_len);
	void *self;
};

/** Start from BERTH_OPTIONS_INIT: members may be added at the end. */
struct berth_options {
	size_t size;
	const char *kubernetes;     /* target version like "1.34"; NULL: the newest known */
	const char *name_space;     /* of objects that name none; NULL: "default" */
	enum berth_severity least;  /* lowest severity that is kept */
	const char *const *only;    /* rules, codes or families, ended by NULL; or NULL */
	const char *const *skip;    /* the same */
	const char *const *assumed; /* [KIND/][NS/]NAME of objects said to exist; or NULL */
	const char *const *settings; /* options of rules: "label-missing.keys=owner"; or NULL */
	unsigned jobs;              /* threads; 0: as many as there are processors */
	enum berth_task task;
	int allow_empty;            /* input without any object is no mistake */
	const char *const *limits;  /* of what input may cost: "depth=2000"; or NULL */
	const char *folder; /* absolute, that relative names of texts start from; or NULL */
	const struct berth_second_reader *second; /* for yaml-portability; or NULL */
	int kubernetes_yields; /* a document's own target wins over kubernetes */
};

#define BERTH_OPTIONS_INIT \
	{ \
		sizeof(struct berth_options), NULL, NULL, BERTH_WARNING, NULL, NULL, NULL, NULL, \
			0, BERTH_LINT, 0, NULL, NULL, NULL, 0 \
	}

/** Forms of a report. */
enum berth_report_format {
	BERTH_REPORT_TEXT, /* for people: place, message, source line */
	BERTH_REPORT_JSON, /* version 1 of berth's own format */
	BERTH_REPORT_SARIF, /* SARIF 2.1.0 */
	BERTH_REPORT_GITHUB, /* workflow commands of GitHub Actions */
	BERTH_REPORT_GITLAB, /* GitLab code quality */
	BERTH_REPORT_JUNIT,
	BERTH_REPORT_CHECKSTYLE,
	BERTH_REPORT_TAP,
};

enum {
	BERTH_REPORT_COLOR = 1, /* text with colours of a terminal */
	BERTH_REPORT_BRIEF = 2, /* text without source lines and fixes */
	BERTH_REPORT_SUPPRESSED = 4, /* text also of what is suppressed */
};

/** Forms of a plan. */
enum berth_plan_format {
	BERTH_PLAN_TEXT, /* for people: a table of 100 columns */
	BERTH_PLAN_JSON, /* version 1 of berth's own format */
	BERTH_PLAN_DOT,  /* a graph for Graphviz */
	BERTH_PLAN_MERMAID, /* a flowchart for Mermaid */
	BERTH_PLAN_SVG, /* a picture, light and dark */
	BERTH_PLAN_HTML, /* a page with the picture and tables, which needs nothing else */
};

/** The library's version, like "0.1.0". */
BERTH_API const char *berth_version(void);

/**
 * Opens a context. @options may be NULL for the defaults and is copied; the texts that it
 * points to must stay. A rule, family or Kubernetes version that does not exist is
 * BERTH_EINVAL, and *problem (which may be NULL) then says which, in static memory or in
 * @options. On failure *out is left untouched.
 */
BERTH_API enum berth_status berth_context_new(struct berth_context **out,
	const struct berth_options *options, const char **problem);

/** Releases a context and all it handed out. NULL is fine. */
BERTH_API void berth_context_free(struct berth_context *context);

/**
 * Adds @len bytes of @text, which findings call @name, as the next input. Both are borrowed
 * until the context is freed, and @text must be followed by at least one readable byte.
 * Only before berth_context_run().
 */
BERTH_API enum berth_status berth_context_add(struct berth_context *context,
	enum berth_role role, const char *name, const char *text, size_t len);

/** Adds a preset that Cluster documents may name, as templates/ has them. */
BERTH_API enum berth_status berth_context_add_preset(
	struct berth_context *context, const char *name, const char *text, size_t len);

/**
 * Adds the text of a baseline, as berth_context_baseline() makes it: findings that are known,
 * by rule, object and path, and do not count. @name is its path, from which those of inputs
 * are seen. An empty text is a baseline of nothing. With @update the run adds what it finds.
 * At most once. BERTH_EINVAL when it is none; *problem then says what is wrong and where, in
 * the context's memory.
 */
BERTH_API enum berth_status berth_context_add_baseline(struct berth_context *context,
	const char *name, const char *text, size_t len, int update, const char **problem);

/**
 * Adds settings as .berth.yaml has them, for the inputs whose names lie below @folder and
 * below no other such folder; with NULL for all inputs. Names are compared as texts; relative
 * ones are seen from the options' folder, so without it "a" and "../b/a" are different.
 * Severities, options, overrides and customRules are followed; what is said there about a
 * whole run is left to the caller, who has berth_options for it. Faults are findings.
 */
BERTH_API enum berth_status berth_context_add_config(struct berth_context *context,
	const char *folder, const char *name, const char *text, size_t len);

/**
 * Reads, expands, checks and binds all that was added; once. BERTH_OK means that it ran
 * to its end: ask berth_context_count() whether all is well.
 */
BERTH_API enum berth_status berth_context_run(struct berth_context *context);

/**
 * How far berth_context_run() is. This alone may be called while that works, from another
 * thread.
 */
BERTH_API void berth_context_progress(
	const struct berth_context *context, struct berth_progress *out);

/** How many findings of exactly this severity there are that are not suppressed. */
BERTH_API size_t berth_context_count(
	const struct berth_context *context, enum berth_severity severity);

/** How many findings are suppressed. */
BERTH_API size_t berth_context_suppressed(const struct berth_context *context);

/**
 * The finding @index in order of input and place: 1, or 0 beyond the last, or BERTH_ENOMEM, so
 * loop while it is above 0.
 */
BERTH_API int berth_context_finding(
	struct berth_context *context, size_t index, struct berth_finding *out);

/** The generated object @index in the order to apply them. Returns the same. */
BERTH_API int berth_context_manifest(
	struct berth_context *context, size_t index, struct berth_manifest *out);

/** All generated objects as one stream of YAML, or as a List in JSON when @json is set. */
BERTH_API enum berth_status berth_context_output(
	struct berth_context *context, int json, const char **text, size_t *len);

/** The findings as a report; @flags are of BERTH_REPORT_COLOR and its like. */
BERTH_API enum berth_status berth_context_report(struct berth_context *context,
	enum berth_report_format format, unsigned flags, const char **text, size_t *len);

/** What there was and what was found, in one line without its end. */
BERTH_API enum berth_status berth_context_summary(
	struct berth_context *context, const char **text, size_t *len);

/**
 * The baseline after the run, in a form that depends on what it has alone: without what is
 * not found any more and, if it was to be updated, with what is. BERTH_EINVAL without one.
 */
BERTH_API enum berth_status berth_context_baseline(
	struct berth_context *context, const char **text, size_t *len);

/**
 * Every document that could be read, in order: one JSON value a line, or YAML documents.
 * Lists stay whole.
 */
BERTH_API enum berth_status berth_context_documents(
	struct berth_context *context, int json, const char **text, size_t *len);

/**
 * Which claim gets which volume on which node; @flags are of BERTH_REPORT_COLOR and its like,
 * for text. The first two formats are 0 and 1: what stood here before was whether JSON is
 * wanted, and no flags. BERTH_EINVAL for a format that there is not.
 */
BERTH_API enum berth_status berth_context_plan(struct berth_context *context,
	enum berth_plan_format format, unsigned flags, const char **text, size_t *len);

#ifdef __cplusplus
}
#endif

#endif
