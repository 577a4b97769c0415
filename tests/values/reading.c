#include "unit.h"

#include <stdio.h>
#include <string.h>

#include "values/reading.h"

enum { LINE_MAX_BYTES = 1 << 14 };

static depeche_pack *pack;

int reading_open(void **state) {
    (void)state;
    depeche_error error;
    if (!depeche_pack_find("fr", &pack, &error)) return 0;
    fprintf(stderr, "%s\n", error.message);
    return -1;
}

int reading_close(void **state) {
    (void)state;
    depeche_pack_close(pack);
    return 0;
}

const depeche_pack *reading_pack(void) {
    return pack;
}

int reading_cut(dp_arena *arena, dp_str bytes, dp_text *text) {
    if (dp_text_cut(arena, dp_pack_token_rules(pack), bytes, 0, text)) return -1;
    dp_pack_assign_words(pack, text);
    return 0;
}

static size_t write_value(char *line, size_t room, const dp_text *text, const dp_value *value) {
    static const char signs[] = {'=', '~', '>', '<'};
    dp_str span = dp_text_range(text, value->tokens);
    char what[256] = "";
    if (value->iso.len) {
        snprintf(what, sizeof what, "%.*s", (int)value->iso.len, value->iso.at);
    } else if (value->has_number2) {
        snprintf(what, sizeof what, "%.10g:%.10g%s%.*s", value->number, value->number2, value->unit.len ? " " : "",
                 (int)value->unit.len, value->unit.at);
    } else if (value->has_number) {
        snprintf(what, sizeof what, "%.10g%s%.*s", value->number, value->unit.len ? " " : "", (int)value->unit.len,
                 value->unit.at);
    } else {
        snprintf(what, sizeof what, "?%s%.*s", value->unit.len ? " " : "", (int)value->unit.len, value->unit.at);
    }
    int length = snprintf(line, room, "%s[%.*s]%c%s", dp_tag_name(value->tag), (int)span.len, span.at,
                          signs[value->approximation], what);
    return length < 0 ? 0 : (size_t)length;
}

static dp_day day_of(const char *date) {
    int year, month, day;
    if (!date || sscanf(date, "%d-%d-%d", &year, &month, &day) != 3) return (dp_day){0};
    return (dp_day){.days = dp_calendar_days((dp_civil){year, month, day}), .known = true};
}

void assert_values_on(const char *published, const char *bytes, const char *expected) {
    static char line[LINE_MAX_BYTES];
    dp_arena arena;
    dp_arena_init(&arena);
    dp_text text;
    dp_values values;
    dp_tags none = {0};
    assert_int_equal(reading_cut(&arena, (dp_str){bytes, strlen(bytes)}, &text), 0);
    assert_int_equal(dp_values_find(pack, &arena, &text, &none, day_of(published), &values), 0);
    size_t length = 0;
    line[0] = '\0';
    for (uint32_t i = 0; i < values.count && length + 1 < sizeof line; i++) {
        if (i > 0) line[length++] = ' ';
        length += write_value(line + length, sizeof line - length, &text, &values.at[i]);
    }
    dp_arena_close(&arena);
    if (strcmp(line, expected)) fprintf(stderr, "text:     %s\n", bytes);
    assert_string_equal(line, expected);
}

void assert_values(const char *text, const char *expected) {
    assert_values_on("2025-09-04", text, expected);
}
