#include "depeche/depeche.h"

const char *depeche_version(void) {
    return DEPECHE_VERSION;
}
