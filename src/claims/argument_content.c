/* The rules about what is said. */
#include "claims/argument_rules.h"

/* Signs that part a piece from what is beside it, and the links of embedded messages. */
static bool is_loose_sign(const dp_scene *scene, uint32_t token) {
    enum { LOOSE = DP_MARK_COMMA | DP_MARK_COLON | DP_MARK_SEMICOLON | DP_MARK_DASH };
    return dp_scene_is(scene, token, LOOSE) || scene->text->tokens[token].kind == DP_TOKEN_LINK;
}

dp_range dp_piece_trim(const dp_scene *scene, dp_range range) {
    while (range.first < range.end &&
           (is_loose_sign(scene, range.first) || dp_scene_is(scene, range.first, DP_MARK_STOP))) {
        range.first++;
    }
    while (range.first < range.end && is_loose_sign(scene, range.end - 1)) range.end--;
    while (range.first < range.end && dp_scene_is(scene, range.end - 1, DP_MARK_STOP) &&
           scene->marks[range.end - 1].outer == DEPECHE_NONE && scene->text->tokens[range.end - 1].lower.len == 1 &&
           scene->text->tokens[range.end - 1].lower.at[0] == '.') {
        range.end--;
    }
    return range;
}

/* No content begins or ends within a name or value. A date that it would begin in tells when it was said. */
static dp_range keep_names_whole(const dp_scene *scene, dp_range piece) {
    bool date = scene->marks[piece.first].tag == DP_TAG_DATE;
    while (date && piece.first < piece.end && dp_scene_name_goes_on(scene, piece.first)) piece.first++;
    while (!date && dp_scene_name_goes_on(scene, piece.first)) piece.first--;
    while (piece.first < piece.end && piece.end < scene->text->token_count && dp_scene_name_goes_on(scene, piece.end)) {
        piece.end++;
    }
    return piece;
}

void dp_contents_add(const dp_scene *scene, dp_arguments *arguments, dp_range piece) {
    if (piece.first < piece.end) piece = keep_names_whole(scene, piece);
    piece = dp_piece_trim(scene, piece);
    if (piece.first >= piece.end || arguments->content_count == DP_PIECES_MAX) return;
    arguments->contents[arguments->content_count++] = piece;
}

bool dp_contents_hold(const dp_arguments *arguments, uint32_t token) {
    for (uint32_t i = 0; i < arguments->content_count; i++) {
        if (arguments->contents[i].first <= token && token < arguments->contents[i].end) return true;
    }
    return false;
}

/* A quotation that says something of its own: of some length, with a finite verb. */
static bool is_speech(const dp_scene *scene, const dp_unit *unit) {
    enum { SHORTEST = 6, SEEN = 40 };
    if (!unit->quote || unit->tokens.end - unit->tokens.first < SHORTEST) return false;
    for (uint32_t t = unit->tokens.first; t < unit->tokens.end && t < unit->tokens.first + SEEN; t++) {
        if (scene->marks[t].finite) return true;
    }
    return false;
}

/* Speech right before a verb that takes nothing else ("« A » indique X"), or right behind a cue, is what it reports. */
static void take_adjacent_speech(const dp_scene *scene, const dp_cue *cue, const dp_units *units,
                                 dp_arguments *arguments) {
    const dp_unit *speech = NULL;
    bool behind = cue->next == DP_NEXT_QUOTE || cue->next == DP_NEXT_COLON_QUOTE;
    uint32_t i = units->head;
    if (cue->in_quote || cue->type == DP_CUE_NOUN) return;
    if (behind) {
        while (i + 1 < units->count && !units->at[i].quote) i++;
        speech = &units->at[i];
    } else if (cue->after_quote && cue->next >= DP_NEXT_COMMA && cue->later == DP_NEXT_END) {
        while (i > 0 && !units->at[i].quote) i--;
        speech = &units->at[i];
        if (speech->tokens.end > cue->tokens.first) return;
    }
    if (!speech || !is_speech(scene, speech) || dp_contents_hold(arguments, speech->tokens.first)) return;
    arguments->contents[0] = speech->tokens;
    arguments->content_count = 1;
}

/* What stands before or behind the sentence of a clause of saying in one quotation belongs to it unless it has more
 * tokens: with a clause in each sentence the contents would grow with the square of the quotation. */
enum { QUOTED_BESIDE = 400 };

/* "« A, dit X. B »": a quotation that goes on after the sentence of its clause of saying is said by X to its end. */
static void take_rest_of_quotation(const dp_quotation *quotation, dp_range sentence, dp_arguments *arguments) {
    if (sentence.end > quotation->close || quotation->close > sentence.end + QUOTED_BESIDE) return;
    if (arguments->content_count == DP_PIECES_MAX) return;
    arguments->contents[arguments->content_count++] = (dp_range){sentence.end, quotation->close + 1};
}

/* A clause of saying inside a quotation ("« A. B, dit-il, C. D »"): what is said reaches to the quotation's ends. */
static void widen_to_quotation(const dp_scene *scene, const dp_cue *cue, dp_arguments *arguments) {
    uint32_t outer = scene->marks[cue->head].outer;
    if (outer == DEPECHE_NONE || !arguments->content_count) return;
    const dp_quotation *quotation = &scene->quotations->at[outer];
    dp_range sentence = dp_scene_sentence(scene, cue->head);
    dp_range *first = &arguments->contents[0], *last = &arguments->contents[arguments->content_count - 1];
    bool incise = cue->inverted != DEPECHE_NONE ||
                  (arguments->source.first >= cue->tokens.end && arguments->source.end > arguments->source.first);
    if (!incise) return;
    bool at_start = first->first > quotation->open && first->first <= sentence.first + 1;
    if (first->first < cue->tokens.first && at_start && sentence.first <= quotation->open + QUOTED_BESIDE) {
        first->first = quotation->open;
    }
    bool at_end = last->end + 1 >= sentence.end && last->end <= quotation->close;
    if (last->first >= cue->tokens.end && at_end && quotation->close <= sentence.end + QUOTED_BESIDE) {
        last->end = quotation->close + 1;
    }
    if (last->end <= cue->tokens.first && last->first >= quotation->open) {
        take_rest_of_quotation(quotation, sentence, arguments);
    }
}

/* Where only what stands before the cue is its content ("A et B, a rapporté X") and the content leaves out clauses at
 * the start of the sentence, it is widened to them: the cue governs the whole sentence, up to a colon, semicolon or
 * dash. */
static void widen_to_sentence(const dp_scene *scene, const dp_cue *cue, const dp_units *units,
                              dp_arguments *arguments) {
    if (!arguments->content_count || cue->in_quote) return;
    dp_range whole = {arguments->contents[0].first, arguments->contents[arguments->content_count - 1].end};
    dp_range *piece = &whole;
    if (piece->end > cue->tokens.first) return;
    for (uint32_t t = piece->end; t < cue->tokens.first; t++) {
        if (!dp_scene_is(scene, t, DP_MARK_COMMA)) return;
    }
    enum { DIVIDER = DP_MARK_COLON | DP_MARK_SEMICOLON | DP_MARK_DASH | DP_MARK_STOP | DP_MARK_BRACKET };
    uint32_t i = units->head;
    while (i > 0 && units->at[i].tokens.first > piece->first) i--;
    if (units->at[i].quote && units->at[i].tokens.end >= piece->end) return;
    bool clause = false;
    uint32_t first = piece->first;
    while (i > 0 && !(dp_scene_is(scene, units->at[i - 1].tokens.first, DIVIDER) && !units->at[i - 1].quote)) {
        first = units->at[--i].tokens.first;
        clause |= !units->at[i].quote && scene->marks[first].finite;
        if (first < arguments->source.end && arguments->source.first <= first) return;
    }
    clause |= arguments->content_count > 1;
    if (!clause) return;
    arguments->contents[0] = dp_piece_trim(scene, (dp_range){first, piece->end});
    arguments->content_count = 1;
}

/* Whether a source is a role without its name, which may follow: "la présidente". */
static bool is_nameless_role(const dp_scene *scene, dp_range source) {
    bool role = false;
    for (uint32_t t = source.first; t < source.end; t++) {
        if (scene->marks[t].tag == DP_TAG_PER) return false;
        role |= dp_scene_is(scene, t, DP_MARK_ROLE);
    }
    return role;
}

/* Whether a remark on the source begins at a token: "qui préside", "de Lausanne", "commandée par", a role, a name. */
static bool opens_remark(const dp_scene *scene, dp_range source, uint32_t token) {
    const dp_mark *mark = &scene->marks[token];
    if (mark->flags & (DP_MARK_RELATIVE | DP_MARK_OF | DP_MARK_ROLE)) return true;
    if (mark->tag == DP_TAG_PER) return is_nameless_role(scene, source);
    return mark->pos & DP_POS_PARTICIPLE && !(mark->pos & (DP_POS_VERB | DP_POS_PREPOSITION | DP_POS_NOUN));
}

/* "Selon le comité, qui siège à Lyon, A": a remark between source and content is no part of the content. */
static void leave_remark_out(const dp_scene *scene, const dp_cue *cue, dp_arguments *arguments) {
    enum { REMARK = 16 };
    if (cue->type != DP_CUE_PHRASE || !arguments->content_count) return;
    dp_range *content = &arguments->contents[0], source = arguments->source;
    bool after = source.first >= cue->tokens.end && source.end <= content->first && source.end > source.first;
    if (!after || content->first > source.end + 1 || !opens_remark(scene, source, content->first)) return;
    bool verb = dp_scene_is(scene, content->first, DP_MARK_RELATIVE);
    for (uint32_t n = 0, t = content->first; n < REMARK && t + 1 < content->end; n++, t++) {
        if (scene->marks[t].finite && !verb) return;
        if (!dp_scene_is(scene, t, DP_MARK_COMMA)) continue;
        content->first = t + 1;
        return;
    }
}

/* Whether the cue takes its object into what it says ("accuse X d'avoir menti"), by its frames in the lexicon. */
static bool takes_object_in(const dp_scene *scene, const dp_cue *cue) {
    enum { COLUMN_FRAMES = 3 };
    dp_str own = DP_STR("qn_de");
    if (cue->entry == DEPECHE_NONE) return false;
    dp_str frames = dp_pack_field(scene->pack, DP_LIST_CUE, cue->entry, COLUMN_FRAMES);
    for (size_t at = 0; at + own.len <= frames.len; at++) {
        if (memcmp(frames.at + at, own.at, own.len) == 0) return true;
    }
    return false;
}

/* "X demande une enquête": what stands before such a cue and is no quotation belongs to the clause around it; it is the
 * source where the labels have none. */
static void leave_clause_before_out(const dp_scene *scene, const dp_cue *cue, dp_arguments *arguments) {
    enum { NEAR = 3, SOURCE_LONGEST = 25 };
    dp_range *contents = arguments->contents, source = arguments->source;
    if (cue->type != DP_CUE_VERB || cue->form == DP_FORM_PASSIVE || cue->inverted != DEPECHE_NONE) return;
    if (arguments->content_count < 2 || takes_object_in(scene, cue)) return;
    if (source.first >= cue->tokens.end && source.end > source.first) return;
    uint32_t after = 0;
    while (after < arguments->content_count && contents[after].first < cue->tokens.end) after++;
    if (after == 0 || after == arguments->content_count || contents[after].first > cue->tokens.end + NEAR) return;
    for (uint32_t i = 0; i < after; i++) {
        if (scene->marks[contents[i].first].outer != scene->marks[cue->head].outer) return;
    }
    dp_range last = contents[after - 1];
    if (source.first >= source.end && last.end + 1 >= cue->tokens.first && last.end - last.first <= SOURCE_LONGEST) {
        arguments->source = last;
    }
    memmove(contents, contents + after, (arguments->content_count - after) * sizeof *contents);
    arguments->content_count -= after;
}

static bool has_finite(const dp_scene *scene, uint32_t first, uint32_t end) {
    enum { SEEN = 60 };
    for (uint32_t t = first; t < end && t < first + SEEN; t++) {
        if (scene->marks[t].finite) return true;
    }
    return false;
}

/* Whether a clause that was interrupted can go on at a token: with its verb. */
static bool is_verbal(const dp_scene *scene, uint32_t token) {
    enum { BEFORE = DP_MARK_NOT | DP_MARK_REFLEXIVE | DP_MARK_HAVE | DP_MARK_BE };
    const dp_mark *mark = &scene->marks[token];
    return mark->flags & BEFORE || (mark->verb && !(mark->flags & (DP_MARK_ARTICLE | DP_MARK_SIGN)));
}

enum { INSERTED = 20 }; /* tokens of a remark on a source that is put into a clause */

/* The comma behind which a clause goes on that the relative clause from a token on interrupts; `limit` when it does not
 * within that, or when a report of its own begins in the relative clause. */
static uint32_t end_of_relative(const dp_scene *scene, uint32_t token, uint32_t limit, uint32_t outer) {
    bool verb = false;
    for (uint32_t t = token; t < limit && t < token + INSERTED; t++) {
        if (dp_scene_is(scene, t, DP_MARK_THAT | DP_MARK_OPENS)) break;
        verb |= scene->marks[t].verb && dp_scene_pos(scene, t, DP_POS_VERB);
        bool comma = dp_scene_is(scene, t, DP_MARK_COMMA) && scene->marks[t].outer == outer;
        if (comma && verb && t + 1 < limit && is_verbal(scene, t + 1)) return t;
    }
    return limit;
}

/* The comma that closes what is put into a clause about who says so, behind its source and a remark on that: "selon un
 * élu qui préside,", "selon Anne, qui préside,"; the end of the sentence when there is none near. */
static uint32_t end_of_insertion(const dp_scene *scene, dp_range source, dp_range sentence) {
    uint32_t t = source.end, outer = scene->marks[source.first].outer;
    if (t >= sentence.end) return sentence.end;
    if (dp_scene_is(scene, t, DP_MARK_COMMA)) {
        bool relative = t + 1 < sentence.end && dp_scene_is(scene, t + 1, DP_MARK_RELATIVE);
        if (!relative || dp_scene_is_pronoun(scene, source)) return t;
        return end_of_relative(scene, t + 1, sentence.end, outer);
    }
    if (!opens_remark(scene, source, t)) return sentence.end;
    for (uint32_t end = t + INSERTED; t < sentence.end && t < end; t++) {
        if (dp_scene_is(scene, t, DP_MARK_COMMA) && scene->marks[t].outer == outer) return t;
    }
    return sentence.end;
}

/* Whether the token at the end of a clause is a finite verb or a participle right behind "avoir", whose object may
 * follow. */
static bool ends_in_verb(const dp_scene *scene, dp_range piece) {
    uint32_t last = piece.end - 1;
    bool participle = last > piece.first && dp_scene_pos(scene, last, DP_POS_PARTICIPLE) &&
                      dp_scene_is(scene, last - 1, DP_MARK_HAVE);
    return scene->marks[last].finite || participle;
}

/* Whether a clause breaks off: before its verb, which then follows ("L'État, avertit X, ne paiera pas"), or, where a
 * phrase tells who says so, right behind a verb that goes on ("Il a, selon X, refusé"). */
static bool breaks_off(const dp_scene *scene, const dp_cue *cue, dp_range piece, uint32_t rest, uint32_t end) {
    enum { NEW_CLAUSE = DP_MARK_COORDINATE | DP_MARK_RELATIVE | DP_MARK_THAT | DP_MARK_SIGN | DP_MARK_ROLE };
    if (!has_finite(scene, piece.first, piece.end)) return has_finite(scene, rest, end);
    return cue->type == DP_CUE_PHRASE && ends_in_verb(scene, piece) && !dp_scene_is(scene, rest, NEW_CLAUSE);
}

/* A clause that the cue interrupts goes on behind the source. */
static void take_rest_of_clause(const dp_scene *scene, const dp_cue *cue, dp_arguments *arguments) {
    dp_range source = arguments->source;
    uint32_t outer = scene->marks[cue->head].outer;
    if (arguments->content_count != 1 || source.first < cue->tokens.end || source.end <= source.first) return;
    bool governs = cue->type == DP_CUE_VERB && cue->form != DP_FORM_GERUND && cue->form != DP_FORM_PASSIVE &&
                   cue->form != DP_FORM_PARTICIPLE;
    if (cue->type != DP_CUE_PHRASE && !governs) return;
    dp_range piece = arguments->contents[0], sentence = dp_scene_sentence(scene, cue->head);
    bool inserted = piece.end < cue->tokens.first && dp_scene_is(scene, cue->tokens.first - 1, DP_MARK_COMMA);
    uint32_t comma = end_of_insertion(scene, source, sentence);
    if (!inserted || comma + 1 >= sentence.end || scene->marks[piece.first].outer != outer) return;
    uint32_t end = comma + 1;
    enum { ENDS = DP_MARK_STOP | DP_MARK_SEMICOLON | DP_MARK_COLON };
    while (end < sentence.end && !(dp_scene_is(scene, end, ENDS) && scene->marks[end].outer == outer)) end++;
    if (breaks_off(scene, cue, piece, comma + 1, end)) dp_contents_add(scene, arguments, (dp_range){comma + 1, end});
}

/* "Il exhorte le préfet à agir": whom a cue is addressed to is no part of the content, which begins at the infinitive.
 */
static void leave_addressee_out(const dp_scene *scene, const dp_cue *cue, dp_arguments *arguments) {
    enum { ADDRESSEE = 10, NEAR = 3, SPEAKS = DP_MARK_ROLE | DP_MARK_GROUP };
    if (cue->type != DP_CUE_VERB || !arguments->content_count || takes_object_in(scene, cue)) return;
    dp_range *content = &arguments->contents[0];
    if (content->first < cue->tokens.end || content->first > cue->tokens.end + NEAR) return;
    bool person = false;
    for (uint32_t n = 0, t = content->first; n < ADDRESSEE && t + 1 < content->end; n++, t++) {
        const dp_mark *mark = &scene->marks[t];
        bool link = mark->flags & (DP_MARK_OF | DP_MARK_TO);
        if (link && person && n > 0 && scene->marks[t + 1].verb && dp_scene_pos(scene, t + 1, DP_POS_INFINITIVE)) {
            content->first = t + 1;
            return;
        }
        if (mark->finite || mark->flags & (DP_MARK_SIGN | DP_MARK_RELATIVE | DP_MARK_THAT) || mark->tag >= DP_TAG_DATE)
            return;
        if (mark->verb && mark->pos & DP_POS_INFINITIVE) return;
        person |=
            mark->flags & SPEAKS || (mark->tag != DP_TAG_NONE && mark->tag != DP_TAG_EVT && mark->tag != DP_TAG_MISC);
    }
}

/* Where a piece may reach: to the end of its sentence, the piece that follows or the cue. */
static uint32_t room_of(const dp_scene *scene, const dp_cue *cue, const dp_arguments *arguments, uint32_t number) {
    dp_range piece = arguments->contents[number];
    uint32_t end = dp_scene_sentence(scene, piece.end - 1).end;
    if (number + 1 < arguments->content_count) end = arguments->contents[number + 1].first;
    return piece.first < cue->tokens.first && cue->tokens.first < end ? cue->tokens.first : end;
}

/* The quotation that a conjunction joins to one that closes right before a token: "« A » et « B »", "« A » et que
 * « B »". NULL when there is none. */
static const dp_quotation *joined_quotation(const dp_scene *scene, uint32_t token, uint32_t end) {
    enum { LINKS = 2, LINK = DP_MARK_THAT | DP_MARK_OF | DP_MARK_TO | DP_MARK_ARTICLE | DP_MARK_POSSESSIVE };
    if (!dp_scene_is(scene, token - 1, DP_MARK_CLOSES)) return NULL;
    if (token < end && dp_scene_is(scene, token, DP_MARK_COMMA)) token++;
    if (token >= end || !dp_scene_is(scene, token++, DP_MARK_COORDINATE)) return NULL;
    for (uint32_t n = 0; n < LINKS && token < end && dp_scene_is(scene, token, LINK); n++) token++;
    if (token >= end || !dp_scene_is(scene, token, DP_MARK_OPENS)) return NULL;
    const dp_quotation *quotation = &scene->quotations->at[scene->marks[token].quotation];
    return quotation->close < end ? quotation : NULL;
}

/* Quotations that are joined to one that ends a piece belong to it. */
static void take_joined_quotations(const dp_scene *scene, const dp_cue *cue, dp_arguments *arguments) {
    if (cue->in_quote) return;
    for (uint32_t i = 0; i < arguments->content_count; i++) {
        dp_range *piece = &arguments->contents[i];
        uint32_t end = room_of(scene, cue, arguments, i);
        const dp_quotation *joined;
        while ((joined = joined_quotation(scene, piece->end, end)) != NULL) piece->end = joined->close + 1;
    }
}

/* "Il dit que A et que B": a clause that a conjunction joins with its own link belongs to the content, up to the next
 * sign. */
static void take_joined_clauses(const dp_scene *scene, const dp_cue *cue, dp_arguments *arguments) {
    enum { ENDS = DP_MARK_COMMA | DP_MARK_STOP | DP_MARK_SEMICOLON | DP_MARK_COLON | DP_MARK_DASH };
    if (!arguments->content_count) return;
    dp_range *piece = &arguments->contents[arguments->content_count - 1];
    if (piece->first < cue->tokens.end || !dp_scene_is(scene, piece->first - 1, DP_MARK_THAT)) return;
    uint32_t end = room_of(scene, cue, arguments, arguments->content_count - 1), outer = scene->marks[cue->head].outer;
    for (;;) {
        uint32_t t = piece->end;
        if (t < end && dp_scene_is(scene, t, DP_MARK_COMMA)) t++;
        if (t + 2 >= end || !dp_scene_is(scene, t, DP_MARK_COORDINATE)) return;
        if (!dp_scene_is(scene, t + 1, DP_MARK_THAT)) return;
        for (t += 2; t < end && !(dp_scene_is(scene, t, ENDS) && scene->marks[t].outer == outer);) t++;
        *piece = dp_piece_trim(scene, (dp_range){piece->first, t});
    }
}

/* "A, dit X, ne B plus": what follows the clause of saying goes on right behind its comma. */
static void begin_behind_comma(const dp_scene *scene, const dp_cue *cue, dp_arguments *arguments) {
    dp_range source = arguments->source;
    uint32_t end = source.first >= cue->tokens.end && source.end > source.first ? source.end : cue->tokens.end;
    if (end >= scene->text->token_count || !dp_scene_is(scene, end++, DP_MARK_COMMA)) return;
    for (uint32_t i = 1; i < arguments->content_count; i++) {
        dp_range *piece = &arguments->contents[i];
        if (arguments->contents[i - 1].end > cue->tokens.first || piece->first <= end) continue;
        uint32_t t = end;
        while (t < piece->first && !dp_scene_is(scene, t, DP_MARK_SIGN)) t++;
        if (t == piece->first) piece->first = end;
    }
}

/* Whether a content that ends before a token goes on there: "décrit X | comme Y", "le lien entre X | et Y". */
static bool goes_on_at(const dp_scene *scene, dp_range piece, uint32_t token, int as, int between) {
    enum { PAIR = 12 };
    if (as >= 0 && dp_pack_in_set(scene->pack, as, &scene->text->tokens[token])) return true;
    if (between < 0 || !dp_scene_is(scene, token, DP_MARK_COORDINATE)) return false;
    for (uint32_t n = 0, t = token; n < PAIR && t > piece.first; n++) {
        if (dp_scene_is(scene, --t, DP_MARK_COORDINATE | DP_MARK_SIGN)) return false;
        if (dp_pack_in_set(scene->pack, between, &scene->text->tokens[t])) return true;
    }
    return false;
}

/* A phrase of two parts is not cut between them; the second one reaches to the next sign, verb or conjunction. */
static void keep_pairs_whole(const dp_scene *scene, const dp_cue *cue, dp_arguments *arguments) {
    enum { ENDS = DP_MARK_SIGN | DP_MARK_COORDINATE | DP_MARK_RELATIVE | DP_MARK_THAT };
    int as = dp_pack_set(scene->pack, "claims.as"), between = dp_pack_set(scene->pack, "claims.between");
    for (uint32_t i = 0; i < arguments->content_count; i++) {
        dp_range *piece = &arguments->contents[i];
        uint32_t end = room_of(scene, cue, arguments, i);
        if (piece->first < cue->tokens.first) continue;
        if (piece->end >= end || !goes_on_at(scene, *piece, piece->end, as, between)) continue;
        uint32_t t = piece->end + 1;
        while (t < end && !scene->marks[t].finite && !dp_scene_is(scene, t, ENDS)) t++;
        if (t < end && dp_scene_is(scene, t, DP_MARK_OPENS)) {
            const dp_quotation *quotation = &scene->quotations->at[scene->marks[t].quotation];
            t = quotation->close < end ? quotation->close + 1 : t;
        }
        *piece = dp_piece_trim(scene, keep_names_whole(scene, (dp_range){piece->first, t}));
    }
}

void dp_contents_settle(const dp_scene *scene, const dp_cue *cue, const dp_units *units, dp_arguments *arguments) {
    take_adjacent_speech(scene, cue, units, arguments);
    widen_to_quotation(scene, cue, arguments);
    widen_to_sentence(scene, cue, units, arguments);
    leave_clause_before_out(scene, cue, arguments);
    take_rest_of_clause(scene, cue, arguments);
    leave_remark_out(scene, cue, arguments);
    leave_addressee_out(scene, cue, arguments);
    dp_contents_end(scene, cue, arguments);
    begin_behind_comma(scene, cue, arguments);
    keep_pairs_whole(scene, cue, arguments);
    take_joined_quotations(scene, cue, arguments);
    take_joined_clauses(scene, cue, arguments);
}
