/* replay.c - runs a fuzz target over files, for compilers without a fuzzer */

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "fuzz/fuzz.h"

/* The bytes are handed on in memory of exactly their size. */
static int
replay_file(const char *path)
{
	struct bth_file_text text;
	int error = bth_file_read(&text, path, BTH_SOURCE_MOST);

	if (error) {
		fprintf(stderr, "cannot read '%s': %s\n", path, strerror(error));
		return EXIT_FAILURE;
	}
	uint8_t *exact = malloc(text.len ? text.len : 1);
	if (!exact)
		abort();
	memcpy(exact, text.text, text.len);
	fprintf(stderr, "%s\n", path);
	LLVMFuzzerTestOneInput(exact, text.len);
	free(exact);
	free(text.text);
	return EXIT_SUCCESS;
}

/* A folder that is absent holds no inputs. */
static int
replay_folder(const char *path)
{
	char full[4096];
	int code = EXIT_SUCCESS;
	DIR *dir = opendir(path);

	for (struct dirent *entry = NULL; dir && (entry = readdir(dir));) {
		if (entry->d_name[0] == '.')
			continue;
		int len = snprintf(full, sizeof full, "%s/%s", path, entry->d_name);
		if (len < 0 || (size_t)len >= sizeof full || replay_file(full) != EXIT_SUCCESS)
			code = EXIT_FAILURE;
	}
	if (dir)
		closedir(dir);
	return code;
}

int
main(int argc, char **argv)
{
	int code = EXIT_SUCCESS;

	LLVMFuzzerTestOneInput((const uint8_t *)"", 0);
	for (int i = 1; i < argc; i++) {
		enum bth_file_kind kind = BTH_FILE_NONE;
		int error = bth_file_kind(&kind, argv[i]);
		bool file = !error && kind != BTH_FILE_DIRECTORY;

		if ((file ? replay_file(argv[i]) : replay_folder(argv[i])) != EXIT_SUCCESS)
			code = EXIT_FAILURE;
	}
	return code;
}
