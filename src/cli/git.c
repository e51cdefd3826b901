/* git.c - what git knows of a repository, asked without running anything of it */

#include "cli/git.h"

#include <errno.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

enum { OUTPUT_MOST = 1024 * 1024 * 1024 };

/*
 * A repository's configuration may name programs to run: for hooks, to watch files, to show
 * differences, to convert files, to fetch what is missing. None of it is run.
 */
static const char *const safely[] = {"git", "--no-pager", "-c", "core.fsmonitor=false", "-c",
	"core.hooksPath=/dev/null", "-c", "core.quotePath=false"};
static const char *const settings[] = {"BERTH_NOTHING=", "GIT_ALLOW_PROTOCOL=none",
	"GIT_NO_LAZY_FETCH=1", "GIT_OPTIONAL_LOCKS=0", "GIT_TERMINAL_PROMPT=0"};

/* Where the repository is, as a hook is told; and the user's own configuration. */
static const char *const kept[] = {"GIT_ALTERNATE_OBJECT_DIRECTORIES=",
	"GIT_CEILING_DIRECTORIES=", "GIT_COMMON_DIR=", "GIT_CONFIG_", "GIT_DIR=",
	"GIT_DISCOVERY_ACROSS_FILESYSTEM=", "GIT_INDEX_FILE=", "GIT_OBJECT_DIRECTORY=",
	"GIT_WORK_TREE="};

/* Words as posix_spawn() takes them. */
BTH_VEC_TYPE(strings, char *);

/* One way to call git. */
struct git {
	struct bth_cli *cli;
	struct bth_words filters; /* options that keep the repository's filters from running */
	struct bth_str out, err;  /* of the last call */
	int code;                 /* of it */
};

static bool
is_kept(const char *variable)
{
	if (strncmp(variable, "GIT_", 4) != 0)
		return true;
	for (size_t i = 0; i < sizeof kept / sizeof kept[0]; i++)
		if (strncmp(variable, kept[i], strlen(kept[i])) == 0)
			return true;
	return false;
}

static void
push(struct bth_arena *arena, struct strings *words, const char *word)
{
	bth_vec_push(arena, words, bth_arena_copy(arena, word, strlen(word)));
}

static struct strings
make_environment(struct bth_arena *arena)
{
	struct strings words = {0};

	for (char **variable = environ; *variable; variable++)
		if (is_kept(*variable))
			bth_vec_push(arena, &words, *variable);
	for (size_t i = 0; i < sizeof settings / sizeof settings[0]; i++)
		push(arena, &words, settings[i]);
	bth_vec_push(arena, &words, NULL);
	return words;
}

static struct strings
make_words(const struct git *git, const char *const *words)
{
	struct bth_arena *arena = &git->cli->arena;
	struct strings all = {0};

	for (size_t i = 0; i < sizeof safely / sizeof safely[0]; i++)
		push(arena, &all, safely[i]);
	for (size_t i = 0; i < git->filters.len; i++)
		push(arena, &all, git->filters.items[i]);
	for (; *words; words++)
		push(arena, &all, *words);
	bth_vec_push(arena, &all, NULL);
	return all;
}

/* Starts a program with its output in two files, and waits for it: 0 or an errno value. */
static int
spawn_into(int *code, FILE *out, FILE *err, const struct strings *words,
	const struct strings *environment)
{
	posix_spawn_file_actions_t actions;
	pid_t child;
	int status = 0;

	int error = posix_spawn_file_actions_init(&actions);
	if (error)
		return error;
	error = posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", 0, 0);
	if (!error)
		error = posix_spawn_file_actions_adddup2(&actions, fileno(out), STDOUT_FILENO);
	if (!error)
		error = posix_spawn_file_actions_adddup2(&actions, fileno(err), STDERR_FILENO);
	if (!error)
		error = posix_spawnp(&child, "git", &actions, NULL, words->items,
			environment->items);
	posix_spawn_file_actions_destroy(&actions);
	while (!error && waitpid(child, &status, 0) < 0)
		error = errno == EINTR ? 0 : errno;
	*code = WIFEXITED(status) ? WEXITSTATUS(status) : 128;
	return error;
}

/* The files are nobody's: they have no names, and go when they are closed. */
static int
run_into(struct bth_file_text text[2], int *code, const struct strings *words,
	const struct strings *environment)
{
	FILE *out = tmpfile(), *err = tmpfile();
	int error = out && err ? spawn_into(code, out, err, words, environment) : errno;

	if (!error && (lseek(fileno(out), 0, SEEK_SET) < 0 || lseek(fileno(err), 0, SEEK_SET) < 0))
		error = errno;
	if (!error)
		error = bth_file_read_fd(&text[0], fileno(out), OUTPUT_MOST);
	if (!error)
		error = bth_file_read_fd(&text[1], fileno(err), OUTPUT_MOST);
	if (out)
		fclose(out);
	if (err)
		fclose(err);
	return error;
}

/* Runs git and keeps what it prints; false after saying why it could not be run. */
static bool
run(struct git *git, const char *const *words)
{
	struct bth_cli *cli = git->cli;
	struct strings all = make_words(git, words), environment = make_environment(&cli->arena);
	struct bth_file_text text[2] = {{0}, {0}};

	/* room first: nothing may jump while the texts are held by nobody */
	bth_vec_push(&cli->arena, &cli->texts, NULL);
	bth_vec_push(&cli->arena, &cli->texts, NULL);
	int error = run_into(text, &git->code, &all, &environment);
	cli->texts.items[cli->texts.len - 2] = text[0].text;
	cli->texts.items[cli->texts.len - 1] = text[1].text;
	git->out = (struct bth_str){.at = text[0].text, .len = text[0].len};
	git->err = (struct bth_str){.at = text[1].text, .len = text[1].len};
	if (error)
		bth_cli_say("cannot run git, which --git-changed needs: %s", strerror(error));
	return !error;
}

/* The same, and what git complains of is trouble. */
static bool
ask(struct git *git, const char *const *words)
{
	if (!run(git, words))
		return false;
	struct bth_str said = bth_str_trim(git->err);
	said = bth_str_sub(said, 0, bth_str_find(said, '\n'));
	if (git->code)
		bth_cli_say("git %s: %.*s", words[0], BTH_STR_ARG(said));
	return !git->code;
}

/* What was printed, up to the end of the line that ends it. */
static struct bth_str
answer(const struct git *git)
{
	return bth_str_sub(git->out, 0, git->out.len - (git->out.len > 0));
}

/* The next of names that have a NUL behind them; false behind the last. */
static bool
next_name(struct bth_str *name, struct bth_str *rest)
{
	size_t end = bth_str_find(*rest, '\0');

	if (end == SIZE_MAX)
		return false;
	*name = bth_str_sub(*rest, 0, end);
	*rest = bth_str_sub(*rest, end + 1, SIZE_MAX);
	return true;
}

/*
 * A filter is a program of the configuration through which a file goes before it is compared.
 * Without it such a file counts as changed, at worst.
 */
static bool
find_filters(struct git *git)
{
	static const char *const words[] = {"config", "-z", "--name-only", "--get-regexp",
		"^filter\\..*\\.(clean|process|required)$", NULL};
	struct bth_arena *arena = &git->cli->arena;
	struct bth_str name;

	if (!run(git, words))
		return false;
	for (struct bth_str rest = git->out; next_name(&name, &rest);) {
		if (bth_str_ends(name, ".required")) {
			bth_vec_push(arena, &git->filters, "-c");
			bth_vec_push(arena, &git->filters,
				bth_arena_printf(arena, "%.*s=false", BTH_STR_ARG(name)));
		} else {
			bth_vec_push(arena, &git->filters,
				bth_arena_printf(arena, "--config-env=%.*s=BERTH_NOTHING",
					BTH_STR_ARG(name)));
		}
	}
	return true;
}

/* The commit that @ref means; before the first commit, HEAD means an empty tree. */
static bool
find_commit(struct bth_str *out, struct git *git, const char *ref)
{
	static const char *const nothing[] = {"hash-object", "-t", "tree", "--stdin", NULL};
	const char *name = bth_arena_printf(&git->cli->arena, "%s^{commit}", ref ? ref : "HEAD");
	const char *const words[] = {
		"rev-parse", "--verify", "--quiet", "--end-of-options", name, NULL};

	/* git knows no such names either, and would take some for options */
	bool named = !ref || (*ref && *ref != '-');
	if (named && !run(git, words))
		return false;
	if (!named || (ref && git->code)) {
		bth_cli_say("'%s' is no commit that git knows", ref);
		return false;
	}
	if (git->code && !ask(git, nothing))
		return false;
	*out = bth_str_copy(&git->cli->arena, answer(git));
	return true;
}

static bool
add_names(struct git *git, struct bth_paths *out, struct bth_str root, const char *const *words)
{
	struct bth_arena *arena = &git->cli->arena;
	struct bth_str name;

	if (!ask(git, words))
		return false;
	for (struct bth_str rest = git->out; next_name(&name, &rest);)
		bth_vec_push(arena, out,
			bth_str_printf(arena, "%.*s/%.*s", BTH_STR_ARG(root), BTH_STR_ARG(name)));
	return true;
}

int
bth_git_changed(
	struct bth_str *root, struct bth_paths *out, struct bth_cli *cli, const char *ref)
{
	static const char *const top[] = {"rev-parse", "--show-toplevel", NULL};
	static const char *const unknown[] = {"ls-files", "-z", "--others", "--exclude-standard",
		"--full-name", "--", ":/", NULL};
	struct git git = {.cli = cli};
	struct bth_str commit;

	if (!ask(&git, top))
		return EXIT_TROUBLE;
	*root = bth_str_copy(&cli->arena, answer(&git));
	if (!find_filters(&git) || !find_commit(&commit, &git, ref))
		return EXIT_TROUBLE;
	const char *const changed[] = {"diff", "--name-only", "-z", "--no-ext-diff",
		"--no-textconv", "--find-renames=100%", "--no-relative",
		"--ignore-submodules=all", "--end-of-options", commit.at, "--", NULL};
	return add_names(&git, out, *root, changed) && add_names(&git, out, *root, unknown) ?
		EXIT_CLEAN :
		EXIT_TROUBLE;
}
