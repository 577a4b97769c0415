#include "fuzz/target.h"
#include "text/utf8.h"

dp_str fuzz_valid(dp_arena *arena, dp_str input) {
    char *bytes = dp_arena_alloc(arena, input.len);
    FUZZ_CHECK(bytes);
    dp_str valid = {bytes, 0}, rest = input;
    while (rest.len) {
        size_t good = dp_utf8_check(rest);
        memcpy(bytes + valid.len, rest.at, good);
        valid.len += good;
        size_t passed = good < rest.len ? good + 1 : good;
        rest = (dp_str){rest.at + passed, rest.len - passed};
    }
    return valid;
}

dp_str fuzz_copy(dp_str input) {
    char *bytes = malloc(input.len ? input.len : 1);
    FUZZ_CHECK(bytes);
    if (input.len) memcpy(bytes, input.at, input.len);
    return (dp_str){bytes, input.len};
}
