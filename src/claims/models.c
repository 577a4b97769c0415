#include "claims/models.h"

#include "claims/argument.h"

static bool open_logistic(const depeche_pack *pack, const char *section, dp_logistic *model) {
    dp_str bytes = dp_pack_section(pack, section);
    return bytes.len > 0 && dp_logistic_open(bytes, model, NULL) == DEPECHE_OK;
}

void dp_claim_models_open(const depeche_pack *pack, dp_claim_models *models) {
    *models = (dp_claim_models){0};
    models->cue.present = open_logistic(pack, "model.claims.cue", &models->cue.model);
    models->report.present = open_logistic(pack, "model.claims.report", &models->report.model);
    models->loose.present = open_logistic(pack, "model.claims.loose", &models->loose.model);
    models->worth.present = open_logistic(pack, "model.claims.worth", &models->worth.model);
    dp_str bytes = dp_pack_section(pack, "model.claims.speakers");
    models->speaker.present = bytes.len > 0 && dp_choice_open(bytes, &models->speaker.model, NULL) == DEPECHE_OK;
    bytes = dp_pack_section(pack, "model.claims.argument");
    models->argument.present = bytes.len > 0 && dp_crf_open(bytes, &models->argument.model, NULL) == DEPECHE_OK &&
                               models->argument.model.weights.labels == DP_ARGUMENT_LABELS;
}
