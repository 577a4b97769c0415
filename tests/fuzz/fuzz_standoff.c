/* Stand-off annotations read as gold and as findings, measured against each other, and written. */
#include "eval/score.h"
#include "eval/standoff.h"
#include "fuzz/target.h"

static void check_count(dp_count count) {
    FUZZ_CHECK(count.right <= count.found && count.right <= count.gold);
}

static void measure(dp_arena *arena, const dp_exam *exam, const dp_gold *found, FILE *nowhere) {
    dp_score score = {0};
    dp_comparisons comparisons;
    FUZZ_CHECK(dp_score_add(arena, exam, found, &score, &comparisons) == 0);
    for (int tag = 0; tag < DP_TAG_COUNT; tag++) check_count(score.types[tag]);
    check_count(score.claims50);
    check_count(score.claims80);
    check_count(score.quoted);
    check_count(score.check_worthy);
    FUZZ_CHECK(score.claims80.right <= score.claims50.right && score.cues <= score.claims50.right);
    dp_score_print_errors(exam, found, &comparisons, 100, nowhere);
    FUZZ_CHECK(dp_standoff_write(found, exam->gold.id, nowhere) == 0);
}

void fuzz_standoff(dp_str input) {
    static FILE *nowhere;
    if (!nowhere) nowhere = fopen("/dev/null", "w");
    FUZZ_CHECK(nowhere);
    dp_arena arena;
    dp_arena_init(&arena);
    dp_str file = fuzz_copy(input);
    dp_exams exams = {0};
    depeche_error error = {0};
    depeche_status status = dp_standoff_read(&arena, "fuzz.jsonl", file, &exams, &error);
    FUZZ_CHECK(status == DEPECHE_OK || (status == DEPECHE_ERROR_PACK_FORMAT && error.message[0]));
    dp_gold *found = dp_arena_calloc(&arena, (size_t)exams.count + 1, sizeof *found);
    FUZZ_CHECK(found);
    status = dp_standoff_read_system(&arena, "fuzz.jsonl", file, &exams, found, &error);
    FUZZ_CHECK(status == DEPECHE_OK || (status == DEPECHE_ERROR_PACK_FORMAT && error.message[0]));
    for (uint32_t i = 0; i < exams.count; i++) {
        measure(&arena, &exams.at[i], &exams.at[i].gold, nowhere);
        measure(&arena, &exams.at[i], &found[i], nowhere);
    }
    fuzz_free(file);
    dp_arena_close(&arena);
}
