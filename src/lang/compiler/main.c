/*
 * depeche-packc: makes, joins, checks and shows language packs.
 *
 * Exit codes: 0 done, 1 the work failed (a sentence on standard error says why), 2 wrong arguments.
 */
#include <stdio.h>
#include <string.h>

#include "lang/compiler/compile.h"
#include "lang/compiler/link.h"
#include "lang/compiler/show.h"

static const char usage[] =
    "Usage: depeche-packc COMMAND ...\n"
    "\n"
    "  compile LANGUAGE_DIR -o BASE.PACK         makes a base pack from LANGUAGE_DIR/pack.manifest\n"
    "  link BASE.PACK SECTION=FILE... -o PACK    adds sections (trained models) to a base pack\n"
    "  check PACK                                says whether a pack can be used, and what is wrong\n"
    "  show PACK [lookup FORM]                   what a pack holds, or all that it knows of a form\n";

static int misused(void) {
    fputs(usage, stderr);
    return 2;
}

static int fail(const depeche_error *error) {
    fprintf(stderr, "depeche-packc: %s\n", error->message);
    return 1;
}

static int run_compile(int count, char **arguments) {
    if (count != 3 || strcmp(arguments[1], "-o")) return misused();
    dp_compiled compiled;
    depeche_error error;
    if (dp_compile(arguments[0], arguments[2], &compiled, &error)) return fail(&error);
    printf("%s: %u words, %u sets, %u entries, %u forms, %u nodes, at most %u hits a token\n", arguments[2],
           (unsigned)compiled.words, (unsigned)compiled.sets, (unsigned)compiled.entries, (unsigned)compiled.phrases,
           (unsigned)compiled.nodes, (unsigned)compiled.most_hits);
    if (compiled.cues_without_forms) {
        printf("%u cues have a verb that the morphology does not know; only their lemma is matched\n",
               (unsigned)compiled.cues_without_forms);
    }
    return 0;
}

static int run_link(int count, char **arguments) {
    if (count < 3 || strcmp(arguments[count - 2], "-o")) return misused();
    depeche_error error;
    size_t parts = (size_t)count - 3;
    if (dp_link(arguments[0], (const char *const *)(arguments + 1), parts, arguments[count - 1], &error)) {
        return fail(&error);
    }
    return 0;
}

static int run_show(int count, char **arguments) {
    if (count != 1 && (count != 3 || strcmp(arguments[1], "lookup"))) return misused();
    depeche_pack *pack;
    depeche_error error;
    if (depeche_pack_open(arguments[0], &pack, &error)) return fail(&error);
    if (count == 1) {
        dp_show_pack(pack, stdout);
    } else {
        dp_show_form(pack, arguments[2], stdout);
    }
    depeche_pack_close(pack);
    return 0;
}

static int run_check(int count, char **arguments) {
    if (count != 1) return misused();
    depeche_pack *pack;
    depeche_error error;
    if (depeche_pack_open(arguments[0], &pack, &error)) return fail(&error);
    printf("%s: good, language %s, content %s\n", arguments[0], depeche_pack_language(pack),
           depeche_pack_version(pack));
    depeche_pack_close(pack);
    return 0;
}

int main(int count, char **arguments) {
    if (count < 2) return misused();
    const char *command = arguments[1];
    if (!strcmp(command, "compile")) return run_compile(count - 2, arguments + 2);
    if (!strcmp(command, "link")) return run_link(count - 2, arguments + 2);
    if (!strcmp(command, "show")) return run_show(count - 2, arguments + 2);
    if (!strcmp(command, "check")) return run_check(count - 2, arguments + 2);
    if (!strcmp(command, "--help") || !strcmp(command, "-h")) {
        fputs(usage, stdout);
        return 0;
    }
    return misused();
}
