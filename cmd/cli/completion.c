/* SPDX-License-Identifier: MIT */
#include "cmd/cli/completion.h"

#include <string.h>

#include "base/buf.h"
#include "cmd/cli/diagnostics.h"
#include "cmd/cli/help.h"
#include "cmd/cli/status.h"

/* How an argument is completed. */
enum completes { WITH_NOTHING, WITH_FILES, WITH_FOLDERS, WITH_WORDS };

/* Appends the words of "DURATION|all" that are typed literally: those with a lower case letter. */
static void
put_words(struct buf *b, const char *value)
{
	for (; *value; value += *value == '|') {
		const size_t n = strcspn(value, "|");
		bool word = false;
		for (size_t i = 0; i < n; i++)
			word |= value[i] >= 'a' && value[i] <= 'z';
		if (word)
			buf_printf(b, "%s%.*s", b->n > 0 ? " " : "", (int)n, value);
		value += n;
	}
}

/* Fills *words if the answer is WITH_WORDS. */
static enum completes
completes(const struct option_spec *spec, struct buf *words)
{
	words->n = 0;
	if (spec->takes.type == OPTION_READ || spec->takes.type == OPTION_WRITE)
		return WITH_FILES;
	if (spec->takes.type == OPTION_FOLDER)
		return WITH_FOLDERS;
	if (spec->takes.words)
		spec->takes.words(words);
	for (size_t i = 0; i < spec->takes.choices; i++)
		buf_printf(words, "%s%s", i > 0 ? " " : "", spec->takes.choice[i].p);
	if (words->n == 0 && spec->value)
		put_words(words, spec->value);
	buf_char(words, 0);
	return words->n > 1 ? WITH_WORDS : WITH_NOTHING;
}

static const struct option_spec *
listed(const struct options *o, size_t i)
{
	return o->list[i].spec->help ? o->list[i].spec : NULL;
}

/* "_esper_encode" */
static void
put_function(struct buf *b, const struct options *o)
{
	buf_char(b, '_');
	for (const char *p = o->program->name; *p; p++)
		buf_char(b, *p == '-' ? '_' : *p);
}

/* ---- bash ----------------------------------------------------------------------------------- */

static void
put_bash_case(struct buf *b, const struct option_spec *spec, struct buf *words)
{
	static const char reply[] = "mapfile -t COMPREPLY < <(compgen ";
	buf_printf(b, "\t--%s=", spec->name);
	if (!spec->optional || spec->apart)
		buf_printf(b, "|--%s", spec->name);
	if (!spec->optional && spec->letter)
		buf_printf(b, "|-%c", spec->letter);
	switch (completes(spec, words)) {
	case WITH_NOTHING: BUF_LIT(b, ") : ;;\n"); break;
	case WITH_FILES: buf_printf(b, ") %s-f -- \"$cur\") ;;\n", reply); break;
	case WITH_FOLDERS: buf_printf(b, ") %s-d -- \"$cur\") ;;\n", reply); break;
	case WITH_WORDS: buf_printf(b, ") %s-W \"%s\" -- \"$cur\") ;;\n", reply, words->p); break;
	}
}

static void
put_bash(struct buf *b, const struct options *o, struct buf *words)
{
	buf_printf(b, "# bash completion for %s\n", o->program->name);
	put_function(b, o);
	BUF_LIT(b,
	    "() {\n"
	    "\tlocal cur=${COMP_WORDS[COMP_CWORD]} option= operands= i\n"
	    "\tCOMPREPLY=()\n"
	    "\tfor ((i = 1; i < COMP_CWORD; i++)); do\n"
	    "\t\t[[ ${COMP_WORDS[i]} == -- ]] && operands=1\n"
	    "\tdone\n"
	    "\tif [[ $operands ]]; then\n"
	    "\t\t:\n"
	    "\telif [[ $cur == \"=\" ]]; then\n"
	    "\t\toption=${COMP_WORDS[COMP_CWORD - 1]}= cur=\n"
	    "\telif ((COMP_CWORD > 1)) && [[ ${COMP_WORDS[COMP_CWORD - 1]} == \"=\" ]]; then\n"
	    "\t\toption=${COMP_WORDS[COMP_CWORD - 2]}=\n"
	    "\telse\n"
	    "\t\tcase ${COMP_WORDS[COMP_CWORD - 1]} in\n\t\t");
	bool first = true;
	for (size_t i = 0; i < o->n; i++) {
		const struct option_spec *spec = listed(o, i);
		if (!spec || !spec->value || (spec->optional && !spec->apart))
			continue;
		buf_printf(b, "%s--%s", first ? "" : "|", spec->name);
		if (spec->letter)
			buf_printf(b, "|-%c", spec->letter);
		first = false;
	}
	BUF_LIT(b, ") option=${COMP_WORDS[COMP_CWORD - 1]} ;;\n\t\tesac\n\tfi\n"
		   "\tif [[ -z $option && -z $operands && $cur == -* ]]; then\n"
		   "\t\tmapfile -t COMPREPLY < <(compgen -W \"");
	for (size_t i = 0; i < o->n; i++)
		if (listed(o, i))
			buf_printf(b, "%s--%s", i > 0 ? " " : "", o->list[i].spec->name);
	BUF_LIT(b, "\" -- \"$cur\")\n\t\treturn\n\tfi\n\tcase $option in\n");
	for (size_t i = 0; i < o->n; i++)
		if (listed(o, i) && o->list[i].spec->value)
			put_bash_case(b, o->list[i].spec, words);
	BUF_LIT(b, "\t*) mapfile -t COMPREPLY < <(compgen -f -- \"$cur\") ;;\n\tesac\n}\n"
		   "complete -o filenames -F ");
	put_function(b, o);
	buf_printf(b, " %s\n", o->program->name);
}

/* ---- zsh ------------------------------------------------------------------------------------ */

/* Appends a description that goes inside single quotes. */
static void
put_quoted(struct buf *b, const char *text, const char *escaped)
{
	for (; *text; text++) {
		if (*text == '\'')
			BUF_LIT(b, "'\\'");
		else if (strchr(escaped, *text))
			buf_char(b, '\\');
		buf_char(b, *text);
	}
}

static void
put_zsh_option(struct buf *b, const struct option_spec *spec, struct buf *words)
{
	static const char *const how[] = {
		[WITH_NOTHING] = " ", [WITH_FILES] = "_files", [WITH_FOLDERS] = "_files -/"
	};
	const char *sign = !spec->value ? "" : spec->optional && !spec->apart ? "=-" : "=";
	BUF_LIT(b, " \\\n\t");
	if (spec->letter)
		buf_printf(b, "'(-%c --%s)'{-%c%s,--%s%s}", spec->letter, spec->name, spec->letter,
		    !spec->value     ? ""
		    : spec->optional ? "-"
				     : "+",
		    spec->name, sign);
	else
		buf_printf(b, "--%s%s", spec->name, sign);
	BUF_LIT(b, "'[");
	put_quoted(b, spec->help, "[]:\\");
	buf_char(b, ']');
	if (spec->value) {
		const enum completes with = completes(spec, words);
		buf_char(b, ':');
		buf_char(b, ':');
		b->n -= !spec->optional;
		put_quoted(b, spec->value, ":\\");
		if (with == WITH_WORDS)
			buf_printf(b, ":(%s)", words->p);
		else
			buf_printf(b, ":%s", how[with]);
	}
	buf_char(b, '\'');
}

static void
put_zsh(struct buf *b, const struct options *o, struct buf *words)
{
	buf_printf(b, "#compdef %s\n_arguments -s -S", o->program->name);
	for (size_t i = 0; i < o->n; i++)
		if (listed(o, i))
			put_zsh_option(b, o->list[i].spec, words);
	BUF_LIT(b, " \\\n\t'*:file:_files'\n");
}

/* ---- fish ----------------------------------------------------------------------------------- */

static void
put_fish(struct buf *b, const struct options *o, struct buf *words)
{
	for (size_t i = 0; i < o->n; i++) {
		const struct option_spec *spec = listed(o, i);
		if (!spec)
			continue;
		buf_printf(b, "complete -c %s -l %s", o->program->name, spec->name);
		if (spec->letter)
			buf_printf(b, " -s %c", spec->letter);
		switch (spec->value ? completes(spec, words) : WITH_NOTHING) {
		case WITH_NOTHING: buf_text(b, text_of(spec->value ? " -x" : "")); break;
		case WITH_FILES: BUF_LIT(b, " -r -F"); break;
		case WITH_FOLDERS: BUF_LIT(b, " -x -a '(__fish_complete_directories)'"); break;
		case WITH_WORDS: buf_printf(b, " -x -a '%s'", words->p); break;
		}
		BUF_LIT(b, " -d '");
		put_quoted(b, spec->help, "\\");
		BUF_LIT(b, "'\n");
	}
}

/* --------------------------------------------------------------------------------------------- */

int
completion_print(const struct options *o, const char *shell)
{
	static const struct {
		const char *name;
		void (*put)(struct buf *b, const struct options *o, struct buf *words);
	} shells[] = { { "bash", put_bash }, { "zsh", put_zsh }, { "fish", put_fish } };
	struct buf b = { 0 }, words = { 0 };
	for (size_t i = 0; i < sizeof(shells) / sizeof(*shells); i++)
		if (strcmp(shell, shells[i].name) == 0)
			shells[i].put(&b, o, &words);
	buf_free(&words);
	if (b.n > 0)
		return help_put(o, &b);
	return options_usage(o->program, "no completion for '%s'; use bash, zsh or fish", shell);
}
