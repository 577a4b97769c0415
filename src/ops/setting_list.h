/*
 * setting_list.h - the table of settings as documentation.
 */
#ifndef DP_SETTING_LIST_H
#define DP_SETTING_LIST_H

#include "ops/buffer.h"

typedef enum dp_setting_form {
    DP_SETTING_FORM_TEXT = 0,   /* for a terminal */
    DP_SETTING_FORM_MARKDOWN,   /* tables for the README */
    DP_SETTING_FORM_PROPERTIES, /* a commented example file, all at their defaults */
    DP_SETTING_FORM_MAN,        /* mdoc items for the manual page */
} dp_setting_form;

/* Adds the whole list. */
void dp_setting_list(dp_setting_form form, dp_buffer *text);

#endif
