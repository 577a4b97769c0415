/*
 * rules.h - a small set of French token rules, and the cutting of a text by them.
 */
#ifndef DP_TEST_RULES_H
#define DP_TEST_RULES_H

#include "text/text.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* All sorted in byte order. */
static const dp_str rule_abbreviations[] = {{"art.", 4}, {"av.", 3},   {"c.-à-d.", 8}, {"etc.", 4}, {"fr.", 3},
                                            {"h.", 2},   {"j.-c.", 5}, {"m.", 2},      {"mm.", 3},  {"ph.d.", 5}};
static const dp_str rule_elisions[] = {{"c'", 2}, {"d'", 2},      {"jusqu'", 6}, {"l'", 2},      {"lorsqu'", 7},
                                       {"n'", 2}, {"presqu'", 7}, {"qu'", 3},    {"quelqu'", 7}, {"s'", 2}};
static const dp_str rule_clitics[] = {{"-ce", 3},     {"-elle", 5}, {"-en", 3},   {"-il", 3},
                                      {"-ils", 4},    {"-le", 3},   {"-là", 4},   {"-moi", 4},
                                      {"-t-elle", 7}, {"-t-il", 5}, {"-t-on", 5}, {"-vous", 5}};
static const dp_str rule_whole[] = {{"aujourd'hui", 11}, {"c'est-à-dire", 13}, {"n°", 3},         {"prud'hommes", 11},
                                    {"quelqu'un", 9},    {"rendez-vous", 11},  {"suivez-moi", 10}};
static const dp_str rule_tails[] = {{"e", 1}, {"er", 2}, {"h", 1}, {"ème", 4}};
static const dp_str rule_finals[] = {{"art.", 4}, {"etc.", 4}, {"fr.", 3}, {"mm.", 3}};
static const dp_str rule_starters[] = {{"il", 2}, {"la", 2}, {"le", 2}, {"une", 3}};
static const dp_str rule_glued[] = {{"il", 2}, {"l'", 2}, {"le", 2}};

static const dp_token_rules french = {
    .abbreviations = rule_abbreviations,
    .abbreviation_count = COUNT(rule_abbreviations),
    .elisions = rule_elisions,
    .elision_count = COUNT(rule_elisions),
    .clitics = rule_clitics,
    .clitic_count = COUNT(rule_clitics),
    .whole = rule_whole,
    .whole_count = COUNT(rule_whole),
    .tails = rule_tails,
    .tail_count = COUNT(rule_tails),
    .finals = rule_finals,
    .final_count = COUNT(rule_finals),
    .starters = rule_starters,
    .starter_count = COUNT(rule_starters),
    .glued = rule_glued,
    .glued_count = COUNT(rule_glued),
};

static inline dp_str str_of(const char *string) {
    return (dp_str){string, strlen(string)};
}

/* The text cut into `arena`, its tokens joined by | and its sentences by a line end; in the arena, terminated. */
static inline const char *cut_joined(dp_arena *arena, const char *string, size_t title_length, dp_text *text) {
    if (dp_text_cut(arena, &french, str_of(string), title_length, text)) return "out of memory";
    char *joined = dp_arena_alloc(arena, strlen(string) + text->token_count + (size_t)1), *to = joined;
    for (uint32_t i = 0; i < text->token_count; i++) {
        dp_str token = dp_text_token(text, i);
        if (i > 0) *to++ = text->tokens[i].flags & DP_TOKEN_SENTENCE_START ? '\n' : '|';
        memcpy(to, token.at, token.len);
        to += token.len;
    }
    *to = '\0';
    return joined;
}

#endif
