/*
 * A program of somebody else: knows the installed header alone. Prints what it found, and fails when that is not right.
 */
#include <stdio.h>
#include <string.h>

#include <depeche/depeche.h>

int main(void) {
    static const char body[] =
        "Le ministre a dit jeudi que la ligne rouvrirait. « Nous avons tenu parole », a-t-il ajouté.";
    depeche_error error;
    depeche_pack *pack;
    depeche_analyzer *analyzer;
    const depeche_document *document;
    if (depeche_pack_find("fr", &pack, &error) != DEPECHE_OK) {
        fprintf(stderr, "%s\n", error.message);
        return 1;
    }
    const depeche_pack *packs[] = {pack};
    if (depeche_analyzer_new(packs, 1, &analyzer) != DEPECHE_OK) return 1;
    depeche_article article = {
        .body = {body, sizeof body - 1}, .language = {"fr", 2}, .published = 20335, .has_published = true};
    if (depeche_analyzer_run(analyzer, &article, &document) != DEPECHE_OK) return 1;
    uint32_t sentences = depeche_document_sentence_count(document);
    printf("depeche %s, pack %s %s: %u sentences, %u entities, %u values, %u claims\n", depeche_version(),
           depeche_pack_language(pack), depeche_pack_version(pack), (unsigned)sentences,
           (unsigned)depeche_document_entity_count(document), (unsigned)depeche_document_value_count(document),
           (unsigned)depeche_document_claim_count(document));
    depeche_str first = depeche_document_slice(document, depeche_document_sentence(document, 0).span);
    int right = sentences == 2 && first.len == strlen("Le ministre a dit jeudi que la ligne rouvrirait.") &&
                depeche_document_status(document) == DEPECHE_ANALYSED;
    depeche_analyzer_close(analyzer);
    depeche_pack_close(pack);
    return right ? 0 : 1;
}
