#include "article/writer.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"

enum { CAPACITY_MIN = 16 * 1024, RETAINED_DEFAULT = 16 * 1024 * 1024 };

void dp_writer_init(dp_writer *writer) {
    *writer = (dp_writer){.retained = RETAINED_DEFAULT, .max = SIZE_MAX};
}

void dp_writer_close(dp_writer *writer) {
    dp_free(writer->at);
    dp_writer_init(writer);
}

void dp_writer_reset(dp_writer *writer) {
    if (writer->capacity > writer->retained) {
        dp_free(writer->at);
        writer->at = NULL;
        writer->capacity = 0;
    }
    writer->len = 0;
    writer->failed = false;
    writer->overflowed = false;
}

dp_str dp_writer_bytes(const dp_writer *writer) {
    return writer->failed ? (dp_str){0} : (dp_str){writer->at, writer->len};
}

/* Room for `size` more bytes; NULL when memory or the maximum is or was out. */
static char *room(dp_writer *writer, size_t size) {
    if (writer->failed) return NULL;
    if (size > writer->max - writer->len) {
        writer->failed = writer->overflowed = true;
        return NULL;
    }
    if (writer->capacity - writer->len < size) {
        size_t want = writer->capacity ? writer->capacity : CAPACITY_MIN;
        while (want - writer->len < size && want <= SIZE_MAX / 2) want *= 2;
        char *grown = want - writer->len < size ? NULL : dp_realloc(writer->at, want);
        if (!grown) {
            writer->failed = true;
            return NULL;
        }
        writer->at = grown;
        writer->capacity = want;
    }
    return writer->at + writer->len;
}

static void put(dp_writer *writer, const char *bytes, size_t count) {
    char *at = count ? room(writer, count) : NULL;
    if (!at) return;
    memcpy(at, bytes, count);
    writer->len += count;
}

static void put_byte(dp_writer *writer, char byte) {
    put(writer, &byte, 1);
}

/* A comma, unless the value to come is the first of its container or follows its name. */
static void separate(dp_writer *writer) {
    if (writer->len == 0) return;
    char last = writer->at[writer->len - 1];
    if (last != '{' && last != '[' && last != ':') put_byte(writer, ',');
}

void dp_writer_open(dp_writer *writer, char bracket) {
    separate(writer);
    put_byte(writer, bracket);
}

void dp_writer_end(dp_writer *writer, char bracket) {
    put_byte(writer, bracket);
}

void dp_writer_word(dp_writer *writer, const char *word) {
    separate(writer);
    put_byte(writer, '"');
    put(writer, word, strlen(word));
    put_byte(writer, '"');
}

void dp_writer_colon(dp_writer *writer) {
    put_byte(writer, ':');
}

void dp_writer_name(dp_writer *writer, const char *name) {
    dp_writer_word(writer, name);
    dp_writer_colon(writer);
}

void dp_writer_raw(dp_writer *writer, dp_str json) {
    separate(writer);
    put(writer, json.at, json.len);
}

/* The escape of a byte below 0x20, a quotation mark or a backslash. */
static void put_escape(dp_writer *writer, unsigned char byte) {
    static const char hex[] = "0123456789abcdef", controls[] = "\b\t\n\f\r\"\\", letters[] = "btnfr\"\\";
    const char *control = memchr(controls, byte, sizeof controls - 1);
    if (control) {
        put(writer, (char[]){'\\', letters[control - controls]}, 2);
    } else {
        put(writer, (char[]){'\\', 'u', '0', '0', hex[byte >> 4], hex[byte & 15]}, 6);
    }
}

void dp_writer_string(dp_writer *writer, dp_str string) {
    separate(writer);
    put_byte(writer, '"');
    size_t from = 0;
    for (size_t i = 0; i < string.len; i++) {
        unsigned char byte = (unsigned char)string.at[i];
        if (byte >= 0x20 && byte != '"' && byte != '\\') continue;
        put(writer, string.at + from, i - from);
        put_escape(writer, byte);
        from = i + 1;
    }
    if (string.len) put(writer, string.at + from, string.len - from);
    put_byte(writer, '"');
}

/* Writes the decimal digits of `number` at the end of `digits`; gives the first. */
static char *format_unsigned(uint64_t number, char digits[20]) {
    char *first = digits + 20;
    do {
        *--first = (char)('0' + number % 10);
        number /= 10;
    } while (number);
    return first;
}

static void put_unsigned(dp_writer *writer, uint64_t number) {
    char digits[20], *first = format_unsigned(number, digits);
    put(writer, first, (size_t)(digits + sizeof digits - first));
}

void dp_writer_unsigned(dp_writer *writer, uint64_t number) {
    separate(writer);
    put_unsigned(writer, number);
}

void dp_writer_boolean(dp_writer *writer, bool value) {
    separate(writer);
    if (value) {
        put(writer, "true", 4);
    } else {
        put(writer, "false", 5);
    }
}

/* `scaled` divided by 10 to the power of `decimals`, without trailing zeros. */
static void put_decimal(dp_writer *writer, uint64_t scaled, unsigned decimals) {
    while (decimals && scaled % 10 == 0) {
        scaled /= 10;
        decimals--;
    }
    uint64_t power = 1;
    for (unsigned i = 0; i < decimals; i++) power *= 10;
    put_unsigned(writer, scaled / power);
    if (!decimals) return;
    char digits[20], *first = format_unsigned(power + scaled % power, digits);
    *first = '.'; /* the 1 of the power, which kept the leading zeros */
    put(writer, first, (size_t)(digits + sizeof digits - first));
}

/* The shortest of C's decimal forms that reads back, with whatever the locale puts for the decimal point made one. */
static void put_long_number(dp_writer *writer, double magnitude) {
    char form[48], plain[48];
    int length = 0;
    for (int digits = 15; digits <= 17; digits++) {
        length = snprintf(form, sizeof form, "%.*g", digits, magnitude);
        if (strtod(form, NULL) == magnitude) break;
    }
    size_t count = 0;
    for (int i = 0; i < length; i++) {
        bool known = (form[i] >= '0' && form[i] <= '9') || form[i] == 'e' || form[i] == '-' || form[i] == '+';
        if (known) {
            plain[count++] = form[i];
        } else if (count == 0 || plain[count - 1] != '.') {
            plain[count++] = '.';
        }
    }
    put(writer, plain, count);
}

void dp_writer_number(dp_writer *writer, double number) {
    separate(writer);
    double magnitude = fabs(number);
    if (number < 0) put_byte(writer, '-');
    /* A quotient of two exact numbers is correctly rounded: when it gives the number back, these are its digits. */
    double power = 1;
    for (unsigned decimals = 0; decimals <= 9 && magnitude * power < 1e15; decimals++, power *= 10) {
        double scaled = nearbyint(magnitude * power);
        if (scaled / power == magnitude) {
            put_decimal(writer, (uint64_t)scaled, decimals);
            return;
        }
    }
    put_long_number(writer, magnitude);
}

void dp_writer_degrees(dp_writer *writer, double degrees) {
    separate(writer);
    double magnitude = fabs(degrees);
    uint64_t scaled = magnitude <= 360 ? (uint64_t)(magnitude * 1e5 + 0.5) : 0;
    if (degrees < 0 && scaled) put_byte(writer, '-');
    put_decimal(writer, scaled, 5);
}

void dp_writer_score(dp_writer *writer, float score) {
    separate(writer);
    double cut = score > 0 ? score < 1 ? (double)score : 1 : 0;
    put_decimal(writer, (uint64_t)(cut * 1000 + 0.5), 3);
}

void dp_writer_id(dp_writer *writer, char kind, uint32_t number) {
    separate(writer);
    put(writer, (char[]){'"', kind}, 2);
    put_unsigned(writer, number);
    put_byte(writer, '"');
}
