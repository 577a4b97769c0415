#include "tagger/tagger.h"

#include "tagger/borders.h"
#include "tagger/doubts.h"
#include "tagger/listing.h"
#include "tagger/passes.h"
#include "tagger/repeats.h"

int dp_tagger_run(const depeche_pack *pack, dp_arena *arena, const dp_text *text, const dp_quotations *quotations,
                  dp_tags *tags) {
    dp_tagger_model model;
    dp_view view;
    *tags = (dp_tags){0};
    if (text->token_count == 0) return 0;
    /* A pack without a model tags nothing; the pack's own checks have refused a damaged one. */
    if (dp_tagger_model_open(dp_pack_section(pack, "model.tagger"), &model, NULL)) return 0;
    if (dp_view_open(pack, arena, text, quotations, &view)) return -1;
    if (dp_passes_run(&view, &model, DP_FAMILIES_ALL, arena, tags)) return -1;
    dp_borders_cut_links(text, tags);
    dp_borders_close(pack, text, tags);
    dp_borders_take_initials(pack, text, tags);
    dp_borders_take_people(pack, text, tags);
    dp_borders_leave_sentence(pack, text, tags);
    dp_doubts_drop(tags);
    dp_doubts_drop_unfounded(pack, text, tags);
    dp_doubts_settle_known(pack, text, tags);
    dp_listing_settle(pack, text, tags);
    dp_doubts_settle_groups(pack, text, tags);
    dp_doubts_drop_unorganised(pack, text, &view.evidence, tags);
    dp_borders_join_places(pack, text, tags);
    if (dp_borders_repair(pack, arena, text, tags)) return -1;
    return dp_repeats_add(pack, &view.hits, arena, text, tags);
}
