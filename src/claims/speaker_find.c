/* Finds whose words each report gives. */
#include "base/array.h"
#include "claims/speaker.h"

/* What nobody's probability counts for against that of the likeliest candidate: where the source is a pronoun or is
 * missing somebody is nearly always meant whom the article names, and so says more who is likeliest. Behind a noun that
 * is neither a person's nor a body's ("ce débat") nobody is as likely as the model says. */
static const float pronoun_odds = 0.1f, description_odds = 0.15f, thing_odds = 1.0f, member_odds = 0.1f;

typedef struct speaker_finder {
    const dp_scene *scene;
    dp_entities *entities;
    const dp_choice *model; /* NULL when there is none */
    int person_nouns;       /* set of nouns for any person */
    int former;             /* set: ancien */
    uint16_t camp;          /* kind of roles: socialiste */
    int same, continuing;   /* sets: la même source; verbs such as ajouter */
    uint32_t previous;      /* the speaker of the report before; DEPECHE_NONE when that has none */
    uint32_t previous_at;   /* the sentence of its cue */
    dp_features features;   /* scratch */
} speaker_finder;

/* Whether recent[i] can be whom a source means that names `owner`, a body or person to whom somebody belongs: another
 * person, and of a person's somebody, as there are many, one who is known as such. */
static bool may_belong(const dp_speakers *speakers, uint32_t i, uint32_t owner) {
    const dp_entity *entity = &speakers->entities->at[speakers->recent[i]];
    if (entity->type != DEPECHE_PERSON || speakers->recent[i] == owner) return false;
    bool body = speakers->entities->at[owner].type != DEPECHE_PERSON;
    return body || speakers->standings[i].role >= DP_ROLE_INFERRED;
}

/* Whether a source says what somebody may be beside an office: one of a camp ("le conservateur"), or somebody who was
 * something before ("l'ancien ministre"). */
static bool is_beside_office(const speaker_finder *finder, dp_range source, uint32_t head) {
    const dp_scene *scene = finder->scene;
    for (uint32_t t = source.first; t <= head; t++) {
        if (dp_pack_in_set(scene->pack, finder->former, &scene->text->tokens[t])) return true;
    }
    dp_hit hits[DP_HITS_MAX];
    size_t count = dp_pack_hits(scene->pack, scene->text, head, hits, DP_HITS_MAX);
    for (size_t i = 0; i < count; i++) {
        if (hits[i].list == DP_LIST_ROLE && hits[i].kind == finder->camp) return true;
    }
    return false;
}

/* Whether recent[i] holds an office on the day, and the source describes a person in quite other words, which say more
 * than "l'homme": the president is no "syndicaliste". */
static bool is_known_better(const speaker_finder *finder, const dp_speakers *speakers, dp_range source, uint32_t i) {
    if (speakers->view.reference != DP_REFERENCE_PERSON || speakers->standings[i].role != DP_ROLE_UNLIKE) return false;
    const dp_token *noun = &finder->scene->text->tokens[speakers->view.head];
    return speakers->entities->at[speakers->recent[i]].in_office &&
           !dp_pack_in_set(finder->scene->pack, finder->person_nouns, noun) &&
           !is_beside_office(finder, source, speakers->view.head);
}

/* Chooses whom a source without a name of its own means: report->speaker, DEPECHE_NONE for nobody. `owner` is whom it
 * names that its speaker belongs to, or DEPECHE_NONE. Returns 0 or -1 (memory). */
static int choose_speaker(speaker_finder *finder, dp_speakers *speakers, dp_report *report, uint32_t owner) {
    dp_range source = report->arguments.source;
    bool description = source.first < source.end && !dp_scene_is_pronoun(finder->scene, source);
    uint32_t sure = dp_speaker_described(finder->entities, source);
    report->speaker = sure == owner ? DEPECHE_NONE : sure;
    if (report->speaker != DEPECHE_NONE || !finder->model) return 0;
    if (!dp_speaker_is_open(finder->scene, finder->entities, source)) return 0;
    dp_speakers_compare(speakers, report);
    sure = description ? dp_speaker_by_role(speakers) : DEPECHE_NONE;
    report->speaker = sure == owner ? DEPECHE_NONE : sure;
    if (report->speaker != DEPECHE_NONE) return 0;
    dp_features_clear(&finder->features);
    if (dp_speaker_features(speakers, report, &finder->features)) return -1;
    float probabilities[DP_SPEAKERS_MAX + 1];
    dp_choice_predict(finder->model, &finder->features, probabilities);
    bool member = owner != DEPECHE_NONE;
    bool thing = description && speakers->view.reference == DP_REFERENCE_OTHER;
    float odds = member ? member_odds : thing ? thing_odds : description ? description_odds : pronoun_odds;
    float nobody = probabilities[speakers->recent_count], best = nobody * odds, likelier = 0.0f;
    for (uint32_t i = 0; i < speakers->recent_count; i++) {
        if (probabilities[i] <= best || dp_speakers_differ_in_number(speakers, i)) continue;
        if (is_known_better(finder, speakers, source, i)) {
            if (probabilities[i] > likelier) likelier = probabilities[i];
            continue;
        }
        if (member && !may_belong(speakers, i, owner)) continue;
        best = probabilities[i];
        report->speaker = speakers->recent[i];
    }
    /* Where the likeliest cannot be, another is meant only if that is likelier than nobody. */
    if (likelier > best && best <= nobody) report->speaker = DEPECHE_NONE;
    return 0;
}

/* Makes a source that is a pronoun or a description a mention of its speaker. Returns 0 or -1 (memory). */
static int add_mention(speaker_finder *finder, const dp_report *report) {
    dp_range source = report->arguments.source;
    if (source.first >= source.end || report->speaker == DEPECHE_NONE) return 0;
    bool pronoun = dp_scene_is_pronoun(finder->scene, source);
    dp_mention mention = {source, report->speaker, pronoun ? DEPECHE_MENTION_PRONOUN : DEPECHE_MENTION_NOMINAL};
    return dp_entities_add_mention(finder->scene->arena, finder->entities, mention);
}

/* How it is known who speaks. */
typedef enum finding {
    BY_NAME,    /* the source has a name */
    BY_MEANING, /* a pronoun, a description or nothing at all means somebody, and is a mention */
    BY_STAND_IN /* the text names only whom the speaker belongs to: a body, or a person ("l'avocat de M. B.") */
} finding;

/* Finds whom a source means that has no name of its own, but perhaps that of an owner. Returns 0 or -1 (memory). */
static int find_meant(speaker_finder *finder, dp_speakers *speakers, dp_report *report, uint32_t owner, finding *how) {
    const dp_entities *entities = finder->entities;
    dp_range source = report->arguments.source;
    *how = BY_MEANING;
    if (choose_speaker(finder, speakers, report, owner)) return -1;
    if (report->speaker != DEPECHE_NONE) return 0;
    *how = BY_STAND_IN;
    report->speaker = owner != DEPECHE_NONE ? owner : dp_speaker_of_body(finder->scene, entities, source);
    if (report->speaker != DEPECHE_NONE) return 0;
    *how = BY_NAME;
    report->speaker = dp_speaker_capitalised(finder->scene, entities, source, &report->speaker_name);
    return 0;
}

/* Whether a source ends in what stands for the source of the claim before: "selon les précisions de | la même source".
 * That is no person, whom a name or description would stand for. */
static bool is_same_source(const speaker_finder *finder, dp_range source) {
    enum { LONGEST = 4 };
    const dp_scene *scene = finder->scene;
    uint32_t previous = finder->previous;
    if (previous != DEPECHE_NONE && finder->entities->at[previous].type == DEPECHE_PERSON) return false;
    for (uint32_t length = 2; length <= LONGEST && length <= source.end - source.first; length++) {
        if (dp_pack_set_match(scene->pack, finder->same, scene->text, source.end - length) == length) return true;
    }
    return false;
}

/* Whether the subject of a cue in a compound tense is nobody in particular, and its report has no other source: "a-t-on
 * ajouté", "on a ajouté". In the present tense the writer may mean himself. */
static bool has_general_subject(const dp_scene *scene, const dp_report *report) {
    const dp_cue *cue = report->cue;
    dp_range source = report->arguments.source;
    if (!cue || cue->form != DP_FORM_ACTIVE) return false;
    bool inverted = cue->inverted != DEPECHE_NONE, sourced = source.first < source.end;
    if (!inverted && !sourced) return false;
    uint32_t subject = inverted ? cue->inverted : source.first;
    if (sourced && (source.first != subject || source.end != subject + 1)) return false;
    return dp_pack_in_set(scene->pack, scene->general, &scene->text->tokens[subject]);
}

/* Whether a report goes on with what a body just said, though nobody is its subject: "a-t-on ajouté", "on a précisé de
 * même source". What it was said by or to may be another body: "a-t-on indiqué lundi à Matignon". */
static bool goes_on(const speaker_finder *finder, const dp_report *report) {
    enum { NEAR = 3, OTHER = DP_MARK_TO | DP_MARK_OF };
    const dp_scene *scene = finder->scene;
    const dp_cue *cue = report->cue;
    if (finder->previous == DEPECHE_NONE || !has_general_subject(scene, report)) return false;
    if (!dp_pack_word_in_set(scene->pack, finder->continuing, scene->marks[cue->head].lemma)) return false;
    if (finder->entities->at[finder->previous].type != DEPECHE_ORGANIZATION) return false;
    if (scene->text->tokens[cue->head].sentence > finder->previous_at + NEAR) return false;
    uint32_t next = cue->tokens.end, end = dp_scene_sentence(scene, cue->head).end;
    while (next < end && (dp_scene_is_adverb(scene, next) || scene->marks[next].tag == DP_TAG_DATE)) next++;
    if (next + 1 >= end || dp_pack_set_match(scene->pack, finder->same, scene->text, next + 1)) return true;
    return !dp_scene_is(scene, next, OTHER) && !dp_scene_pos(scene, next, DP_POS_PREPOSITION);
}

/* Whoever signs an embedded message said it, whether or not the name is one that the tagger knows. */
static void find_author(const speaker_finder *finder, dp_report *report) {
    dp_range author = report->author;
    report->speaker = dp_speaker_named(finder->scene, finder->entities, author, &report->speaker_name);
    if (!report->speaker_name.len) report->speaker_name = dp_text_range(finder->scene->text, author);
}

/* Finds whom a report's source names, describes or leaves out. Returns 0 or -1 (memory). */
static int find_speaker(speaker_finder *finder, dp_speakers *speakers, dp_report *report, finding *how) {
    const dp_entities *entities = finder->entities;
    dp_range source = report->arguments.source;
    if (dp_report_is_post(report)) {
        *how = BY_NAME;
        find_author(finder, report);
        return 0;
    }
    if (source.first < source.end) {
        report->speaker = dp_speaker_named(finder->scene, entities, source, &report->speaker_name);
    }
    uint32_t named = report->speaker;
    bool member = named != DEPECHE_NONE && dp_speaker_is_member(finder->scene, source);
    dp_speakers_advance(speakers, dp_speaker_horizon(report));
    uint32_t initials = dp_speaker_by_initials(speakers, source);
    *how = initials == DEPECHE_NONE || initials == named ? BY_NAME : BY_MEANING;
    if (initials != DEPECHE_NONE) report->speaker = initials;
    if (initials != DEPECHE_NONE || (report->speaker_name.len && !member)) return 0;
    if (is_same_source(finder, source) || goes_on(finder, report)) {
        report->speaker = finder->previous;
        *how = BY_MEANING;
        return 0;
    }
    report->speaker = dp_speaker_of_document(finder->scene, entities, source);
    if (report->speaker != DEPECHE_NONE) return 0;
    return find_meant(finder, speakers, report, member ? named : DEPECHE_NONE, how);
}

int dp_speakers_find(const dp_scene *scene, dp_entities *entities, const dp_coverage *coverage, const dp_choice *model,
                     dp_reports *reports) {
    speaker_finder finder = {.scene = scene, .entities = entities, .model = model, .previous = DEPECHE_NONE};
    finder.person_nouns = dp_pack_set(scene->pack, "nouns.person.general");
    finder.former = dp_pack_set(scene->pack, "adjectives.former");
    finder.camp = dp_pack_kind_find(scene->pack, DP_LIST_ROLE, "nationality_free_group");
    finder.same = dp_pack_set(scene->pack, "sources.same");
    finder.continuing = dp_pack_set(scene->pack, "verbs.continuing");
    dp_speakers speakers;
    dp_features_init(&finder.features, scene->arena);
    if (dp_speakers_init(scene, entities, coverage, &speakers)) return -1;
    dp_array(uint32_t) meant = {0};
    for (uint32_t i = 0; i < reports->count; i++) {
        dp_report *report = &reports->at[i];
        finding how;
        if (report->dropped) continue;
        if (find_speaker(&finder, &speakers, report, &how)) return -1;
        if (how == BY_MEANING && !dp_array_push(scene->arena, &meant, i)) return -1;
        if (report->speaker != DEPECHE_NONE) report->speaker_name = entities->at[report->speaker].name;
        finder.previous = report->speaker;
        finder.previous_at = scene->text->tokens[dp_speaker_place(report)].sentence;
        if (how != BY_STAND_IN) dp_speakers_note(&speakers, dp_speaker_place(report), report->speaker);
    }
    for (uint32_t i = 0; i < meant.count; i++) {
        if (add_mention(&finder, &reports->at[meant.at[i]])) return -1;
    }
    return dp_entities_settle(scene->arena, entities);
}
