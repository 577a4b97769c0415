/*
 * exit.h - the exit codes of depeche; `depeche help` and the manual page list them.
 */
#ifndef DP_EXIT_H
#define DP_EXIT_H

typedef enum dp_exit {
    DP_EXIT_OK = 0,
    DP_EXIT_FAILURE = 1,       /* something failed: a file, memory, an unforeseen error */
    DP_EXIT_USAGE = 2,         /* unknown command or option */
    DP_EXIT_CONFIGURATION = 3, /* a setting, or a language pack, is wrong */
    DP_EXIT_BROKERS = 4,       /* brokers unreachable, or credentials refused */
    DP_EXIT_FENCED = 5,        /* another worker has taken this one's place */
    DP_EXIT_TOPIC = 6,         /* a topic does not exist */
    DP_EXIT_UNDELIVERABLE = 7, /* a message can be written to no topic */
    DP_EXIT_CUT_SHORT = 8,     /* told to stop, and not finished in time; nothing is lost */
} dp_exit;

#endif
