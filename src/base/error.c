#include "base/error.h"

#include <stdarg.h>
#include <stdio.h>

depeche_status dp_error_set(depeche_error *error, depeche_status status, const char *format, ...) {
    if (error) {
        va_list arguments;
        va_start(arguments, format);
        error->status = status;
        vsnprintf(error->message, sizeof error->message, format, arguments);
        va_end(arguments);
    }
    return status;
}
