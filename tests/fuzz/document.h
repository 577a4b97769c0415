/*
 * document.h - what holds of every analysed document.
 */
#ifndef DP_FUZZ_DOCUMENT_H
#define DP_FUZZ_DOCUMENT_H

#include "depeche/depeche.h"

/* All spans lie in the text, on whole code points, in their order; all numbers refer to something. */
void fuzz_check_document(const depeche_document *document);

/* The French pack, opened at the first call: the real one, from where packs are looked for. */
const depeche_pack *fuzz_french(void);

#endif
