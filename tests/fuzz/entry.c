/* What libFuzzer calls, for the target FUZZ_TARGET. */
#include "fuzz/target.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    FUZZ_TARGET((dp_str){(const char *)data, size});
    return 0;
}
