// ncurses as Swift can use it. Macros over casts, variadic calls and shared globals do not import.
#ifndef WSGLASS_CNCURSES_H
#define WSGLASS_CNCURSES_H
#define NCURSES_WIDECHAR 1
#define _XOPEN_SOURCE_EXTENDED 1
#include <curses.h>
#include <langinfo.h>
#include <locale.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <term.h>
#include <termios.h>
#include <unistd.h>
#include <wchar.h>

// Declared only with _GNU_SOURCE.
extern long syscall(long number, ...);

// A_* are function-like macros over casts.
static inline attr_t wsglass_bold(void) { return A_BOLD; }
static inline attr_t wsglass_dim(void) { return A_DIM; }
static inline attr_t wsglass_italic(void) { return A_ITALIC; }
static inline attr_t wsglass_underline(void) { return A_UNDERLINE; }
static inline attr_t wsglass_reverse(void) { return A_REVERSE; }

// stdscr, COLORS and COLOR_PAIRS are variables, which Swift 6 takes for unsafe shared state.
static inline WINDOW *wsglass_standard_screen(void) { return stdscr; }
static inline int wsglass_colours(void) { return COLORS; }
static inline int wsglass_colour_pairs(void) { return COLOR_PAIRS; }

/// A cell with up to five wide characters; the pair goes in ncurses' extended field, so it may pass 255.
static inline int wsglass_set_cell(cchar_t *cell, const wchar_t *text, attr_t attributes, int pair) {
  return setcchar(cell, text, attributes, 0, &pair);
}

// WCHAR has 32 bits and a sign here; the classification needs _XOPEN_SOURCE, which Swift's Glibc lacks.
static inline int wsglass_wcwidth(uint32_t scalar) { return wcwidth((wchar_t)scalar); }

// ioctl is variadic. 0 when the size is known. (term.h owns the names columns and lines.)
static inline int wsglass_window_size(int fd, int *wide, int *high) {
  struct winsize size = {0};
  if (ioctl(fd, TIOCGWINSZ, &size) != 0 || size.ws_col == 0 || size.ws_row == 0) return -1;
  *wide = size.ws_col;
  *high = size.ws_row;
  return 0;
}

// tigetstr answers (char *)-1 for a name that is no string: not a pointer Swift could hold safely.
static inline const char *wsglass_capability(const char *name) {
  const char *value = tigetstr(name);
  return value == (const char *)-1 ? NULL : value;
}

// memfd_create is declared only with _GNU_SOURCE, and syscall is variadic; 1 is MFD_CLOEXEC.
static inline int wsglass_memory_file(void) { return (int)syscall(SYS_memfd_create, "wsglass-picture", 1u); }

/// What gives the terminal back when we can't. In memory that the parent shares, so that it also knows after a kill -9.
struct wsglass_farewell {
  volatile int descriptor; // -1: there is nothing to do
  struct termios settings;
  int count;
  unsigned char bytes[256];
};

// By number: headers of these calls would make this module the owner of what the rest knows from Glibc. 3 is read and write,
// 0x21 shared and anonymous.
static inline struct wsglass_farewell *wsglass_shared_farewell(void) {
  long memory = syscall(SYS_mmap, 0L, sizeof(struct wsglass_farewell), 3L, 0x21L, -1L, 0L);
  return memory < 0 && memory > -4096 ? NULL : (struct wsglass_farewell *)memory;
}

/// Parts in two, because fork is not to be had from Swift. The parent gets a name; the child, which 0 is returned to, hears of
/// the parent's end by SIGHUP. -1 where no process can be made.
static inline int wsglass_part(const char *name) {
  pid_t parent = getpid();
  pid_t child = fork();
  if (child == 0) {
    syscall(SYS_prctl, 1L, 1L, 0L, 0L, 0L); // PR_SET_PDEATHSIG, SIGHUP
    if (getppid() != parent) syscall(SYS_kill, (long)getpid(), 1L);
  } else if (child > 0) {
    syscall(SYS_prctl, 15L, name, 0L, 0L, 0L); // PR_SET_NAME
  }
  return child;
}
#endif
