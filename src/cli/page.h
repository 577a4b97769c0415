/*
 * page.h - the style sheet of the HTML view, built into the program from page.css.
 */
#ifndef DP_PAGE_H
#define DP_PAGE_H

extern const unsigned char dp_page_css[]; /* terminated */

#endif
