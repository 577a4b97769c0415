#include "analysis/analyzer.h"

#include <time.h>

#include "analysis/document.h"
#include "analysis/models.h"
#include "base/memory.h"
#include "lang/identify.h"
#include "text/utf8.h"

struct depeche_analyzer {
    const depeche_pack **packs;
    size_t pack_count;
    dp_arena arena;
    depeche_document document;
    const depeche_pack *pack; /* of the last run */
    bool explain;             /* say what moved the scores */
    uint32_t times[DP_STAGE_COUNT];
    uint64_t clock; /* when the stage under way began */
};

static const char *const stage_names[DP_STAGE_COUNT] = {
    [DP_STAGE_LANGUAGE] = "language", [DP_STAGE_TEXT] = "text",     [DP_STAGE_TAGGER] = "tagger",
    [DP_STAGE_ENTITIES] = "entities", [DP_STAGE_VALUES] = "values", [DP_STAGE_CLAIMS] = "claims",
};

const char *dp_stage_name(dp_stage stage) {
    return stage_names[stage];
}

const uint32_t *dp_analyzer_times(const depeche_analyzer *analyzer) {
    return analyzer->times;
}

const depeche_pack *dp_analyzer_pack(const depeche_analyzer *analyzer) {
    return analyzer->pack;
}

uint64_t dp_clock_us(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000 + (uint64_t)now.tv_nsec / 1000;
}

depeche_status depeche_analyzer_new(const depeche_pack *const *packs, size_t count, depeche_analyzer **analyzer) {
    *analyzer = NULL;
    if (count == 0 || count > SIZE_MAX / sizeof *packs) return DEPECHE_ERROR_ARGUMENT;
    for (size_t i = 0; i < count; i++) {
        if (!packs[i]) return DEPECHE_ERROR_ARGUMENT;
        depeche_status status = dp_models_check(packs[i], NULL);
        if (status) return status;
    }
    depeche_analyzer *made = dp_calloc(1, sizeof *made);
    if (!made) return DEPECHE_ERROR_MEMORY;
    made->packs = dp_malloc(count * sizeof *made->packs);
    if (!made->packs) {
        dp_free(made);
        return DEPECHE_ERROR_MEMORY;
    }
    memcpy(made->packs, packs, count * sizeof *made->packs);
    made->pack_count = count;
    dp_arena_init(&made->arena);
    *analyzer = made;
    return DEPECHE_OK;
}

void depeche_analyzer_close(depeche_analyzer *analyzer) {
    if (!analyzer) return;
    dp_arena_close(&analyzer->arena);
    dp_free(analyzer->packs);
    dp_free(analyzer);
}

void depeche_analyzer_explain(depeche_analyzer *analyzer, bool explain) {
    analyzer->explain = explain;
}

/* Ends the stage under way: its time is what passed since the one before ended. */
static void end_stage(depeche_analyzer *analyzer, dp_stage stage) {
    uint64_t now = dp_clock_us(), passed = now - analyzer->clock;
    analyzer->times[stage] = passed > UINT32_MAX ? UINT32_MAX : (uint32_t)passed;
    analyzer->clock = now;
}

/* A copy in the arena. */
static int keep(dp_arena *arena, dp_str string, dp_str *kept) {
    char *copy = dp_arena_alloc(arena, string.len);
    if (!copy) return -1;
    if (string.len) memcpy(copy, string.at, string.len);
    *kept = (dp_str){copy, string.len};
    return 0;
}

/* Joins title, blank line and body in the arena. */
static int join_text(dp_arena *arena, const depeche_article *article, dp_str *text) {
    dp_str gap = article->title.len ? DP_STR("\n\n") : (dp_str){0};
    const dp_str parts[] = {article->title, gap, article->body};
    char *bytes = dp_arena_alloc(arena, article->title.len + gap.len + article->body.len);
    if (!bytes) return -1;
    *text = (dp_str){bytes, 0};
    for (size_t i = 0; i < 3; i++) {
        if (parts[i].len) memcpy(bytes + text->len, parts[i].at, parts[i].len);
        text->len += parts[i].len;
    }
    return 0;
}

static char lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

/* Whether a language tag begins with that language: fr-CA with fr. Case does not count (RFC 5646, 2.1.1). */
static bool is_of_language(dp_str tag, const char *language) {
    size_t length = strlen(language);
    if (tag.len < length || (tag.len > length && tag.at[length] != '-')) return false;
    for (size_t i = 0; i < length; i++) {
        if (lower(tag.at[i]) != lower(language[i])) return false;
    }
    return true;
}

/* Tags that say that the language is not known (ISO 639-2). */
static bool says_nothing(dp_str tag) {
    return tag.len == 0 || is_of_language(tag, "und") || is_of_language(tag, "mul") || is_of_language(tag, "mis") ||
           is_of_language(tag, "zxx");
}

static const depeche_pack *pack_of(const depeche_analyzer *analyzer, dp_str language) {
    for (size_t i = 0; i < analyzer->pack_count; i++) {
        if (is_of_language(language, depeche_pack_language(analyzer->packs[i]))) return analyzer->packs[i];
    }
    return NULL;
}

/* Settles the document's language and pack: what the article says, or what its text looks like. */
static void choose_language(depeche_analyzer *analyzer, dp_str text) {
    depeche_document *document = &analyzer->document;
    if (says_nothing(document->language)) document->language = dp_language_identify(text, NULL);
    analyzer->pack = pack_of(analyzer, document->language);
    if (says_nothing(document->language)) {
        document->language = DP_STR("und");
        document->status = DEPECHE_UNKNOWN_LANGUAGE;
    } else {
        document->status = analyzer->pack ? DEPECHE_ANALYSED : DEPECHE_UNSUPPORTED_LANGUAGE;
    }
}

/* Cuts the text; in a language without a pack by the rules that hold in all. */
static int cut_text(depeche_analyzer *analyzer, dp_str bytes) {
    static const dp_token_rules no_rules = {0};
    depeche_document *document = &analyzer->document;
    const dp_token_rules *rules = analyzer->pack ? dp_pack_token_rules(analyzer->pack) : &no_rules;
    if (dp_text_cut(&analyzer->arena, rules, bytes, document->title_length, &document->text)) return -1;
    if (!analyzer->pack) return 0;
    dp_pack_assign_words(analyzer->pack, &document->text);
    if (dp_pack_split_pairs(analyzer->pack, &analyzer->arena, &document->text)) return -1;
    return dp_quotations_find(&analyzer->arena, &document->text, &document->quotations);
}

/* The stages that need the language's pack, one after the other. */
static int find_all(depeche_analyzer *analyzer, const depeche_article *article) {
    depeche_document *d = &analyzer->document;
    dp_arena *arena = &analyzer->arena;
    const depeche_pack *pack = analyzer->pack;
    if (dp_tagger_run(pack, arena, &d->text, &d->quotations, &d->tags)) return -1;
    end_stage(analyzer, DP_STAGE_TAGGER);
    dp_day published = {.days = article->published, .known = article->has_published};
    if (dp_entities_find(pack, arena, &d->text, &d->tags, published, &d->entities)) return -1;
    end_stage(analyzer, DP_STAGE_ENTITIES);
    if (dp_values_find(pack, arena, &d->text, &d->tags, published, &d->values)) return -1;
    end_stage(analyzer, DP_STAGE_VALUES);
    dp_claims_input input = {.text = &d->text,
                             .quotations = &d->quotations,
                             .tags = &d->tags,
                             .values = &d->values,
                             .entities = &d->entities,
                             .narrator = article->source,
                             .explain = analyzer->explain};
    if (dp_claims_find(pack, arena, &input, &d->claims)) return -1;
    end_stage(analyzer, DP_STAGE_CLAIMS);
    return 0;
}

static int analyse(depeche_analyzer *analyzer, const depeche_article *article) {
    dp_str text;
    depeche_article kept = *article;
    dp_arena *arena = &analyzer->arena;
    if (join_text(arena, article, &text) || keep(arena, article->source, &kept.source)) return -1;
    if (keep(arena, article->language, &analyzer->document.language)) return -1;
    analyzer->document.title_length = article->title.len;
    choose_language(analyzer, text);
    end_stage(analyzer, DP_STAGE_LANGUAGE);
    if (cut_text(analyzer, text)) return -1;
    end_stage(analyzer, DP_STAGE_TEXT);
    return analyzer->pack ? find_all(analyzer, &kept) : 0;
}

static bool is_valid(dp_str string) {
    return dp_utf8_check(string) == string.len;
}

depeche_status depeche_analyzer_run(depeche_analyzer *analyzer, const depeche_article *article,
                                    const depeche_document **document) {
    *document = NULL;
    dp_arena_reset(&analyzer->arena);
    analyzer->document = (depeche_document){0};
    analyzer->pack = NULL;
    memset(analyzer->times, 0, sizeof analyzer->times);
    analyzer->clock = dp_clock_us();
    if (article->title.len > DEPECHE_TEXT_MAX || article->body.len > DEPECHE_TEXT_MAX ||
        article->title.len + 2 + article->body.len > DEPECHE_TEXT_MAX) {
        return DEPECHE_ERROR_TOO_LARGE;
    }
    if (!is_valid(article->title) || !is_valid(article->body) || !is_valid(article->language) ||
        !is_valid(article->source)) {
        return DEPECHE_ERROR_TEXT;
    }
    if (analyse(analyzer, article)) return DEPECHE_ERROR_MEMORY;
    *document = &analyzer->document;
    return DEPECHE_OK;
}
