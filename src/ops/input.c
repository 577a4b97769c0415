#include "ops/input.h"

#include <errno.h>

enum { CHUNK = 64 * 1024 };

int dp_input_stream(FILE *stream, size_t limit, dp_buffer *content) {
    char chunk[CHUNK];
    size_t start = content->len;
    for (;;) {
        errno = 0;
        size_t got = fread(chunk, 1, sizeof chunk, stream);
        if (got > limit - (content->len - start)) return EFBIG;
        dp_buffer_add(content, (dp_str){chunk, got});
        if (content->failed) return ENOMEM;
        if (ferror(stream)) return errno ? errno : EIO;
        if (feof(stream)) return 0;
    }
}

int dp_input_file(const char *path, size_t limit, dp_buffer *content) {
    FILE *stream = fopen(path, "rbe");
    if (!stream) return errno;
    int result = dp_input_stream(stream, limit, content);
    fclose(stream);
    return result;
}
