/*
 * pending.h - stand-ins for stages that are not in the tree yet: they find nothing.
 */
#ifndef DP_PENDING_H
#define DP_PENDING_H

#include "base/str.h"

dp_str dp_language_identify(dp_str text);

#endif
