/*
 * unit.h - cmocka with the headers that it needs, in the order that it needs them.
 */
#ifndef DP_TEST_UNIT_H
#define DP_TEST_UNIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#endif
