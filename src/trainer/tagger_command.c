#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"
#include "trainer/commands.h"
#include "trainer/measure.h"
#include "trainer/tagger_training.h"

enum { FOLDS_MAX = 20 };

typedef struct tagger_arguments {
    const char *pack, *corpus, *output, *test, *system, *jackknifed;
    uint32_t folds;
    double fraction; /* of the corpus */
    bool learning_curve, ablation;
    dp_tagger_options options;
} tagger_arguments;

static int usage(FILE *file, int code) {
    fprintf(file,
            "usage: depeche-train tagger BASE.pack CORPUS_FOLDER [options]\n\n"
            "  -o FILE            write the model trained on the whole corpus\n"
            "  --test FOLDER      print its figures on other annotated documents\n"
            "  --system FILE      write what it finds there as stand-off JSON lines\n"
            "  --jackknifed FILE  write what models that did not see a document find in it, as stand-off JSON lines:\n"
            "                     what the claim models learn from\n"
            "  --folds K          print figures of a K-fold cross-validation over the corpus\n"
            "  --learning-curve   with --test or --folds: also with a half and a quarter of the corpus\n"
            "  --ablation         with --test or --folds: also without each family of features\n"
            "  --ablate FAMILY    leave out a family of features (may be repeated)\n"
            "  --fraction SHARE   use only so much of the corpus, 0 to 1\n"
            "  --set NAME=VALUE   epochs, rate, l2, dropout, local, prune, min-count, jackknife, threads\n"
            "  --progress         say what is being done\n");
    return code;
}

static int complain(const depeche_error *error) {
    fprintf(stderr, "depeche-train: %s\n", error->message);
    return 1;
}

static bool ablate(tagger_arguments *arguments, const char *name) {
    for (int family = 0; family < DP_FAMILY_COUNT; family++) {
        if (strcmp(dp_family_name((dp_family)family), name)) continue;
        arguments->options.families &= ~(UINT32_C(1) << family);
        return true;
    }
    fprintf(stderr, "depeche-train: there is no family of features %s\n", name);
    return false;
}

/* One of the settings of training, for measuring. */
static bool set_option(dp_tagger_options *options, const char *setting) {
    const char *equals = strchr(setting, '=');
    size_t length = equals ? (size_t)(equals - setting) : 0;
    double value = equals ? strtod(equals + 1, NULL) : 0;
    dp_str name = {setting, length};
    if (dp_str_equal(name, DP_STR("epochs"))) {
        options->first.epochs = options->second.epochs = (uint32_t)value;
    } else if (dp_str_equal(name, DP_STR("rate"))) {
        options->first.rate = options->second.rate = (float)value;
    } else if (dp_str_equal(name, DP_STR("l2"))) {
        options->first.l2 = options->second.l2 = (float)value;
    } else if (dp_str_equal(name, DP_STR("dropout"))) {
        options->first.dropout = options->second.dropout = (float)value;
    } else if (dp_str_equal(name, DP_STR("local"))) {
        options->first.local = options->second.local = (float)value;
    } else if (dp_str_equal(name, DP_STR("prune"))) {
        options->first.prune = options->second.prune = (float)value;
    } else if (dp_str_equal(name, DP_STR("min-count"))) {
        options->min_count = (uint32_t)value;
    } else if (dp_str_equal(name, DP_STR("jackknife")) && value <= 10 && value != 1) {
        options->jackknife = (uint32_t)value;
    } else if (dp_str_equal(name, DP_STR("threads"))) {
        options->threads = (uint32_t)value;
    } else {
        fprintf(stderr, "depeche-train: %s is no setting\n", setting);
        return false;
    }
    return true;
}

enum {
    OPTION_TEST = 256,
    OPTION_SYSTEM,
    OPTION_JACKKNIFED,
    OPTION_FOLDS,
    OPTION_CURVE,
    OPTION_ABLATION,
    OPTION_ABLATE,
    OPTION_FRACTION,
    OPTION_SET,
    OPTION_PROGRESS
};

static const struct option OPTIONS[] = {
    {"test", required_argument, NULL, OPTION_TEST},
    {"system", required_argument, NULL, OPTION_SYSTEM},
    {"jackknifed", required_argument, NULL, OPTION_JACKKNIFED},
    {"folds", required_argument, NULL, OPTION_FOLDS},
    {"learning-curve", no_argument, NULL, OPTION_CURVE},
    {"ablation", no_argument, NULL, OPTION_ABLATION},
    {"ablate", required_argument, NULL, OPTION_ABLATE},
    {"fraction", required_argument, NULL, OPTION_FRACTION},
    {"set", required_argument, NULL, OPTION_SET},
    {"progress", no_argument, NULL, OPTION_PROGRESS},
    {"help", no_argument, NULL, 'h'},
    {NULL, 0, NULL, 0},
};

/* Applies one option; false when it is wrong. */
static bool apply_option(tagger_arguments *arguments, int option) {
    switch (option) {
        case 'o':
            arguments->output = optarg;
            return true;
        case OPTION_TEST:
            arguments->test = optarg;
            return true;
        case OPTION_SYSTEM:
            arguments->system = optarg;
            return true;
        case OPTION_JACKKNIFED:
            arguments->jackknifed = optarg;
            return true;
        case OPTION_FOLDS:
            arguments->folds = (uint32_t)strtoul(optarg, NULL, 10);
            return arguments->folds <= FOLDS_MAX;
        case OPTION_CURVE:
            return arguments->learning_curve = true;
        case OPTION_ABLATION:
            return arguments->ablation = true;
        case OPTION_ABLATE:
            return ablate(arguments, optarg);
        case OPTION_FRACTION:
            arguments->fraction = strtod(optarg, NULL);
            return true;
        case OPTION_SET:
            return set_option(&arguments->options, optarg);
        case OPTION_PROGRESS:
            return arguments->options.progress = true;
        default:
            return false;
    }
}

/* What training and measuring share. */
typedef struct tagger_bench {
    const depeche_pack *pack;
    dp_documents corpus, test;
    bool *use; /* by document of the corpus */
} tagger_bench;

/* Whether a document belongs to the part of the corpus that is used: spread evenly over it. */
static bool is_in_fraction(uint32_t number, double fraction) {
    return (uint32_t)((number + 1) * fraction) != (uint32_t)(number * fraction);
}

static int cross_validate(const tagger_bench *bench, const tagger_arguments *arguments, double fraction,
                          dp_figures *figures) {
    for (uint32_t fold = 0; fold < arguments->folds; fold++) {
        bool *seen = dp_calloc(bench->corpus.count, sizeof *seen);
        if (!seen) return -1;
        for (uint32_t i = 0, trained = 0; i < bench->corpus.count; i++) {
            /* Counted among the documents that are trained on, so that no fraction falls together with a fold. */
            bool trains = i % arguments->folds != fold;
            bench->use[i] = trains && is_in_fraction(trained, fraction);
            trained += trains;
            seen[i] = trains;
        }
        dp_model model;
        int result = dp_tagger_train(&bench->corpus, bench->use, &arguments->options, &model);
        if (!result) {
            result =
                dp_measure(&bench->corpus, seen, dp_model_bytes(&model), arguments->options.families, NULL, figures);
            dp_model_close(&model);
        }
        dp_free(seen);
        if (result) return -1;
    }
    return 0;
}

static int write_bytes(const char *path, const dp_model *model) {
    FILE *file = fopen(path, "wb");
    bool written = file && fwrite(model->bytes, 1, model->size, file) == model->size;
    if (file && fclose(file)) written = false;
    if (!written) perror(path);
    return written ? 0 : -1;
}

static int train_whole(const tagger_bench *bench, const tagger_arguments *arguments, double fraction,
                       dp_figures *figures) {
    for (uint32_t i = 0; i < bench->corpus.count; i++) bench->use[i] = is_in_fraction(i, fraction);
    dp_model model;
    dp_tagger_options options = arguments->options;
    options.jackknifed = arguments->jackknifed ? fopen(arguments->jackknifed, "w") : NULL;
    if (arguments->jackknifed && !options.jackknifed) return -1;
    int trained = dp_tagger_train(&bench->corpus, bench->use, &options, &model);
    bool kept = !options.jackknifed || !fclose(options.jackknifed);
    if (trained) return -1;
    if (!kept) {
        dp_model_close(&model);
        return -1;
    }
    int result = arguments->output ? write_bytes(arguments->output, &model) : 0;
    FILE *system = arguments->system ? fopen(arguments->system, "w") : NULL;
    if (!result)
        result = dp_measure(&bench->test, NULL, dp_model_bytes(&model), arguments->options.families, system, figures);
    if (system && fclose(system)) result = -1;
    dp_model_close(&model);
    return result;
}

/* One experiment with the options as they are: trains, and prints figures if any are asked for. */
static int experiment(const tagger_bench *bench, const tagger_arguments *arguments, double fraction, const char *what) {
    dp_figures figures = {0};
    int result = arguments->folds ? cross_validate(bench, arguments, fraction, &figures)
                                  : train_whole(bench, arguments, fraction, &figures);
    if (result || (!arguments->folds && !arguments->test)) return result;
    printf("%s\n", what);
    dp_figures_print(&figures, stdout);
    return fflush(stdout) ? -1 : 0;
}

static int run_experiments(const tagger_bench *bench, tagger_arguments *arguments) {
    if (experiment(bench, arguments, arguments->fraction, "the whole")) return -1;
    arguments->output = arguments->system = arguments->jackknifed = NULL;
    if (arguments->learning_curve) {
        if (experiment(bench, arguments, arguments->fraction / 2, "half of the corpus")) return -1;
        if (experiment(bench, arguments, arguments->fraction / 4, "a quarter of the corpus")) return -1;
    }
    uint32_t families = arguments->options.families;
    for (int family = 0; arguments->ablation && family < DP_FAMILY_COUNT; family++) {
        char what[64];
        snprintf(what, sizeof what, "without %s", dp_family_name((dp_family)family));
        arguments->options.families = families & ~(UINT32_C(1) << family);
        if (experiment(bench, arguments, arguments->fraction, what)) return -1;
    }
    return 0;
}

static int run_with_pack(const depeche_pack *pack, tagger_arguments *arguments) {
    tagger_bench bench = {.pack = pack};
    depeche_error error = {0};
    dp_arena arena;
    dp_arena_init(&arena);
    depeche_status status = dp_documents_read(pack, &arena, arguments->corpus, &bench.corpus, &error);
    if (!status && arguments->test) status = dp_documents_read(pack, &arena, arguments->test, &bench.test, &error);
    bench.use = status ? NULL : dp_calloc(bench.corpus.count, sizeof *bench.use);
    int code = status ? complain(&error) : bench.use && !run_experiments(&bench, arguments) ? 0 : 1;
    if (!status && code) fprintf(stderr, "depeche-train: out of memory, or a file could not be written\n");
    dp_free(bench.use);
    dp_arena_close(&arena);
    return code;
}

int dp_train_tagger_command(int argc, char **argv) {
    tagger_arguments arguments = {.fraction = 1, .options = dp_tagger_defaults()};
    for (int option; (option = getopt_long(argc, argv, "o:h", OPTIONS, NULL)) != -1;) {
        if (option == 'h') return usage(stdout, 0);
        if (!apply_option(&arguments, option)) return usage(stderr, 2);
    }
    if (argc - optind != 2) return usage(stderr, 2);
    arguments.pack = argv[optind];
    arguments.corpus = argv[optind + 1];
    depeche_pack *pack;
    depeche_error error;
    if (depeche_pack_open(arguments.pack, &pack, &error)) return complain(&error);
    int code = run_with_pack(pack, &arguments);
    depeche_pack_close(pack);
    return code;
}
