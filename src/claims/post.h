/*
 * post.h - messages of social networks as web pages embed them and their text is taken over into articles: the words,
 * a dash, the author's name, the account in brackets, the day; and then often the words once more.
 *
 *   Le pont est fermé. pic.twitter.com/a1b2— Ville de Valmer (@valmer) 3 février 2019 Le pont est fermé. pic.twitter.com/a1b2
 */
#ifndef DP_POST_H
#define DP_POST_H

#include "claims/loose.h"

/* Adds a report for each copy of the messages of a text, the sources of the signed ones being the author's names, and
 * covers them. Returns 0 or -1 (memory). */
int dp_posts_find(const dp_scene *scene, dp_coverage *coverage, dp_reports *reports);

#endif
