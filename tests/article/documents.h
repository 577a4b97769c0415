/*
 * documents.h - keeps the enriched articles that a test produces, to be validated against the schema after the tests.
 * A test that includes this is declared with DOCUMENTS (dp_test in cmake/DepecheModule.cmake).
 */
#ifndef DP_TEST_DOCUMENTS_H
#define DP_TEST_DOCUMENTS_H

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "unit.h"

#include "base/str.h"

/* Adds a document to the file of this process in the folder $DEPECHE_DOCUMENTS; without the variable does nothing. */
static inline void test_document_keep(dp_str document) {
    const char *folder = getenv("DEPECHE_DOCUMENTS");
    char path[4096];
    if (!folder || !*folder) return;
    mkdir(folder, 0777);
    assert_true(snprintf(path, sizeof path, "%s/%ld.jsonl", folder, (long)getpid()) < (int)sizeof path);
    FILE *file = fopen(path, "ab");
    assert_non_null(file);
    assert_int_equal(fwrite(document.at, 1, document.len, file), document.len);
    assert_int_equal(fputc('\n', file), '\n');
    assert_int_equal(fclose(file), 0);
}

#endif
