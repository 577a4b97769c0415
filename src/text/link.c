#include "text/cutter.h"

/* Top-level domains that are taken for one without http:// or www. before: the usual ones and those of countries
 * where news in a Latin script come from. Sorted. */
static const char *const domains[] = {
    "app", "at",     "be",  "bf", "bj", "bzh", "ca", "cd", "ch",   "ci",   "cm", "cn",   "co",    "com",
    "de",  "dz",     "edu", "es", "eu", "fr",  "ga", "gn", "gouv", "gov",  "ht", "info", "int",   "io",
    "it",  "jp",     "lu",  "ma", "mc", "mg",  "ml", "mu", "net",  "news", "nl", "org",  "paris", "pl",
    "pt",  "quebec", "re",  "rs", "ru", "sn",  "td", "tg", "tn",   "tv",   "ua", "uk",   "us",
};

static bool is_domain(dp_str label) {
    size_t low = 0, high = sizeof domains / sizeof *domains;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = dp_str_compare((dp_str){domains[middle], strlen(domains[middle])}, label);
        if (order == 0) return true;
        if (order < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return false;
}

static bool host_byte(char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-';
}

static bool local_byte(char c) {
    return host_byte(c) || c == '_' || c == '+' || c == '%';
}

/* The end of a run of `accepts` bytes with single stops between them, at most DP_LINK_HOST long. */
static size_t dotted_end(dp_str bytes, size_t start, bool (*accepts)(char)) {
    size_t end = start, limit = bytes.len - start > DP_LINK_HOST ? start + DP_LINK_HOST : bytes.len;
    while (end < limit) {
        bool stop = bytes.at[end] == '.' && end > start && end + 1 < limit && accepts(bytes.at[end + 1]);
        if (!stop && !accepts(bytes.at[end])) break;
        end++;
    }
    return end;
}

/* Whether the path of a URL goes on at `offset`. */
static bool path_goes_on(dp_str bytes, size_t offset, size_t *after) {
    switch (dp_character_at(bytes, offset, after)) {
        case DP_CHAR_END:
        case DP_CHAR_SPACE:
        case DP_CHAR_LINE:
        case DP_CHAR_QUOTE:
        case DP_CHAR_ACCENT:
            return false;
        case DP_CHAR_PUNCTUATION:
            return (unsigned char)bytes.at[offset] < 0x80; /* no dash, no ellipsis */
        default:
            return bytes.at[offset] != '<' && bytes.at[offset] != '>';
    }
}

/* The end of a URL whose path may start at `end`; punctuation that ends the sentence around it stays outside. */
static size_t path_end(dp_str bytes, size_t end) {
    size_t after, open = 0, close = 0, start = end;
    while (path_goes_on(bytes, end, &after)) {
        open += bytes.at[end] == '(';
        close += bytes.at[end] == ')';
        end = after;
    }
    while (end > start) {
        char last = bytes.at[end - 1];
        if (last == ')' && close > open) {
            close--;
        } else if (!memchr(".,;:!?'*]}", last, 10)) {
            break;
        }
        end--;
    }
    return end;
}

static bool has_scheme(dp_str bytes, size_t start, size_t end) {
    dp_str run = {bytes.at + start, end - start}, rest = {bytes.at + end, bytes.len - end};
    bool known =
        dp_str_equal(run, DP_STR("http")) || dp_str_equal(run, DP_STR("https")) || dp_str_equal(run, DP_STR("ftp"));
    return known && dp_str_starts(rest, DP_STR("://"));
}

/* A host name without a scheme (lemonde.fr/sport), from `start`; gives `start` when there is none. A host that began
 * later in the same run would have the same end, so there is none either. */
static size_t bare_host(dp_cutter *cutter, size_t start) {
    dp_str bytes = cutter->bytes;
    if (start < cutter->no_host) return start;
    size_t end = dotted_end(bytes, start, host_byte), label = end, after;
    cutter->no_host = end;
    while (label > start && bytes.at[label - 1] != '.') label--;
    if (label <= start + 1) return start;
    dp_str last = {bytes.at + label, end - label}, head = {bytes.at + start, label - start};
    if (!is_domain(last) && !dp_str_starts(head, DP_STR("www."))) return start;
    if (dp_character_is_word(dp_character_at(bytes, end, &after))) return start;
    return end < bytes.len && bytes.at[end] == '/' ? path_end(bytes, end) : end;
}

/* An e-mail address from `start`; gives `start` when there is none. */
static size_t address_end(dp_cutter *cutter, size_t start) {
    dp_str bytes = cutter->bytes;
    if (start < cutter->no_address) return start;
    size_t local = dotted_end(bytes, start, local_byte);
    cutter->no_address = local;
    if (local == start || local >= bytes.len || bytes.at[local] != '@') return start;
    size_t host = dotted_end(bytes, local + 1, host_byte);
    return memchr(bytes.at + local + 1, '.', host - local - 1) ? host : start;
}

/* The name after @ or #: letters, digits, low lines; with a letter among them. */
static size_t tag_end(dp_str bytes, size_t start) {
    bool letter = false;
    size_t end = start, after;
    for (;;) {
        dp_character class = dp_character_at(bytes, end, &after);
        bool low_line = class == DP_CHAR_PUNCTUATION && bytes.at[end] == '_';
        if (!low_line && !dp_character_is_word(class)) break;
        letter = letter || dp_character_is_letter(class);
        end = after;
    }
    return letter ? end : start;
}

size_t dp_link_tag(dp_str bytes, size_t start) {
    size_t end = tag_end(bytes, start + 1);
    return end > start + 1 ? end : start;
}

size_t dp_link_find(dp_cutter *cutter, size_t start, size_t end) {
    dp_str bytes = cutter->bytes;
    if (end >= bytes.len || !memchr(".:@_+%", bytes.at[end], 6)) return start;
    if (bytes.at[end] == ':') return has_scheme(bytes, start, end) ? path_end(bytes, end + 3) : start;
    size_t address = address_end(cutter, start);
    if (address > start) return address;
    return bytes.at[end] == '.' ? bare_host(cutter, start) : start;
}
