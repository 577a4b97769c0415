/* The rules about who says it. */
#include "claims/argument_rules.h"

dp_range dp_source_without_addressee(const dp_scene *scene, dp_range source) {
    for (uint32_t t = source.first + 1; t + 1 < source.end; t++) {
        if (!dp_scene_is(scene, t, DP_MARK_TO)) continue;
        uint32_t name = t + 1;
        if (dp_scene_is(scene, name, DP_MARK_ARTICLE) && name + 1 < source.end) name++;
        if (scene->marks[name].tag == DP_TAG_ORG && scene->marks[t].tag == DP_TAG_NONE)
            return (dp_range){source.first, t};
    }
    return source;
}

dp_range dp_source_without_date(const dp_scene *scene, dp_range source) {
    enum { DATE_LONGEST = 6 };
    bool date = false;
    for (uint32_t t = source.first; t < source.end && t < source.first + DATE_LONGEST; t++) {
        date |= scene->marks[t].tag == DP_TAG_DATE;
        if (date && dp_scene_is(scene, t, DP_MARK_COMMA)) return (dp_range){t + 1, source.end};
    }
    return source;
}

/* Where the verb at a token begins with what stands between it and its subject: "ne", "se", "l'". */
static uint32_t start_of_verb(const dp_scene *scene, uint32_t verb, uint32_t first) {
    enum { BETWEEN = DP_MARK_NOT | DP_MARK_REFLEXIVE | DP_MARK_OBJECT };
    while (verb > first && dp_scene_is(scene, verb - 1, BETWEEN) && !dp_scene_is(scene, verb - 1, DP_MARK_SUBJECT)) {
        verb--;
    }
    return verb;
}

/* Where the name that a token is in ends. */
static uint32_t end_of_name(const dp_scene *scene, uint32_t token, uint32_t end) {
    do token++;
    while (token < end && dp_scene_name_goes_on(scene, token));
    return token;
}

/* Whether a conjunction joins two complements, not two sources: "avocat de X et de Y"; "et des élus" is a source. */
static bool joins_complements(const dp_scene *scene, uint32_t conjunction, uint32_t end) {
    uint32_t of = conjunction + 1;
    if (of >= end || !dp_scene_is(scene, of, DP_MARK_OF) || dp_scene_is(scene, of, DP_MARK_ARTICLE)) return false;
    return !dp_scene_is(scene, conjunction - 1, DP_MARK_COMMA);
}

dp_range dp_source_without_apposition(const dp_scene *scene, dp_range source) {
    uint32_t end = source.end;
    for (uint32_t t = source.first; t < source.end; t++) {
        if (scene->marks[t].tag != DP_TAG_PER || !dp_scene_is(scene, t, DP_MARK_NAME_START)) continue;
        if (end < source.end && dp_scene_is_owned(scene, t)) continue;
        if (end < source.end) return source;
        uint32_t name_end = end_of_name(scene, t, source.end);
        if (name_end < source.end && dp_scene_is(scene, name_end, DP_MARK_COMMA)) end = name_end;
    }
    for (uint32_t t = end; t < source.end; t++) {
        if (dp_scene_is(scene, t, DP_MARK_COORDINATE) && !joins_complements(scene, t, source.end)) return source;
    }
    return (dp_range){source.first, end};
}

/* The subject of a coordinated verb that has none beside it ("Kim et Poutine ont discuté et ont réaffirmé"): what
 * stands before the first verb of the sentence, not an object between the two. */
static void find_shared_subject(const dp_scene *scene, const dp_cue *cue, dp_arguments *arguments) {
    enum { SUBJECT_LONGEST = 12 };
    dp_range sentence = dp_scene_sentence(scene, cue->head), source = arguments->source;
    if (!dp_cue_is_finite(cue) || cue->inverted != DEPECHE_NONE || cue->tokens.first <= sentence.first) return;
    if (!dp_scene_is(scene, cue->tokens.first - 1, DP_MARK_COORDINATE)) return;
    uint32_t t = sentence.first;
    while (t < cue->tokens.first && t < sentence.first + SUBJECT_LONGEST && !scene->marks[t].finite) {
        if (dp_scene_is(scene, t, DP_MARK_SIGN | DP_MARK_RELATIVE | DP_MARK_THAT)) return;
        t++;
    }
    if (t == sentence.first || t + 1 >= cue->tokens.first || !scene->marks[t].finite) return;
    bool object = source.first > t && source.end < cue->tokens.first;
    if (source.first < source.end && !object) return;
    if (!dp_scene_numbers_agree(cue->grammar, scene->marks[t].grammar)) return;
    arguments->source = (dp_range){sentence.first, start_of_verb(scene, t, sentence.first)};
}

/* A subject pronoun behind its verb is the source, whatever the labels say: "a-t-il dit". */
static void find_inverted_subject(const dp_cue *cue, dp_arguments *arguments) {
    if (cue->inverted == DEPECHE_NONE || arguments->source.first < arguments->source.end) return;
    arguments->source = (dp_range){cue->inverted, cue->inverted + 1};
}

/* "Ceux | qui", "c'est lui | qui": what stands before the pronoun at a token is meant, and not the pronoun. */
static bool is_meant_before(const dp_scene *scene, dp_range source, uint32_t pronoun, uint32_t sentence) {
    if (source.first >= source.end || source.end != pronoun) return false;
    return dp_pack_in_set(scene->pack, scene->demonstrative, &scene->text->tokens[pronoun - 1]) ||
           (source.first > sentence && dp_scene_is(scene, source.first - 1, DP_MARK_BE));
}

/* A relative pronoun right before an active verb is its subject: "les élus, qui n'ont rien dit de". */
static void find_relative_subject(const dp_scene *scene, const dp_cue *cue, dp_arguments *arguments) {
    if (cue->type != DP_CUE_VERB || !dp_cue_is_finite(cue) || cue->form == DP_FORM_PASSIVE) return;
    dp_range sentence = dp_scene_sentence(scene, cue->head), source = arguments->source;
    uint32_t t = start_of_verb(scene, cue->tokens.first, sentence.first);
    if (t == sentence.first || !dp_pack_in_set(scene->pack, scene->who, &scene->text->tokens[t - 1])) return;
    bool governed = t > sentence.first + 1 && dp_scene_pos(scene, t - 2, DP_POS_PREPOSITION);
    if (governed) return; /* "à qui a répondu le maire" */
    bool antecedent = source.end < t && !is_meant_before(scene, source, t - 1, sentence.first);
    if (source.first == source.end || antecedent) arguments->source = (dp_range){t - 1, t};
}

/* Whether a verb has no source yet and what is said stands before it: its subject may stand behind it. */
static bool may_be_inverted(const dp_cue *cue, const dp_arguments *arguments) {
    if (arguments->source.first < arguments->source.end || !dp_cue_is_finite(cue) || !arguments->content_count) {
        return false;
    }
    return arguments->contents[arguments->content_count - 1].end <= cue->tokens.first;
}

/* The subject behind a cue that ends its sentence ("..., a rapporté jeudi l'agence KCNA"): the noun phrase there. */
static void find_subject_behind(const dp_scene *scene, const dp_cue *cue, dp_arguments *arguments) {
    enum { SUBJECT_LONGEST = 20, PASSED = 6, STARTS = DP_MARK_ARTICLE | DP_MARK_POSSESSIVE | DP_MARK_CAPITAL };
    if (!may_be_inverted(cue, arguments)) return;
    dp_range sentence = dp_scene_sentence(scene, cue->head);
    uint32_t first = cue->tokens.end;
    for (uint32_t n = 0; n < PASSED && first < sentence.end; n++, first++) {
        const dp_mark *mark = &scene->marks[first];
        bool date =
            mark->tag == DP_TAG_DATE ||
            (first + 1 < sentence.end && scene->marks[first + 1].tag == DP_TAG_DATE && !(mark->flags & DP_MARK_SIGN));
        if (!date && mark->pos != DP_POS_ADVERB) break;
    }
    if (first >= sentence.end || dp_scene_is(scene, first, DP_MARK_SIGN | DP_MARK_TO | DP_MARK_OF)) return;
    if (!dp_scene_is(scene, first, STARTS) && !dp_scene_pos(scene, first, DP_POS_DETERMINER)) return;
    uint32_t end = first;
    while (end < sentence.end && end < first + SUBJECT_LONGEST && !scene->marks[end].finite &&
           !dp_scene_is(scene, end, DP_MARK_SIGN | DP_MARK_RELATIVE | DP_MARK_THAT)) {
        end++;
    }
    if (end == first || (end < sentence.end && !dp_scene_is(scene, end, DP_MARK_SIGN | DP_MARK_RELATIVE))) return;
    arguments->source = dp_source_without_addressee(scene, (dp_range){first, end});
}

static bool is_determiner(const dp_scene *scene, uint32_t token) {
    return dp_scene_is(scene, token, DP_MARK_ARTICLE | DP_MARK_POSSESSIVE) ||
           dp_scene_pos(scene, token, DP_POS_DETERMINER);
}

/* Whether a noun phrase ends in the name at a token that no preposition governs; *start is where it begins: "le député
 * | Paul B.", "M. | B.". A role without a determiner belongs to something before it, and is no part. */
static bool stands_free(const dp_scene *scene, uint32_t name, uint32_t first, uint32_t *start) {
    enum { LONGEST = 4, PARTS = DP_MARK_ROLE | DP_MARK_CAPITAL, LINKS = DP_MARK_OF | DP_MARK_TO };
    uint32_t t = name;
    while (t > first && name - t < LONGEST && scene->marks[t - 1].tag == DP_TAG_NONE && !scene->marks[t - 1].verb &&
           (dp_scene_is(scene, t - 1, PARTS) || dp_scene_pos(scene, t - 1, DP_POS_ADJECTIVE)) &&
           !dp_scene_is(scene, t - 1, DP_MARK_SIGN | LINKS)) {
        t--;
    }
    bool determined = t > first && !dp_scene_is(scene, t - 1, LINKS) && is_determiner(scene, t - 1);
    if (determined) t--;
    *start = determined || dp_scene_is(scene, t, DP_MARK_CAPITAL) ? t : name;
    return t == first || !dp_scene_is_governed(scene, t);
}

/* Whether a name at a token is one of the writer's, beside a cue: not quoted, but for a nickname ("« Ludo »"). */
static bool is_unquoted(const dp_scene *scene, uint32_t name, uint32_t end, const dp_cue *cue) {
    if (scene->marks[name].outer == scene->marks[cue->head].outer) return true;
    return end < scene->text->token_count && dp_scene_is(scene, name - 1, DP_MARK_OPENS) &&
           dp_scene_is(scene, end, DP_MARK_CLOSES);
}

/* The subject farther behind such a cue: the first person named who is no complement or object ("a déclaré à l'AFP
 * Marcel", "a écrit sur son site, photo à l'appui, Paul B."). */
static void find_subject_far_behind(const dp_scene *scene, const dp_cue *cue, dp_arguments *arguments) {
    enum { PASSED = 20, ENDS = DP_MARK_RELATIVE | DP_MARK_THAT | DP_MARK_STOP | DP_MARK_COLON | DP_MARK_SEMICOLON };
    if (!may_be_inverted(cue, arguments) || dp_gram_is_plural(cue->grammar)) return;
    dp_range sentence = dp_scene_sentence(scene, cue->head);
    uint32_t from = cue->tokens.end, end = from + PASSED < sentence.end ? from + PASSED : sentence.end, start;
    for (uint32_t t = from; t < end && !scene->marks[t].finite && !dp_scene_is(scene, t, ENDS); t++) {
        if (scene->marks[t].tag != DP_TAG_PER || !dp_scene_is(scene, t, DP_MARK_NAME_START)) continue;
        uint32_t name_end = end_of_name(scene, t, sentence.end);
        if (!stands_free(scene, t, from, &start) || !is_unquoted(scene, t, name_end, cue)) continue;
        if (start > from && scene->marks[start - 1].verb) continue; /* "en montrant Paul" */
        arguments->source = (dp_range){start, name_end};
        return;
    }
}

/* The comma that opens the apposition which the comma at a token closes; the token itself when there is none. */
static uint32_t start_of_apposition(const dp_scene *scene, uint32_t comma, uint32_t first) {
    enum { LONGEST = 12, PARTS = DP_MARK_SIGN | DP_MARK_RELATIVE | DP_MARK_THAT };
    for (uint32_t t = comma; t > first + 1 && comma - t < LONGEST; t--) {
        if (dp_scene_is(scene, t - 1, DP_MARK_COMMA)) return t - 1;
        if (scene->marks[t - 1].finite || dp_scene_is(scene, t - 1, PARTS)) break;
    }
    return comma;
}

/* The noun phrase that ends in the name before a token, of a person or (`body`) of a body too; empty when there is
 * none, or it is governed. */
static dp_range named_before(const dp_scene *scene, uint32_t end, uint32_t first, bool body) {
    uint32_t name = end;
    while (name > first && dp_scene_name_goes_on(scene, name - 1)) name--;
    unsigned tag = name > first ? scene->marks[name - 1].tag : DP_TAG_NONE;
    if (tag != DP_TAG_PER && !(body && tag == DP_TAG_ORG)) return (dp_range){end, end};
    uint32_t start;
    return stands_free(scene, name - 1, first, &start) ? (dp_range){start, end} : (dp_range){end, end};
}

/* The person named before an apposition that ends right before the verb: "Marie, 63 ans, pense que". */
static void find_subject_before_apposition(const dp_scene *scene, const dp_cue *cue, dp_arguments *arguments) {
    if (arguments->source.first < arguments->source.end || !dp_cue_is_finite(cue)) return;
    if (cue->inverted != DEPECHE_NONE || dp_gram_is_plural(cue->grammar)) return;
    uint32_t first = dp_scene_sentence(scene, cue->head).first;
    uint32_t verb = start_of_verb(scene, cue->tokens.first, first);
    if (verb == first || !dp_scene_is(scene, verb - 1, DP_MARK_COMMA) || dp_contents_hold(arguments, verb - 1)) return;
    uint32_t end = start_of_apposition(scene, verb - 1, first);
    dp_range subject = named_before(scene, end, first, false);
    if (end < verb - 1 && subject.first < subject.end) arguments->source = subject;
}

/* Whether tokens name or describe somebody who can speak. Before the colon of a title (`topic`) a topic stands as
 * often: there they must begin with the name or role. */
static bool holds_speaker(const dp_scene *scene, dp_range range, bool topic) {
    uint32_t end = topic && range.end > range.first + 2 ? range.first + 2 : range.end;
    for (uint32_t t = range.first; t < end; t++) {
        const dp_mark *mark = &scene->marks[t];
        if (mark->tag == DP_TAG_PER || mark->flags & DP_MARK_ROLE) return true;
        if (!topic && (mark->flags & DP_MARK_GROUP || mark->tag == DP_TAG_ORG)) return true;
    }
    return false;
}

/* The subject that opens the sentence of a cue without a source beside it: "Le docteur Morel : « ... »", "Wyre, société
 * de Telenet, a promis...", "Le fisc se défend, parlant de...". */
static void find_opening_subject(const dp_scene *scene, const dp_cue *cue, dp_arguments *arguments) {
    enum {
        SUBJECT_LONGEST = 16,
        NO_SUBJECT = DP_MARK_SIGN | DP_MARK_OF | DP_MARK_TO | DP_MARK_RELATIVE | DP_MARK_THAT
    };
    if (arguments->source.first < arguments->source.end || !arguments->content_count || cue->in_quote) return;
    if (arguments->contents[0].first < cue->tokens.end || cue->inverted != DEPECHE_NONE) return;
    if (cue->type != DP_CUE_MARK && cue->type != DP_CUE_VERB) return;
    if (cue->type == DP_CUE_VERB && !dp_cue_is_finite(cue) && cue->form != DP_FORM_GERUND) return;
    dp_range sentence = dp_scene_sentence(scene, cue->head);
    uint32_t end = sentence.first;
    if (dp_scene_is(scene, end, NO_SUBJECT)) return;
    bool preposition = dp_scene_pos(scene, end, DP_POS_PREPOSITION) && !dp_scene_is(scene, end, DP_MARK_ARTICLE);
    if (preposition && !scene->marks[end].tag) return;
    while (end < cue->tokens.first && end < sentence.first + SUBJECT_LONGEST && !scene->marks[end].finite &&
           !dp_scene_is(scene, end, DP_MARK_SIGN | DP_MARK_RELATIVE | DP_MARK_THAT)) {
        end++;
    }
    dp_range subject = {sentence.first, end};
    bool topic = cue->type == DP_CUE_MARK && scene->text->tokens[cue->head].sentence < scene->text->title_sentences;
    bool ends = end == cue->tokens.first || scene->marks[end].finite ||
                dp_scene_is(scene, end, DP_MARK_COMMA | DP_MARK_RELATIVE);
    if (ends && end > sentence.first && holds_speaker(scene, subject, topic))
        arguments->source = dp_source_without_date(scene, subject);
}

/* The subject right before the verb at a token: a name with what belongs to it, or a pronoun. Empty when another part
 * of the sentence stands there. */
static dp_range subject_before(const dp_scene *scene, uint32_t verb, uint32_t first) {
    uint32_t end = start_of_verb(scene, verb, first);
    if (end == first) return (dp_range){end, end};
    if (dp_scene_is(scene, end - 1, DP_MARK_SUBJECT)) return (dp_range){end - 1, end};
    if (dp_scene_is(scene, end - 1, DP_MARK_COMMA)) end = start_of_apposition(scene, end - 1, first);
    return named_before(scene, end, first, true);
}

/* Whether a subject is a pronoun that means nobody: "il faut", "c'est". */
static bool is_impersonal(const dp_scene *scene, dp_range subject) {
    return subject.first < subject.end && dp_scene_is(scene, subject.first, DP_MARK_SUBJECT) &&
           dp_scene_is_impersonal(scene, subject.first);
}

/* Whether a present participle goes on from the main verb: behind a comma or with "en"; behind a noun it has that for
 * its subject ("des groupes appelant à"). */
static bool goes_on_from_verb(const dp_scene *scene, const dp_cue *cue, uint32_t first) {
    uint32_t t = cue->tokens.first;
    if (t > first && !dp_scene_pos(scene, t - 1, DP_POS_PREPOSITION)) t = start_of_verb(scene, t, first);
    return t > first && (dp_scene_is(scene, t - 1, DP_MARK_COMMA) || dp_scene_pos(scene, t - 1, DP_POS_PREPOSITION));
}

/* Whether a verb form at a token is the participle of an auxiliary before it: "a pris", "s'est bien tue". */
static bool is_compound(const dp_scene *scene, uint32_t token, uint32_t first) {
    if (!dp_scene_pos(scene, token, DP_POS_PARTICIPLE)) return false;
    while (token > first &&
           (dp_scene_is(scene, token - 1, DP_MARK_NEGATION) || scene->marks[token - 1].pos == DP_POS_ADVERB)) {
        token--;
    }
    return token > first && dp_scene_is(scene, token - 1, DP_MARK_HAVE | DP_MARK_BE);
}

dp_range dp_source_of_sentence(const dp_scene *scene, const dp_cue *cue, const dp_arguments *arguments) {
    enum { ENDS = DP_MARK_RELATIVE | DP_MARK_THAT | DP_MARK_SEMICOLON | DP_MARK_COLON };
    dp_range sentence = dp_scene_sentence(scene, cue->head), none = {cue->head, cue->head};
    bool participle = cue->form == DP_FORM_GERUND && goes_on_from_verb(scene, cue, sentence.first);
    if (!participle && !dp_cue_is_finite(cue)) return none;
    for (uint32_t t = cue->tokens.first; t > sentence.first; t--) {
        const dp_mark *mark = &scene->marks[t - 1];
        if (mark->outer != scene->marks[cue->head].outer || dp_contents_hold(arguments, t - 1)) continue;
        if (mark->flags & ENDS) return none;
        if (!mark->finite || is_compound(scene, t - 1, sentence.first)) continue;
        dp_range subject = subject_before(scene, t - 1, sentence.first);
        if (subject.first < subject.end) return is_impersonal(scene, subject) ? none : subject;
        /* A coordinated verb has the subject of the one before it; another has one that is not plain. */
        uint32_t verb = start_of_verb(scene, t - 1, sentence.first);
        if (verb == sentence.first || !dp_scene_is(scene, verb - 1, DP_MARK_COORDINATE)) return none;
    }
    return none;
}

/* "Dénonçant A, le maire a voté B": a participle that opens its sentence has the subject of the main clause behind what
 * is said. */
static void find_subject_of_main_clause(const dp_scene *scene, const dp_cue *cue, dp_arguments *arguments) {
    enum { LONGEST = 16, ENDS = DP_MARK_RELATIVE | DP_MARK_THAT | DP_MARK_STOP | DP_MARK_OPENS };
    dp_range sentence = dp_scene_sentence(scene, cue->head);
    if (cue->form != DP_FORM_GERUND || cue->tokens.first > sentence.first + 1 || !arguments->content_count) return;
    if (arguments->source.first < arguments->source.end) return;
    uint32_t comma = arguments->contents[arguments->content_count - 1].end;
    if (comma >= sentence.end || !dp_scene_is(scene, comma, DP_MARK_COMMA)) return;
    for (uint32_t t = comma + 1; t < sentence.end && t <= comma + LONGEST && !dp_scene_is(scene, t, ENDS); t++) {
        if (!scene->marks[t].finite) continue;
        dp_range before = {comma + 1, start_of_verb(scene, t, comma + 1)},
                 subject = subject_before(scene, t, comma + 1);
        if (is_impersonal(scene, subject)) return;
        while (before.end > before.first && scene->marks[before.end - 1].tag == DP_TAG_DATE) before.end--;
        if (subject.first >= subject.end && holds_speaker(scene, before, false)) subject = before;
        if (subject.first < subject.end) arguments->source = subject;
        return;
    }
}

/* Whether a token can be part of a noun phrase behind its determiner. */
static bool is_nominal(const dp_scene *scene, uint32_t token) {
    const dp_mark *mark = &scene->marks[token];
    if (mark->finite || mark->flags & (DP_MARK_SIGN | DP_MARK_COORDINATE)) return false;
    return mark->pos & (DP_POS_NOUN | DP_POS_ADJECTIVE) || mark->tag == DP_TAG_ORG;
}

/* The noun phrase, or person named, that ends before a token, and is no complement: "(une lettre) de la ministre", "(le
 * tweet) du maire", but "(sous) des banderoles". Empty when there is none. */
static dp_range noun_phrase_before(const dp_scene *scene, uint32_t end, uint32_t sentence) {
    enum { LONGEST = 5 };
    dp_range none = {end, end};
    uint32_t first = end;
    if (end == sentence) return none;
    if (scene->marks[end - 1].tag == DP_TAG_PER) {
        do first--;
        while (first > sentence && dp_scene_name_goes_on(scene, first));
    } else {
        while (first > sentence && end - first < LONGEST && is_nominal(scene, first - 1) &&
               !is_determiner(scene, first - 1)) {
            first--;
        }
        if (first == end || first == sentence || !is_determiner(scene, --first)) return none;
        if (dp_scene_is(scene, first, DP_MARK_OF) && first > sentence && is_nominal(scene, first - 1)) return none;
    }
    bool complement = first > sentence && dp_scene_is(scene, first - 1, DP_MARK_OF);
    return complement ? none : (dp_range){first, end};
}

/* "Des banderoles | clamant", "l'appel d'un homme | affirmant": the noun phrase right before a participle is its
 * subject, not more that stands before it ("la justice poursuit | Éric D. | appelant à"). */
static void find_subject_of_participle(const dp_scene *scene, const dp_cue *cue, dp_arguments *arguments) {
    if (cue->form != DP_FORM_GERUND) return;
    dp_range *source = &arguments->source;
    dp_range subject = noun_phrase_before(scene, cue->tokens.first, dp_scene_sentence(scene, cue->head).first);
    if (subject.first == subject.end) return;
    bool whole = source->first <= subject.first && source->end == subject.end; /* "le sénateur | Éric D." */
    for (uint32_t t = source->first; t < subject.first && whole; t++) {
        whole = !scene->marks[t].finite && !dp_scene_pos(scene, t, DP_POS_PREPOSITION);
    }
    if (!whole) *source = subject;
}

/* "souffle-t-on au siège": who says it is where one says it, or nobody ("a-t-on appris", "on apprend que"). */
static void settle_general_subject(const dp_scene *scene, const dp_cue *cue, dp_arguments *arguments) {
    enum { PLACE_LONGEST = 12, ENDS = DP_MARK_SIGN | DP_MARK_RELATIVE | DP_MARK_THAT | DP_MARK_COORDINATE };
    dp_range *source = &arguments->source, sentence = dp_scene_sentence(scene, cue->head);
    if (source->end != source->first + 1) return;
    if (!dp_pack_in_set(scene->pack, scene->general, &scene->text->tokens[source->first])) return;
    if (cue->inverted == DEPECHE_NONE || source->first != cue->inverted) {
        bool receives = dp_pack_word_in_set(scene->pack, scene->receiving, scene->marks[cue->head].lemma);
        if (receives) source->end = source->first;
        return;
    }
    uint32_t first = cue->tokens.end > source->end ? cue->tokens.end : source->end;
    source->end = source->first;
    if (first + 1 >= sentence.end || !dp_scene_is(scene, first, DP_MARK_TO)) return;
    uint32_t end = ++first;
    while (end < sentence.end && end < first + PLACE_LONGEST && !scene->marks[end].finite &&
           scene->marks[end].tag != DP_TAG_DATE && !dp_scene_is(scene, end, ENDS)) {
        end++;
    }
    if (end > first && !dp_contents_hold(arguments, first)) *source = (dp_range){first, end};
}

/* "le président Obama à Hilliard": where and to whom a person named speaks is no part of who speaks. Where something
 * is coordinated it may be another person. */
static void leave_out_place(const dp_scene *scene, dp_arguments *arguments) {
    dp_range *source = &arguments->source;
    uint32_t end = source->end;
    for (uint32_t t = source->first + 1; t < source->end; t++) {
        const dp_mark *mark = &scene->marks[t];
        if (mark->flags & DP_MARK_COORDINATE) return;
        if (mark->tag == DP_TAG_PER)
            end = source->end;
        else if (scene->marks[t - 1].tag == DP_TAG_PER && mark->pos & DP_POS_PREPOSITION && !(mark->flags & DP_MARK_OF))
            end = t;
    }
    source->end = end;
}

/* Conjunctions before a source and brackets around it are no part: "Mais | M. Jadot", "(selon | l'AFP |) ont défilé".
 */
static void leave_out_edges(const dp_scene *scene, dp_arguments *arguments) {
    enum { OPENERS = DP_MARK_COORDINATE | DP_MARK_IF | DP_MARK_THAT };
    dp_range *source = &arguments->source;
    while (source->first < source->end && dp_scene_is(scene, source->first, OPENERS) &&
           scene->marks[source->first].tag == DP_TAG_NONE) {
        source->first++;
    }
    uint32_t open = 0;
    for (uint32_t t = source->first; t < source->end; t++) {
        if (!dp_scene_is(scene, t, DP_MARK_BRACKET)) continue;
        dp_str sign = dp_text_token(scene->text, t);
        bool closes = sign.at[0] == ')' || sign.at[0] == ']';
        if (closes && open == 0) source->end = t;
        if (!closes) open++;
        if (closes && open > 0) open--;
    }
}

/* A name that the source ends in belongs to it whole: "Kim Jong | Un". */
static void end_with_name(const dp_scene *scene, dp_arguments *arguments) {
    dp_range *source = &arguments->source;
    if (source->first >= source->end || scene->marks[source->end - 1].tag >= DP_TAG_DATE) return;
    source->end = end_of_name(scene, source->end - 1, scene->text->token_count);
}

/* Whether a verb group is one of a passive in a past tense: "a été décrit". With "est" alone it may be a verb that has
 * no passive: "est convenu". */
static bool has_been(const dp_scene *scene, const dp_cue *cue) {
    for (uint32_t t = cue->tokens.first; cue->form == DP_FORM_PASSIVE && t < cue->head; t++) {
        if (dp_scene_is(scene, t, DP_MARK_BE) && dp_scene_pos(scene, t, DP_POS_PARTICIPLE)) return true;
    }
    return false;
}

/* "Il a été décrit comme": the subject right before a passive does not speak. */
static void leave_out_passive_subject(const dp_scene *scene, const dp_cue *cue, dp_arguments *arguments) {
    if (arguments->source.end == cue->tokens.first && has_been(scene, cue))
        arguments->source.end = arguments->source.first;
}

/* "Éric D., reçu par le ministre Paul B. a appelé à": what a preposition governs right before the verb is not its
 * subject where the sentence opens with one. */
static void leave_out_governed(const dp_scene *scene, const dp_cue *cue, dp_arguments *arguments) {
    dp_range governed = arguments->source, sentence = dp_scene_sentence(scene, cue->head);
    if (cue->type != DP_CUE_VERB || !dp_cue_is_finite(cue) || cue->inverted != DEPECHE_NONE) return;
    if (governed.first <= sentence.first || governed.first >= governed.end || governed.end > cue->tokens.first) return;
    if (governed.end != start_of_verb(scene, cue->tokens.first, governed.first)) return;
    if (!dp_scene_pos(scene, governed.first - 1, DP_POS_PREPOSITION)) return;
    arguments->source.end = arguments->source.first;
    find_opening_subject(scene, cue, arguments);
    bool noun = arguments->source.first < arguments->source.end && !scene->marks[arguments->source.first].verb;
    if (!noun) arguments->source = governed; /* "interrogé par l'AFP, X" */
}

void dp_source_settle(const dp_scene *scene, const dp_cue *cue, dp_arguments *arguments) {
    find_inverted_subject(cue, arguments);
    leave_out_governed(scene, cue, arguments);
    find_relative_subject(scene, cue, arguments);
    find_subject_of_participle(scene, cue, arguments);
    find_shared_subject(scene, cue, arguments);
    find_subject_behind(scene, cue, arguments);
    find_subject_far_behind(scene, cue, arguments);
    find_subject_before_apposition(scene, cue, arguments);
    find_opening_subject(scene, cue, arguments);
    find_subject_of_main_clause(scene, cue, arguments);
    settle_general_subject(scene, cue, arguments);
    leave_out_edges(scene, arguments);
    leave_out_place(scene, arguments);
    end_with_name(scene, arguments);
    leave_out_passive_subject(scene, cue, arguments);
}
