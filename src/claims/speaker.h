/*
 * speaker.h - whose words a claim gives: the entity that its source names, or that a pronoun, a description, or nothing
 * at all stands for.
 */
#ifndef DP_SPEAKER_H
#define DP_SPEAKER_H

#include "claims/loose.h"
#include "learn/choice.h"

enum {
    DP_SPEAKERS_MAX = 24, /* entities that are weighed: those met last */
    DP_JOINT_MAX = 8,     /* entities that say something together with a speaker */
};

_Static_assert((int)DP_SPEAKERS_MAX < (int)DP_CHOICES_MAX, "all candidates and nobody are one decision");

/* How a source refers. */
typedef enum dp_reference {
    DP_REFERENCE_NONE = 0, /* no source and no cue */
    DP_REFERENCE_OMITTED,  /* a cue without a source */
    DP_REFERENCE_PASSIVE,  /* a passive cue without one */
    DP_REFERENCE_FIRST,    /* I, we */
    DP_REFERENCE_RELATIVE, /* who */
    DP_REFERENCE_PRONOUN,
    DP_REFERENCE_PERSON, /* a description with a noun for a person */
    DP_REFERENCE_BODY,   /* ... with a noun for a body */
    DP_REFERENCE_OTHER,
} dp_reference;

typedef struct dp_source_view {
    dp_reference reference;
    uint32_t head; /* token of its noun or pronoun */
    bool masculine, feminine, plural;
} dp_source_view;

/* Where a candidate stands among those for one claim. */
typedef struct dp_standing {
    uint8_t agreement; /* with the source in gender and number: 0 unknown, 1 agrees, 2 differs in gender, 3 in number */
    uint8_t fit_rank;  /* by last mention, among those of the kind and gender that the source asks for */
    uint8_t subject_rank; /* by last mention as a subject, among the same */
    uint8_t told_rank;    /* by last mention outside of what is said, among the same */
    uint8_t role;         /* dp_role_fit: of the source with what is known of it */
} dp_standing;

enum { DP_SUBJECT_OLD = 4 }; /* sentences after which it no longer matters that somebody was a subject */

enum { DP_STANDING_NONE = 15 }; /* rank of a candidate that does not fit, or was no subject lately */

/* What is known while going through the claims of a text in order. */
typedef struct dp_speakers {
    const dp_scene *scene;
    const dp_entities *entities;
    const dp_coverage *coverage;      /* of the contents of all claims */
    uint32_t recent[DP_SPEAKERS_MAX]; /* entities, last met first */
    uint32_t recent_count;
    uint32_t next_token;         /* what begins before it has been met */
    uint32_t next_mention;       /* ... and the mentions before this one */
    int masculine, feminine;     /* sets of subject pronouns */
    uint32_t *last_mention;      /* by entity */
    uint32_t *last_subject;      /* by entity: token + 1 where it was a subject or spoke last; 0 for nowhere */
    uint32_t *last_told;         /* by entity: token + 1 of its last mention outside of what is said, or where it spoke
                                  * last; 0 for nowhere */
    uint32_t *told;              /* by sentence: sentences up to it that are not said by somebody as a whole */
    uint32_t *claims_of;         /* by entity: claims so far */
    uint32_t last, last_but_one; /* speakers of the last two claims, or DEPECHE_NONE */
    uint32_t last_place;         /* token of the last claim */
    uint32_t resolved;           /* whom the source of the claim in hand means, as the entity stage judges */
    dp_standing standings[DP_SPEAKERS_MAX]; /* of the recent ones, for the claim in hand */
    uint32_t fitting;                       /* how many of them fit */
    dp_source_view view;                    /* of the source of the claim in hand */
} dp_speakers;

/* The coverage tells what is said from the narration: it has the contents of all claims, and must outlive the speakers.
 * Returns 0 or -1 (memory). */
int dp_speakers_init(const dp_scene *scene, const dp_entities *entities, const dp_coverage *coverage,
                     dp_speakers *speakers);

/* Meets all mentions before token `place`, and whom descriptions there mean that are subjects ("le premier ministre
 * s'est tu"). To be called with rising places. */
void dp_speakers_advance(dp_speakers *speakers, uint32_t place);

/* Makes an entity a candidate that is none yet: it may be named below only ("le maire", and later "M. B., maire"). */
void dp_speakers_admit(dp_speakers *speakers, uint32_t entity);

/* Notes whose the claim at `place` was (DEPECHE_NONE when unknown). */
void dp_speakers_note(dp_speakers *speakers, uint32_t place, uint32_t entity);

/* Compares the candidates for a claim with each other, and asks the entity stage whom a description means, who becomes
 * a candidate if it was none; to be called before they are weighed. */
void dp_speakers_compare(dp_speakers *speakers, const dp_report *report);

/* The candidate for the claim in hand whom the text or the lexicon knows by the very description that its source is, no
 * other candidate as well ("le chef de l'État"), and whom the entity stage takes too; DEPECHE_NONE when there is none.
 */
uint32_t dp_speaker_by_role(const dp_speakers *speakers);

/* Whether a pronoun, as the source of the claim in hand, and the candidate recent[i] differ in number: several are no
 * person, and one is no group. */
bool dp_speakers_differ_in_number(const dp_speakers *speakers, uint32_t i);

/* The sentences of the narration from an entity's last mention as a subject to token `place`; DP_SUBJECT_OLD when there
 * is none near. */
uint32_t dp_speaker_subject_gap(const dp_speakers *speakers, uint32_t entity, uint32_t place);

/* The entity that a source names itself: its last person, else its last organisation, else the place that it is ("la
 * Suisse"); DEPECHE_NONE when it names none.
 * Where the tags hold such a name without an entity, *name is its text. */
uint32_t dp_speaker_named(const dp_scene *scene, const dp_entities *entities, dp_range source, dp_str *name);

/* The other entities that a source names beside its speaker, who say it together ("Kim et Poutine", "le PS et les
 * Verts"): of the same type, in the order of the text. Writes up to DP_JOINT_MAX and gives how many. */
uint32_t dp_speaker_joint(const dp_scene *scene, const dp_entities *entities, dp_range source, uint32_t speaker,
                          uint32_t joint[DP_JOINT_MAX]);

/* Whether a source describes somebody by the body or person that it names ("l'élue Open VLD", "l'avocat de Paul B."):
 * the text may give the name of whom it means elsewhere. */
bool dp_speaker_is_member(const dp_scene *scene, dp_range source);

/* Whose text or speech a source is that the text describes by who that is elsewhere: "un communiqué de la police
 * londonienne" where Scotland Yard is named; DEPECHE_NONE for any other source. */
uint32_t dp_speaker_of_document(const dp_scene *scene, const dp_entities *entities, dp_range source);

/* The body that a source describes, as that of whoever it describes: "la porte-parole de la fédération"; DEPECHE_NONE
 * when it describes none that the text names. */
uint32_t dp_speaker_of_body(const dp_scene *scene, const dp_entities *entities, dp_range source);

/* A name that a source holds although the tags have no person or organisation there: another name that ends it ("la
 * Suisse", "le Lincoln Journal Star"), else a word with a capital that is no role ("un livreur surnommé Bouboule") and
 * no department ("le ministre de la Santé"), to the end of the source. Gives its entity, or DEPECHE_NONE; *name is
 * empty when there is no such name. */
uint32_t dp_speaker_capitalised(const dp_scene *scene, const dp_entities *entities, dp_range source, dp_str *name);

/* Whether a description is of several ("les services", "des riverains"), who have no one name. In the corpus five of
 * some 550 such sources stand for a body whose members they are. */
bool dp_speaker_is_several(const dp_scene *scene, dp_range source);

/* The entity that the whole source describes for certain, as the entity stage found ("le groupe"); DEPECHE_NONE when it
 * describes none so. */
uint32_t dp_speaker_described(const dp_entities *entities, dp_range source);

/* The person met last of whose name a source is the initials ("R. K.-S."), as interviews have them; DEPECHE_NONE when
 * it is nobody's. */
uint32_t dp_speaker_by_initials(const dp_speakers *speakers, dp_range source);

/* Whether it is open whom a source without a name means: it describes nobody for certain, nor several, and is not the
 * pronoun of "celui qui" or of a question. */
bool dp_speaker_is_open(const dp_scene *scene, const dp_entities *entities, dp_range source);

/* Where a claim stands for the question who speaks: its source, else its cue, else its content. */
uint32_t dp_speaker_place(const dp_report *report);

/* The token up to which names are met before it is asked who speaks: where the claim begins. What somebody says seldom
 * names them. */
uint32_t dp_speaker_horizon(const dp_report *report);

/* Writes the features of each candidate for the speaker of a report, which was compared last, as one position, and
 * after them those of there being none, as the last position. Returns 0 or -1 (memory). */
int dp_speaker_features(const dp_speakers *speakers, const dp_report *report, dp_features *features);

/* Finds whose words each report gives (by `model`; NULL when there is none): its speaker and the speaker's name. The
 * coverage has the contents of all reports.
 * Sources that are pronouns or descriptions become mentions of their speakers. Reports must be in order. Returns 0 or
 * -1 (memory). */
int dp_speakers_find(const dp_scene *scene, dp_entities *entities, const dp_coverage *coverage, const dp_choice *model,
                     dp_reports *reports);

#endif
