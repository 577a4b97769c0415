#include "french.h"

depeche_pack *french_pack;

int french_open_pack(void **state) {
    (void)state;
    depeche_error error;
    if (depeche_pack_find("fr", &french_pack, &error) == DEPECHE_OK) return 0;
    print_error("%s\n", error.message);
    return -1;
}

int french_close_pack(void **state) {
    (void)state;
    depeche_pack_close(french_pack);
    return 0;
}

void french_cut(dp_arena *arena, const char *string, dp_text *text) {
    dp_str bytes = {string, strlen(string)};
    assert_int_equal(dp_text_cut(arena, dp_pack_token_rules(french_pack), bytes, 0, text), 0);
    dp_pack_assign_words(french_pack, text);
}
