/* Finds whose words each report gives. */
#include "base/array.h"
#include "claims/speaker.h"

/* What nobody's probability counts for against that of the likeliest candidate: where the source is a pronoun or is
 * missing somebody is nearly always meant whom the article names, and so says more who is likeliest. */
static const float pronoun_odds = 0.1f, description_odds = 0.15f;

typedef struct speaker_finder {
    const dp_scene *scene;
    dp_entities *entities;
    const dp_choice *model; /* NULL when there is none */
    dp_features features;   /* scratch */
} speaker_finder;

static int choose_speaker(speaker_finder *finder, dp_speakers *speakers, dp_report *report) {
    dp_range source = report->arguments.source;
    bool description = source.first < source.end && !dp_speaker_is_pronoun(finder->scene, source);
    report->speaker = dp_speaker_described(finder->entities, source);
    if (report->speaker != DEPECHE_NONE || !finder->model) return 0;
    if (!dp_speaker_is_open(finder->scene, finder->entities, source)) return 0;
    dp_speakers_compare(speakers, report);
    dp_features_clear(&finder->features);
    if (dp_speaker_features(speakers, report, &finder->features)) return -1;
    float probabilities[DP_SPEAKERS_MAX + 1];
    dp_choice_predict(finder->model, &finder->features, probabilities);
    float best = probabilities[speakers->recent_count] * (description ? description_odds : pronoun_odds);
    for (uint32_t i = 0; i < speakers->recent_count; i++) {
        if (probabilities[i] <= best || dp_speakers_differ_in_number(speakers, i)) continue;
        best = probabilities[i];
        report->speaker = speakers->recent[i];
    }
    return 0;
}

/* Makes a source that is a pronoun or a description a mention of its speaker. Returns 0 or -1 (memory). */
static int add_mention(speaker_finder *finder, const dp_report *report) {
    dp_range source = report->arguments.source;
    if (source.first >= source.end || report->speaker == DEPECHE_NONE) return 0;
    bool pronoun = dp_speaker_is_pronoun(finder->scene, source);
    dp_mention mention = {source, report->speaker, pronoun ? DEPECHE_MENTION_PRONOUN : DEPECHE_MENTION_NOMINAL};
    return dp_entities_add_mention(finder->scene->arena, finder->entities, mention);
}

/* Finds whom a report's source names, describes or leaves out. *described tells whether it is a mention of its own. */
static int find_speaker(speaker_finder *finder, dp_speakers *speakers, dp_report *report, bool *described) {
    const dp_entities *entities = finder->entities;
    dp_range source = report->arguments.source;
    if (source.first < source.end) {
        report->speaker = dp_speaker_named(finder->scene, entities, source, &report->speaker_name);
    }
    uint32_t named = report->speaker;
    bool member = dp_speaker_is_member(finder->scene, entities, named, source);
    dp_speakers_advance(speakers, member ? source.end : dp_speaker_place(report));
    *described = false;
    uint32_t initials = dp_speaker_by_initials(speakers, source);
    if (initials != DEPECHE_NONE) {
        *described = initials != named;
        report->speaker = initials;
        return 0;
    }
    if (report->speaker_name.len && !member) return 0;
    if (choose_speaker(finder, speakers, report)) return -1;
    if (report->speaker == DEPECHE_NONE) report->speaker = named;
    if (report->speaker == DEPECHE_NONE) {
        named = report->speaker = dp_speaker_capitalised(finder->scene, entities, source, &report->speaker_name);
    }
    *described = report->speaker != named;
    return 0;
}

int dp_speakers_find(const dp_scene *scene, dp_entities *entities, const dp_choice *model, dp_reports *reports) {
    speaker_finder finder = {.scene = scene, .entities = entities, .model = model};
    dp_speakers speakers;
    dp_features_init(&finder.features, scene->arena);
    if (dp_speakers_init(scene, entities, &speakers)) return -1;
    dp_array(uint32_t) resolved = {0};
    for (uint32_t i = 0; i < reports->count; i++) {
        dp_report *report = &reports->at[i];
        bool described;
        if (report->dropped) continue;
        if (find_speaker(&finder, &speakers, report, &described)) return -1;
        if (described && !dp_array_push(scene->arena, &resolved, i)) return -1;
        if (report->speaker != DEPECHE_NONE) report->speaker_name = entities->at[report->speaker].name;
        dp_speakers_note(&speakers, dp_speaker_place(report), report->speaker);
    }
    for (uint32_t i = 0; i < resolved.count; i++) {
        if (add_mention(&finder, &reports->at[resolved.at[i]])) return -1;
    }
    return dp_entities_settle(scene->arena, entities);
}
