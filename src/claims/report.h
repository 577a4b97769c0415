/*
 * report.h - claims while they are being worked out: what one stage step hands to the next.
 */
#ifndef DP_CLAIMS_REPORT_H
#define DP_CLAIMS_REPORT_H

#include "claims/argument.h"

typedef struct dp_report {
    const dp_cue *cue; /* NULL for a quotation without a cue */
    dp_arguments arguments;
    uint32_t speaker; /* entity, or DEPECHE_NONE */
    dp_str speaker_name;
    float probability; /* that it is a claim; of a draft that its cue reports this content, before it is cut */
    dp_range author; /* of an embedded message (see post.h) the name in its signature; empty for others */
    bool dropped; /* says the same as another one */
} dp_report;

typedef struct dp_reports {
    dp_report *at; /* drafts as they were found, then in the order of dp_report_place, ties by the order of finding */
    uint32_t count, capacity;
} dp_reports;

/* The token by which a report is put in order: its first content token. */
static inline uint32_t dp_report_place(const dp_report *report) {
    return report->arguments.content_count ? report->arguments.contents[0].first : 0;
}

static inline bool dp_report_is_post(const dp_report *report) {
    return report->author.first < report->author.end;
}

static inline dp_range dp_report_last(const dp_report *report) {
    return report->arguments.contents[report->arguments.content_count - 1];
}

/* Tokens of the content. */
uint32_t dp_report_size(const dp_report *report);

/* Whether a token is in the content. */
bool dp_report_holds(const dp_report *report, uint32_t token);

/* Tokens that two contents share, and how large a part that is of the tokens of either, 0 to 1. */
uint32_t dp_reports_shared(const dp_report *a, const dp_report *b);
float dp_reports_overlap(const dp_report *a, const dp_report *b);

/* Writes the features of one draft among all of a text (see draft.h), which is no embedded message, as one position of
 * `features`. Returns 0 or -1 (memory). */
int dp_report_features(const dp_scene *scene, const dp_reports *reports, uint32_t number, dp_features *features);

/* Marks the less likely of two reports whose contents are nearly the same and neither of which reports the other. */
void dp_reports_drop_doubles(dp_reports *reports);

/* Cuts a content short before the cue of a report that encloses it ("X a dit que A, a ajouté Y": ", a ajouté Y" is no
 * part of what X said), and before a conjunction that sets another report beside it ("X a dit que A, tandis que Y a dit
 * B"; the set conjunctions.contrast). Only the twelve reports before and behind one are looked at, and unlikely ones
 * neither cut nor are cut. */
void dp_reports_cut(const dp_scene *scene, dp_reports *reports);

/* Gives a report without a source that of the nearest one of its sentence whose verb has the same subject: "a dit X,
 * ajoutant", "X regrette A, mais affirme B". */
void dp_reports_share_sources(const dp_scene *scene, dp_reports *reports);

/* For every report the number of the smallest one whose content holds its cue and content, or DEPECHE_NONE. Never in a
 * circle, and at most 64 deep. */
void dp_reports_nest(const dp_reports *reports, uint32_t *enclosing);

/* Puts the reports in order. Returns 0 or -1 (memory). */
int dp_reports_sort(dp_arena *arena, dp_reports *reports);

#endif
