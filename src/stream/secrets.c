#include "stream/secrets.h"

#include <stdio.h>
#include <string.h>

/* What is shorter would be found everywhere. */
enum { SECRET_MIN = 4 };

#define HIDDEN "(hidden)"

/* librdkafka's text before a piece, from anywhere in it, of a property that it cannot read. */
#define PIECE_FOLLOWS "beginning at: "

/* The length of the secret that `text` begins with; 0: it begins with none. */
static size_t secret_at(const dp_worker_options *options, const char *text) {
    size_t longest = 0;
    for (size_t i = 0; i < options->secret_count; i++) {
        size_t length = strlen(options->secrets[i]);
        if (length < SECRET_MIN || length <= longest) continue;
        if (strncmp(text, options->secrets[i], length) == 0) longest = length;
    }
    return longest;
}

void dp_secrets_hide(const dp_worker_options *options, const char *text, char *shown, size_t size) {
    size_t used = 0;
    const char *piece = strstr(text, PIECE_FOLLOWS);
    if (piece) piece += strlen(PIECE_FOLLOWS);
    while (*text && used + 1 < size) {
        size_t length = text == piece ? strlen(text) : secret_at(options, text);
        if (length == 0) {
            shown[used++] = *text++;
            continue;
        }
        int added = snprintf(shown + used, size - used, "%s", HIDDEN);
        used += (size_t)added < size - used ? (size_t)added : size - used - 1;
        text += length;
    }
    shown[used] = '\0';
}
