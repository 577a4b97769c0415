#include "base/str.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

uint64_t dp_str_hash(dp_str string) {
    return XXH3_64bits(string.at, string.len);
}
