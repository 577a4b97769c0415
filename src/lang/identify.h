/*
 * identify.h - which language a text is in: by its script, then by words and letters that tell languages apart.
 *
 * The words are in languages/<code>.txt, which the build makes into a table of the library.
 */
#ifndef DP_IDENTIFY_H
#define DP_IDENTIFY_H

#include "base/str.h"

enum {
    DP_IDENTIFY_BYTES = 20000, /* no more of the text is looked at */
};

/* The BCP 47 code of the language of `text` (valid UTF-8), "und" when there is too little to tell; static. Norwegian is
 * "no", Croatian, Bosnian and Serbian in Latin script "hr". Where `confidence` is not NULL it is set, from 0 to 1: how
 * far the language stands above the next, less with few words. A title of about eight words is enough for most. Depends
 * on the bytes of the text alone; takes no memory. */
dp_str dp_language_identify(dp_str text, float *confidence);

#endif
