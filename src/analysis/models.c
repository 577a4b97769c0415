#include "analysis/models.h"

#include "base/error.h"
#include "claims/models.h"
#include "tagger/passes.h"

static bool has(const depeche_pack *pack, const char *section) {
    return dp_pack_section(pack, section).len > 0;
}

/* A model of the pack, and whether it is one that this version reads. */
typedef struct part {
    const char *section;
    bool read;
} part;

static depeche_status refuse(const depeche_pack *pack, const char *section, depeche_error *error) {
    return dp_error_set(error, DEPECHE_ERROR_PACK_VERSION,
                        "the language pack \"%s\" was trained for another version of depeche (its part %s is "
                        "missing or cannot be read); build it anew, or install the pack that came with this version",
                        depeche_pack_language(pack), section);
}

depeche_status dp_models_check(const depeche_pack *pack, depeche_error *error) {
    dp_tagger_model tagger;
    dp_claim_models claims;
    bool tags = dp_tagger_model_open(dp_pack_section(pack, "model.tagger"), &tagger, NULL) == DEPECHE_OK;
    if (!tags && has(pack, "model.tagger")) return refuse(pack, "model.tagger", error);
    dp_claim_models_open(pack, &claims);
    const part parts[] = {
        {"model.claims.argument", claims.argument.present}, {"model.claims.cue", claims.cue.present},
        {"model.claims.loose", claims.loose.present},       {"model.claims.report", claims.report.present},
        {"model.claims.speakers", claims.speaker.present},  {"model.claims.worth", claims.worth.present},
    };
    /* They come together: without one of them the stage would find less, and not say so. */
    const char *unread = NULL, *missing = NULL;
    bool any = false;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        bool there = has(pack, parts[i].section);
        any |= there;
        if (!parts[i].read) *(there ? &unread : &missing) = parts[i].section;
    }
    if (unread) return refuse(pack, unread, error);
    if (any && missing) return refuse(pack, missing, error);
    return DEPECHE_OK;
}
