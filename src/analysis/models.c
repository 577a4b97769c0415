#include "analysis/models.h"

#include "base/error.h"
#include "claims/models.h"
#include "tagger/passes.h"

static bool has(const depeche_pack *pack, const char *section) {
    return dp_pack_section(pack, section).len > 0;
}

depeche_status dp_models_check(const depeche_pack *pack, depeche_error *error) {
    dp_tagger_model tagger;
    dp_claim_models claims;
    dp_claim_models_open(pack, &claims);
    const struct {
        const char *section;
        bool read;
    } models[] = {
        {"model.tagger", dp_tagger_model_open(dp_pack_section(pack, "model.tagger"), &tagger, NULL) == DEPECHE_OK},
        {"model.claims.argument", claims.argument.present},
        {"model.claims.cue", claims.cue.present},
        {"model.claims.loose", claims.loose.present},
        {"model.claims.speakers", claims.speaker.present},
        {"model.claims.worth", claims.worth.present},
    };
    for (size_t i = 0; i < sizeof models / sizeof *models; i++) {
        if (models[i].read || !has(pack, models[i].section)) continue;
        return dp_error_set(
            error, DEPECHE_ERROR_PACK_VERSION,
            "the language pack \"%s\" was trained for another version of depeche (its part %s cannot be "
            "read); build it anew, or install the pack that came with this version",
            depeche_pack_language(pack), models[i].section);
    }
    return DEPECHE_OK;
}
