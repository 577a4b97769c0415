#include "ops/setting_list.h"

#include "ops/setting.h"

enum { COLUMNS = 78 };

static const char kafka_note[] =
    "Any property of librdkafka may be given as kafka.PROPERTY, or for one of the two clients as "
    "kafka.consumer.PROPERTY or kafka.producer.PROPERTY, such as kafka.security.protocol=SASL_SSL.";

static const char reference_note[] =
    "A value @file:PATH is read from that file, @env:NAME from that environment variable; so secrets stay out of the "
    "configuration. Secrets are never shown in logs, metrics or by check-config.";

/* Adds `phrase` folded at spaces, each line with `prefix` before it. */
static void add_folded(dp_buffer *text, const char *prefix, const char *phrase) {
    size_t column = 0;
    while (*phrase) {
        size_t length = strcspn(phrase, " ");
        if (column > 0 && column + 1 + length > COLUMNS) {
            dp_buffer_add_char(text, '\n');
            column = 0;
        }
        dp_buffer_add_text(text, column ? " " : prefix);
        column += column ? 1 : strlen(prefix);
        dp_buffer_add(text, (dp_str){phrase, length});
        column += length;
        phrase += length;
        phrase += strspn(phrase, " ");
    }
    dp_buffer_add_char(text, '\n');
}

static void add_text(const dp_setting *setting, const char *allowed, dp_buffer *text) {
    dp_buffer_format(text, "  %s = %s\n", setting->name, setting->initial);
    add_folded(text, "      ", setting->description);
    if (setting->type != DP_TYPE_STRING) {
        dp_buffer_format(text, "      %s: %s\n", dp_setting_type_name(setting->type), allowed);
    }
}

static void add_markdown(const dp_setting *setting, const char *allowed, dp_buffer *text) {
    dp_buffer_format(text, "| `%s` | %s", setting->name, dp_setting_type_name(setting->type));
    if (setting->type != DP_TYPE_STRING) dp_buffer_format(text, ": %s", allowed);
    dp_buffer_format(text, *setting->initial ? " | `%s` | " : " |%s | ", setting->initial);
    dp_buffer_add_text(text, setting->description);
    dp_buffer_add_text(text, " |\n");
}

static void add_properties(const dp_setting *setting, const char *allowed, dp_buffer *text) {
    dp_buffer_add_char(text, '\n');
    add_folded(text, "# ", setting->description);
    if (setting->type != DP_TYPE_STRING) {
        dp_buffer_format(text, "# %s: %s\n", dp_setting_type_name(setting->type), allowed);
    }
    dp_buffer_format(text, "#%s=%s\n", setting->name, setting->initial);
}

/* A line of mdoc must not begin with a dot or quote, and each sentence begins a line. */
static void add_man_text(dp_buffer *text, const char *phrase) {
    if (*phrase == '.' || *phrase == '\'') dp_buffer_add_text(text, "\\&");
    for (; *phrase; phrase++) {
        if (*phrase == '\\') {
            dp_buffer_add_text(text, "\\e");
        } else if (*phrase == '-') {
            dp_buffer_add_text(text, "\\-");
        } else if (phrase[0] == '.' && phrase[1] == ' ') {
            dp_buffer_add_text(text, ".\n");
            phrase++;
        } else {
            dp_buffer_add_char(text, *phrase);
        }
    }
}

static void add_man(const dp_setting *setting, const char *allowed, dp_buffer *text) {
    dp_buffer_format(text, ".It Va %s\n", setting->name);
    add_man_text(text, setting->description);
    dp_buffer_add_char(text, '\n');
    if (setting->type != DP_TYPE_STRING) {
        dp_buffer_format(text, "Allowed (%s): ", dp_setting_type_name(setting->type));
        add_man_text(text, allowed);
        dp_buffer_add_text(text, ".\n");
    }
    if (!*setting->initial) return;
    dp_buffer_add_text(text, "Default: ");
    add_man_text(text, setting->initial);
    dp_buffer_add_text(text, "\n");
}

static void open_section(dp_setting_form form, const char *name, dp_buffer *text) {
    switch (form) {
        case DP_SETTING_FORM_TEXT:
            dp_buffer_format(text, "%s%s\n", text->len ? "\n" : "", name);
            break;
        case DP_SETTING_FORM_MARKDOWN:
            dp_buffer_format(text, "%s**%s**\n\n| Setting | Type | Default | Meaning |\n| --- | --- | --- | --- |\n",
                             text->len ? "\n" : "", name);
            break;
        case DP_SETTING_FORM_PROPERTIES:
            dp_buffer_format(text, "\n\n# ---- %s\n", name);
            break;
        case DP_SETTING_FORM_MAN:
            dp_buffer_format(text, ".Ss %s\n.Bl -tag -width Ds\n", name);
            break;
    }
}

static void close_section(dp_setting_form form, dp_buffer *text) {
    if (form == DP_SETTING_FORM_MAN) dp_buffer_add_text(text, ".El\n");
}

static void add_notes(dp_setting_form form, dp_buffer *text) {
    const char *const notes[] = {kafka_note, reference_note};
    for (size_t i = 0; i < sizeof notes / sizeof *notes; i++) {
        if (form == DP_SETTING_FORM_MARKDOWN) {
            dp_buffer_format(text, "\n%s\n", notes[i]);
        } else if (form == DP_SETTING_FORM_MAN) {
            dp_buffer_add_text(text, ".Pp\n");
            add_man_text(text, notes[i]);
            dp_buffer_add_char(text, '\n');
        } else {
            dp_buffer_add_char(text, '\n');
            add_folded(text, form == DP_SETTING_FORM_PROPERTIES ? "# " : "", notes[i]);
        }
    }
    if (form == DP_SETTING_FORM_PROPERTIES) {
        dp_buffer_add_text(text,
                           "#kafka.security.protocol=SASL_SSL\n#kafka.sasl.mechanism=SCRAM-SHA-512\n"
                           "#kafka.sasl.username=depeche\n"
                           "#kafka.sasl.password=@file:/run/credentials/depeche.service/password\n");
    }
}

void dp_setting_list(dp_setting_form form, dp_buffer *text) {
    static void (*const add[])(const dp_setting *, const char *, dp_buffer *) = {add_text, add_markdown, add_properties,
                                                                                 add_man};
    if (form == DP_SETTING_FORM_PROPERTIES) {
        add_folded(
            text, "# ",
            "Configuration of depeche, in the format of Kafka's own properties files. Every setting is here with "
            "its default; take away the # before one to change it. Environment variables (DEPECHE_INPUT_TOPIC "
            "for input.topic) and flags win over this file. Made by `depeche settings --properties`.");
    }
    const char *section = NULL;
    for (int id = 0; id < DP_SETTING_COUNT; id++) {
        const dp_setting *setting = dp_setting_of((dp_setting_id)id);
        if (setting->section != section) {
            if (section) close_section(form, text);
            section = setting->section;
            open_section(form, section, text);
        }
        char allowed[128];
        dp_setting_allowed(setting, allowed);
        add[form](setting, allowed, text);
    }
    close_section(form, text);
    add_notes(form, text);
}
