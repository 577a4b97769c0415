/*
 * configure.h - from the command line to the settings.
 */
#ifndef DP_CONFIGURE_H
#define DP_CONFIGURE_H

#include "cli/command.h"
#include "ops/settings.h"

/* The options that give settings: -c FILE, --set NAME=VALUE. */
extern const dp_option dp_options_settings[];

/* Those of commands that speak to Kafka: -b -g -i -o -t, -X PROPERTY=VALUE. */
extern const dp_option dp_options_kafka[];

/* Reads the configuration file (of -c, or $DEPECHE_CONFIG), the environment and the options into *settings, which the
 * caller closes. Says every problem on standard error. DP_EXIT_OK, _USAGE, _CONFIGURATION or _FAILURE; *settings is
 * NULL only after the last. */
dp_exit dp_configure(const dp_arguments *arguments, dp_settings **settings);

#endif
