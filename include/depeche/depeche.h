/*
 * depeche.h - the analysis of news articles: who and what they speak of, and who says what.
 *
 * Everything here is thread-compatible: a pack may be shared by any number of threads, an analyzer and the
 * documents that it returns belong to one thread at a time.
 *
 * Conventions
 *   Strings    depeche_str: UTF-8 bytes with a length, not terminated. They live as long as what they came from.
 *   Offsets    depeche_span: half open, in Unicode code points into the document's text, and in bytes beside it.
 *   Errors     functions that can fail return DEPECHE_OK (0) or a negative depeche_status; where they take a
 *              depeche_error it holds a sentence for a person.
 *   Ownership  `_open`/`_new` give an object that the caller closes with `_close`; accessors lend.
 */
#ifndef DEPECHE_H
#define DEPECHE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define DEPECHE_API __attribute__((visibility("default")))
#define DEPECHE_MUST_USE __attribute__((warn_unused_result))
#else
#define DEPECHE_API
#define DEPECHE_MUST_USE
#endif

/* ------------------------------------------------------------------------------------------------- basics */

/* The version of the library, such as "0.1.0". Static. */
DEPECHE_API const char *depeche_version(void);

typedef enum depeche_status {
    DEPECHE_OK = 0,
    DEPECHE_ERROR_MEMORY = -1,      /* an allocation failed */
    DEPECHE_ERROR_IO = -2,          /* a file could not be read */
    DEPECHE_ERROR_PACK_FORMAT = -3, /* not a language pack, cut short, or damaged */
    DEPECHE_ERROR_PACK_VERSION = -4,/* a language pack of another version of depeche */
    DEPECHE_ERROR_TEXT = -5,        /* the text is not valid UTF-8 */
    DEPECHE_ERROR_TOO_LARGE = -6,   /* the text is larger than the limit */
    DEPECHE_ERROR_ARGUMENT = -7,    /* an argument is out of its range */
} depeche_status;

/* Why a call failed, as a sentence that says what to do. */
typedef struct depeche_error {
    depeche_status status;
    char message[256];
} depeche_error;

typedef struct depeche_str {
    const char *at; /* never NULL where len > 0 */
    size_t len;     /* bytes */
} depeche_str;

typedef struct depeche_span {
    uint32_t start, end;           /* code points */
    uint32_t byte_start, byte_end; /* bytes */
} depeche_span;

/* -------------------------------------------------------------------------------------------------- packs */

/* A language pack: the lexicons, gazetteer and trained models of one language, memory-mapped and immutable. */
typedef struct depeche_pack depeche_pack;

/* Maps the pack at `path` and verifies its version and checksum. *pack is the caller's, to close.
 * Errors: IO, PACK_FORMAT, PACK_VERSION, MEMORY. */
DEPECHE_API DEPECHE_MUST_USE depeche_status depeche_pack_open(const char *path, depeche_pack **pack,
                                                              depeche_error *error);

/* Opens the pack of a language ("fr") from the folders where packs are looked for, in this order: $DEPECHE_PACKS,
 * the folder of the build (only in a build tree), the folder of the installation. Errors as depeche_pack_open. */
DEPECHE_API DEPECHE_MUST_USE depeche_status depeche_pack_find(const char *language, depeche_pack **pack,
                                                              depeche_error *error);

/* Closes a pack; NULL is allowed. No analyzer may still use it. */
DEPECHE_API void depeche_pack_close(depeche_pack *pack);

/* The language of the pack (BCP 47, such as "fr") and the version of its content. Lent by the pack. */
DEPECHE_API const char *depeche_pack_language(const depeche_pack *pack);
DEPECHE_API const char *depeche_pack_version(const depeche_pack *pack);

/* ----------------------------------------------------------------------------------------------- analyzer */

/* Analyses articles one after the other, in one thread. Keeps its memory from one article to the next. */
typedef struct depeche_analyzer depeche_analyzer;

/* What was found in one article. Belongs to its analyzer and lives until that analyzer's next call. */
typedef struct depeche_document depeche_document;

/* What is known of an article beside its text. Every member may be left zero. */
typedef struct depeche_article {
    depeche_str title;     /* plain text, one paragraph */
    depeche_str body;      /* plain text; paragraphs separated by line ends */
    depeche_str language;  /* BCP 47, when the article says so; found out when empty */
    depeche_str source;    /* the paper or agency: the speaker of the narrator's own statements */
    int64_t published;     /* publication day, days since 1970-01-01; meaningful only with has_published */
    bool has_published;    /* without it relative days ("jeudi") stay unresolved */
} depeche_article;

/* An analyzer for the given packs, one a language; they must outlive it. Errors: MEMORY, ARGUMENT (no pack),
 * PACK_VERSION (a pack whose models were trained for another version). */
DEPECHE_API DEPECHE_MUST_USE depeche_status depeche_analyzer_new(const depeche_pack *const *packs, size_t count,
                                                                 depeche_analyzer **analyzer);

DEPECHE_API void depeche_analyzer_close(depeche_analyzer *analyzer);

/* Whether the documents of later runs say what moved the check-worthiness of each sentence and claim; at first they do
 * not. It takes some time and memory. */
DEPECHE_API void depeche_analyzer_explain(depeche_analyzer *analyzer, bool explain);

/* Analyses one article. *document is lent, until the next call on this analyzer. An article in a language without
 * a pack gives a document with its text and language and nothing found. Errors: TEXT, TOO_LARGE (more than
 * DEPECHE_TEXT_MAX bytes), MEMORY; the analyzer stays usable after each. */
DEPECHE_API DEPECHE_MUST_USE depeche_status depeche_analyzer_run(depeche_analyzer *analyzer,
                                                                 const depeche_article *article,
                                                                 const depeche_document **document);

#define DEPECHE_TEXT_MAX ((size_t)64 << 20)

/* ----------------------------------------------------------------------------------------------- document */

typedef enum depeche_analysis_status {
    DEPECHE_ANALYSED = 0,
    DEPECHE_UNSUPPORTED_LANGUAGE, /* no pack for the article's language */
    DEPECHE_UNKNOWN_LANGUAGE,     /* too little text to tell the language, and the article does not say */
} depeche_analysis_status;

typedef struct depeche_sentence {
    depeche_span span;
    float check_worthiness; /* 0 to 1: how much a fact-checker would want to verify it */
} depeche_sentence;

typedef enum depeche_entity_type {
    DEPECHE_PERSON = 0,
    DEPECHE_ORGANIZATION,
    DEPECHE_LOCATION,
    DEPECHE_EVENT,
    DEPECHE_WORK,  /* work, product, law, treaty, award, programme, named disease */
    DEPECHE_GROUP, /* members of a nation, people, religion or movement */
} depeche_entity_type;

/* One thing that the article speaks of, however often and under whichever names. */
typedef struct depeche_entity {
    depeche_entity_type type;
    depeche_str name;   /* canonical: the fullest form in the text, or the lexicon's */
    float salience;     /* 0 to 1, the most prominent entity near 1 */
    uint32_t aliases, roles, links, mentions; /* how many of each */
} depeche_entity;

typedef enum depeche_link_kind {
    DEPECHE_LINK_ISO3166 = 0, /* id: alpha-2 code of a country, ISO 3166-2 code of a part of one */
    DEPECHE_LINK_GEONAMES,    /* id: GeoNames number */
} depeche_link_kind;

typedef struct depeche_link {
    depeche_link_kind kind;
    depeche_str id;
    depeche_str label;    /* the name in the source of the link */
    bool has_coordinates;
    double latitude, longitude; /* degrees, WGS 84 */
} depeche_link;

typedef enum depeche_mention_kind {
    DEPECHE_MENTION_NAME = 0, /* "Kim Jong Un", "KCNA" */
    DEPECHE_MENTION_NOMINAL,  /* "le président russe" */
    DEPECHE_MENTION_PRONOUN,  /* "il" */
} depeche_mention_kind;

typedef struct depeche_mention {
    depeche_span span;
    depeche_mention_kind kind;
} depeche_mention;

typedef enum depeche_value_kind {
    DEPECHE_VALUE_DATE = 0, /* a calendar day or a longer or shorter stretch of time on the calendar */
    DEPECHE_VALUE_DURATION,
    DEPECHE_VALUE_MONEY,
    DEPECHE_VALUE_PERCENT,
    DEPECHE_VALUE_QUANTITY,
} depeche_value_kind;

typedef enum depeche_approximation {
    DEPECHE_EXACT = 0,
    DEPECHE_ABOUT,     /* environ, près de, quelque, une vingtaine */
    DEPECHE_MORE_THAN, /* plus de, au moins */
    DEPECHE_LESS_THAN, /* moins de, au plus */
} depeche_approximation;

typedef struct depeche_value {
    depeche_value_kind kind;
    depeche_span span;
    depeche_approximation approximation;
    bool has_number;
    double number;        /* the amount: of the currency, of per cent, of the unit; the first of two in a score */
    bool has_number2;
    double number2;       /* the second number of a score */
    depeche_str unit;     /* ISO 4217 code, unit or counted noun in the singular; may be empty */
    depeche_str iso;      /* dates: ISO 8601 day, month, year, time or start/end interval; durations: P..; may be
                             empty when it cannot be resolved */
} depeche_value;

typedef enum depeche_claim_kind {
    DEPECHE_CLAIM_DIRECT = 0, /* quoted word for word */
    DEPECHE_CLAIM_INDIRECT,   /* reported in the writer's words */
    DEPECHE_CLAIM_MIXED,      /* reported, with quoted words inside */
    DEPECHE_CLAIM_NOMINAL,    /* the content is a noun phrase: "a condamné l'attaque" */
    DEPECHE_CLAIM_STATEMENT,  /* the narrator's own check-worthy statement */
} depeche_claim_kind;

typedef enum depeche_polarity {
    DEPECHE_ASSERTS = 0,
    DEPECHE_DENIES,
    DEPECHE_DOUBTS,
    DEPECHE_WISHES,
    DEPECHE_ASKS,
    DEPECHE_ORDERS,
} depeche_polarity;

typedef enum depeche_certainty {
    DEPECHE_ASSERTED = 0,
    DEPECHE_CONDITIONAL, /* the conditional of hearsay: "auraient trouvé la mort" */
    DEPECHE_FUTURE,
    DEPECHE_QUESTION,
    DEPECHE_IMPERATIVE,
} depeche_certainty;

/* What moved a check-worthiness: one part of its log-odds. The parts of a sentence or claim add up to the logarithm of
 * score / (1 - score). */
typedef struct depeche_factor {
    const char *feature; /* "word", "opening" (the first word), "ending" (the last), "names", "numbers", "dates",
                            "tense", "quotation", "length", "position", "first_person", "question", "negation";
                            "other" for the lesser ones together, "base" for what all begin with. Static. */
    bool has_span;
    depeche_span span;   /* the word, of those that are about one */
    float weight;        /* above 0 for worth checking, below 0 against */
} depeche_factor;

#define DEPECHE_NONE UINT32_MAX /* no such entity, claim or value */

typedef struct depeche_claim {
    depeche_claim_kind kind;
    depeche_str cue_lemma;  /* "déclarer", "selon"; empty without a cue */
    depeche_str cue_class;  /* "say", "deny", ...; empty without a cue */
    bool cue_negated;       /* "n'a pas confirmé" */
    bool has_source;
    depeche_span source;    /* the whole noun phrase or pronoun */
    uint32_t speaker;       /* entity number of the speaker, or DEPECHE_NONE */
    depeche_str speaker_name; /* the speaker's resolved name; empty when the text names none */
    uint32_t joint_speakers;  /* how many others the source names beside the speaker: "Kim et Poutine" */
    uint32_t reported_by;   /* number of the enclosing claim, or DEPECHE_NONE */
    depeche_polarity polarity;
    depeche_certainty certainty;
    uint32_t said_at;       /* number of the value that says when it was said, or DEPECHE_NONE */
    float check_worthiness; /* 0 to 1 */
    uint32_t contents, cues; /* how many spans of each */
} depeche_claim;

DEPECHE_API depeche_analysis_status depeche_document_status(const depeche_document *document);

/* The language, BCP 47; "und" when unknown. */
DEPECHE_API depeche_str depeche_document_language(const depeche_document *document);

/* The text that all offsets count into: title, blank line, body; the body alone without a title. */
DEPECHE_API depeche_str depeche_document_text(const depeche_document *document);

/* Bytes of the title at the start of the text; 0 without a title. */
DEPECHE_API size_t depeche_document_title_length(const depeche_document *document);

/* The part of the text that a span covers. */
DEPECHE_API depeche_str depeche_document_slice(const depeche_document *document, depeche_span span);

/* Counts, and one of each by number; a number out of range gives a zeroed struct. Sentences, values and claims are
 * in the order of the text, entities by their first mention. */
DEPECHE_API uint32_t depeche_document_sentence_count(const depeche_document *document);
DEPECHE_API depeche_sentence depeche_document_sentence(const depeche_document *document, uint32_t number);
DEPECHE_API uint32_t depeche_document_sentence_factor_count(const depeche_document *document, uint32_t sentence);
DEPECHE_API depeche_factor depeche_document_sentence_factor(const depeche_document *document, uint32_t sentence,
                                                            uint32_t number);
DEPECHE_API uint32_t depeche_document_entity_count(const depeche_document *document);
DEPECHE_API depeche_entity depeche_document_entity(const depeche_document *document, uint32_t number);
DEPECHE_API depeche_str depeche_document_alias(const depeche_document *document, uint32_t entity, uint32_t number);
DEPECHE_API depeche_str depeche_document_role(const depeche_document *document, uint32_t entity, uint32_t number);
DEPECHE_API depeche_link depeche_document_link(const depeche_document *document, uint32_t entity, uint32_t number);
DEPECHE_API depeche_mention depeche_document_mention(const depeche_document *document, uint32_t entity,
                                                     uint32_t number);
DEPECHE_API uint32_t depeche_document_value_count(const depeche_document *document);
DEPECHE_API depeche_value depeche_document_value(const depeche_document *document, uint32_t number);
DEPECHE_API uint32_t depeche_document_claim_count(const depeche_document *document);
DEPECHE_API depeche_claim depeche_document_claim(const depeche_document *document, uint32_t number);
DEPECHE_API depeche_span depeche_document_claim_content(const depeche_document *document, uint32_t claim,
                                                        uint32_t number);
DEPECHE_API depeche_span depeche_document_claim_cue(const depeche_document *document, uint32_t claim, uint32_t number);
/* Entity number of one who says a claim together with its speaker; DEPECHE_NONE for a number out of range. */
DEPECHE_API uint32_t depeche_document_claim_joint_speaker(const depeche_document *document, uint32_t claim,
                                                          uint32_t number);
DEPECHE_API uint32_t depeche_document_claim_factor_count(const depeche_document *document, uint32_t claim);
DEPECHE_API depeche_factor depeche_document_claim_factor(const depeche_document *document, uint32_t claim,
                                                         uint32_t number);

#ifdef __cplusplus
}
#endif

#endif
