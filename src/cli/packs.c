#include "cli/packs.h"

#include <stdio.h>

#include "analysis/models.h"
#include "base/error.h"

static depeche_status open_language(const char *folder, const char *language, depeche_pack **pack,
                                    depeche_error *error) {
    if (!*folder) return depeche_pack_find(language, pack, error);
    char path[1024];
    int length = snprintf(path, sizeof path, "%s/%s.pack", folder, language);
    if (length < 0 || (size_t)length >= sizeof path) {
        return dp_error_set(error, DEPECHE_ERROR_ARGUMENT, "packs: the folder's name is too long");
    }
    return depeche_pack_open(path, pack, error);
}

dp_exit dp_packs_open(const dp_settings *settings, dp_packs *packs, depeche_error *error) {
    *packs = (dp_packs){0};
    const char *folder = dp_settings_text(settings, DP_SETTING_PACKS);
    depeche_status status = DEPECHE_OK;
    for (const char *at = dp_settings_text(settings, DP_SETTING_LANGUAGES); *at && status == DEPECHE_OK;) {
        char language[36];
        at += strspn(at, ", ");
        size_t length = strcspn(at, ", ");
        if (length == 0) break;
        if (length >= sizeof language || packs->count == DP_PACKS_MAX) {
            status =
                dp_error_set(error, DEPECHE_ERROR_ARGUMENT, "languages: \"%.40s\" is no language, or too many", at);
            break;
        }
        snprintf(language, sizeof language, "%.*s", (int)length, at);
        status = open_language(folder, language, &packs->at[packs->count], error);
        packs->count += status == DEPECHE_OK;
        if (status == DEPECHE_OK) status = dp_models_check(packs->at[packs->count - 1], error);
        at += length;
    }
    if (status == DEPECHE_OK && packs->count == 0) {
        status = dp_error_set(error, DEPECHE_ERROR_ARGUMENT, "languages: names no language");
    }
    if (status == DEPECHE_OK) return DP_EXIT_OK;
    dp_packs_close(packs);
    return status == DEPECHE_ERROR_MEMORY ? DP_EXIT_FAILURE : DP_EXIT_CONFIGURATION;
}

void dp_packs_close(dp_packs *packs) {
    for (size_t i = 0; i < packs->count; i++) depeche_pack_close(packs->at[i]);
    packs->count = 0;
}
