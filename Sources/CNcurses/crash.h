// What is told of a crash: prepared while all is well, written by a signal handler with what signal-safety(7) allows.
#ifndef WSGLASS_CRASH_H
#define WSGLASS_CRASH_H
#include <stdint.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

// Declared only with _GNU_SOURCE, or in headers that belong to Swift's Glibc.
extern long syscall(long number, ...);
extern int backtrace(void **buffer, int size);
extern void backtrace_symbols_fd(void *const *buffer, int size, int fd);

enum { wsglass_kept_actions = 50, wsglass_action_bytes = 32 };

struct wsglass_crash {
  char path[1024];
  char head[1024];
  volatile int wide, high;
  volatile unsigned actions; // so far; the newest 50 are kept
  char action[wsglass_kept_actions][wsglass_action_bytes];
};

static inline void wsglass_copy_text(char *to, const char *from, size_t room) {
  size_t at = 0;
  for (; at + 1 < room && from[at]; at++) to[at] = from[at];
  to[at] = 0;
}

/// NULL where there is no memory. The first backtrace loads a library, which a signal handler must not.
static inline struct wsglass_crash *wsglass_new_crash(const char *path, const char *head) {
  struct wsglass_crash *crash = (struct wsglass_crash *)calloc(1, sizeof(struct wsglass_crash));
  if (!crash) return NULL;
  wsglass_copy_text(crash->path, path, sizeof crash->path);
  wsglass_copy_text(crash->head, head, sizeof crash->head);
  void *frames[1];
  backtrace(frames, 1);
  return crash;
}

static inline void wsglass_note_action(struct wsglass_crash *crash, const char *name) {
  wsglass_copy_text(crash->action[crash->actions % wsglass_kept_actions], name, wsglass_action_bytes);
  crash->actions++;
}

static inline void wsglass_note_size(struct wsglass_crash *crash, int wide, int high) {
  crash->wide = wide;
  crash->high = high;
}

static inline void wsglass_put_text(int fd, const char *text) {
  size_t count = 0;
  while (text[count]) count++;
  ssize_t ignored = write(fd, text, count);
  (void)ignored;
}

static inline void wsglass_put_number(int fd, unsigned number) {
  char digits[12];
  int at = sizeof digits;
  digits[--at] = 0;
  do digits[--at] = (char)('0' + number % 10); while (number /= 10);
  wsglass_put_text(fd, digits + at);
}

// Linux' numbers: the header with their names belongs to Swift's Glibc.
static inline const char *wsglass_signal_name(int number) {
  switch (number) {
  case 4: return "SIGILL";
  case 5: return "SIGTRAP";
  case 6: return "SIGABRT";
  case 7: return "SIGBUS";
  case 8: return "SIGFPE";
  case 11: return "SIGSEGV";
  default: return "signal";
  }
}

/// What was written to standard error while the screen was up, if that is a file: a trap says there what it was.
static inline void wsglass_put_errors(int fd) {
  // A terminal or a pipe has no start to go back to.
  if (lseek(2, 0, SEEK_SET) != 0) return;
  char piece[4096];
  ssize_t count = read(2, piece, sizeof piece);
  if (count <= 0) return;
  wsglass_put_text(fd, "\nstandard error\n");
  ssize_t ignored = write(fd, piece, (size_t)count);
  (void)ignored;
}

/// Where the report is, to whoever looks at the terminal.
static inline void wsglass_tell_place(struct wsglass_crash *crash, int fd) {
  wsglass_put_text(fd, crash->path);
  wsglass_put_text(fd, "\n");
}

/// 0 where the report is whole. A file that is there already is not touched.
static inline int wsglass_write_crash(struct wsglass_crash *crash, int number) {
  for (char *at = crash->path + 1; *at; at++) {
    if (*at != '/') continue;
    *at = 0;
    syscall(SYS_mkdirat, -100L, crash->path, 0700L);
    *at = '/';
  }
  // O_WRONLY, O_CREAT, O_EXCL, O_NOFOLLOW and O_CLOEXEC.
  int fd = (int)syscall(SYS_openat, -100L, crash->path, 01L | 0100L | 0200L | 0400000L | 02000000L, 0600L);
  if (fd < 0) return -1;
  wsglass_put_text(fd, crash->head);
  wsglass_put_text(fd, "\nscreen ");
  wsglass_put_number(fd, (unsigned)crash->wide);
  wsglass_put_text(fd, "x");
  wsglass_put_number(fd, (unsigned)crash->high);
  wsglass_put_text(fd, "\nended by ");
  wsglass_put_text(fd, wsglass_signal_name(number));
  wsglass_put_text(fd, " (");
  wsglass_put_number(fd, (unsigned)number);
  wsglass_put_text(fd, ")\n");
  wsglass_put_errors(fd);
  wsglass_put_text(fd, "\nlast actions, the newest last\n");
  unsigned count = crash->actions < wsglass_kept_actions ? crash->actions : wsglass_kept_actions;
  for (unsigned at = crash->actions - count; at != crash->actions; at++) {
    wsglass_put_text(fd, crash->action[at % wsglass_kept_actions]);
    wsglass_put_text(fd, "\n");
  }
  // Last: it is what could go wrong.
  wsglass_put_text(fd, "\nbacktrace\n");
  void *frames[64];
  int found = backtrace(frames, 64);
  backtrace_symbols_fd(frames, found, fd);
  close(fd);
  return 0;
}
#endif
