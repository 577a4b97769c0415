#include "ops/signals.h"

#include <signal.h>
#include <stddef.h>

enum { STOP_MOST = 2 };

static atomic_int *watched;

/* Only what POSIX allows in a handler: lock-free atomics, signal and raise. */
static void on_signal(int number) {
    if (atomic_fetch_add(watched, 1) < STOP_MOST) return;
    atomic_store(watched, STOP_MOST);
    signal(number, SIG_DFL);
    raise(number);
}

static int watch(int number) {
    struct sigaction action = {.sa_handler = on_signal, .sa_flags = SA_RESTART};
    sigemptyset(&action.sa_mask);
    return sigaction(number, &action, NULL);
}

int dp_signals_watch(atomic_int *stop) {
    struct sigaction ignore = {.sa_handler = SIG_IGN}, hangup;
    watched = stop;
    if (sigaction(SIGPIPE, &ignore, NULL) != 0 || watch(SIGTERM) != 0 || watch(SIGINT) != 0) return -1;
    if (sigaction(SIGHUP, NULL, &hangup) != 0) return -1;
    return hangup.sa_handler == SIG_IGN ? 0 : watch(SIGHUP);
}
