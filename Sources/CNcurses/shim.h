#ifndef WSGLASS_CNCURSES_H
#define WSGLASS_CNCURSES_H
#define NCURSES_WIDECHAR 1
#define _XOPEN_SOURCE_EXTENDED 1
#include <curses.h>
#include <term.h>
// A_* are function-like macros over casts, which Swift does not import.
static inline attr_t wsglass_bold(void) { return A_BOLD; }
#endif
