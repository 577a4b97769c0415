#include "real.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "kit.h"

static const char *read_address(const char *path, char *address, int size) {
    if (address[0]) return address;
    FILE *file = fopen(path, "r");
    if (!file) return NULL;
    if (!fgets(address, size, file)) address[0] = '\0';
    fclose(file);
    address[strcspn(address, "\n")] = '\0';
    return address[0] ? address : NULL;
}

const char *real_brokers(void) {
    static char address[64];
    return read_address(REAL_FOLDER "/bootstrap", address, sizeof address);
}

const char *real_guarded_brokers(void) {
    static char address[64];
    return read_address(REAL_FOLDER "/guarded", address, sizeof address);
}

real_topics real_topics_new(const char *test, int partitions) {
    real_topics names;
    long run = (long)getpid();
    snprintf(names.in, sizeof names.in, "%s-%ld-in", test, run);
    snprintf(names.out, sizeof names.out, "%s-%ld-out", test, run);
    snprintf(names.dead, sizeof names.dead, "%s-%ld-dead", test, run);
    snprintf(names.group, sizeof names.group, "%s-%ld-group", test, run);
    kit_topic(real_brokers(), names.in, partitions, NULL);
    kit_topic(real_brokers(), names.out, partitions, NULL);
    kit_topic(real_brokers(), names.dead, 1, NULL);
    return names;
}
