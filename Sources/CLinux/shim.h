// Linux calls that Glibc's module does not import: epoll, eventfd, signalfd live behind macros and
// unions. Keep _GNU_SOURCE undefined here: it would change what the rest of the module map sees.
#ifndef WSGLASS_CLINUX_H
#define WSGLASS_CLINUX_H
// What the C library declares is of Swift's module for it, in whatever order a source imports the two.
#pragma clang module import SwiftGlibc

#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <signal.h>
#include <spawn.h>
#include <stdint.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

/// Declared for _GNU_SOURCE only (glibc 2.35): the child's group gets the terminal before the program starts.
extern int posix_spawn_file_actions_addtcsetpgrp_np(posix_spawn_file_actions_t *, int);
static inline int wsglass_spawn_takes_terminal(posix_spawn_file_actions_t *actions, int terminal) {
  return posix_spawn_file_actions_addtcsetpgrp_np(actions, terminal);
}

/// epoll_data is a union; Swift sees no stable member, so the 64-bit word is set here.
static inline int wsglass_epoll_ctl(int epoll, int operation, int fd, uint32_t events, uint64_t word) {
  struct epoll_event event;
  memset(&event, 0, sizeof event);
  event.events = events;
  event.data.u64 = word;
  return epoll_ctl(epoll, operation, fd, &event);
}
static inline uint64_t wsglass_epoll_word(const struct epoll_event *event) { return event->data.u64; }

/// Waits with a nanosecond timeout (negative: for ever). Where the kernel has no epoll_pwait2 (before 5.11) the
/// timeout is rounded up to milliseconds, so that a timer never fires early. Returns -errno on failure.
static inline int wsglass_epoll_wait(int epoll, struct epoll_event *events, int count, int64_t nanoseconds) {
  static int lacks_pwait2;
  int ready;
  if (nanoseconds > 0 && !__atomic_load_n(&lacks_pwait2, __ATOMIC_RELAXED)) {
    struct timespec timeout = {(time_t)(nanoseconds / 1000000000), (long)(nanoseconds % 1000000000)};
    ready = epoll_pwait2(epoll, events, count, &timeout, 0);
    if (ready >= 0) return ready;
    if (errno != ENOSYS && errno != EPERM) return -errno;
    __atomic_store_n(&lacks_pwait2, 1, __ATOMIC_RELAXED);
  }
  int64_t milliseconds = nanoseconds <= 0 ? nanoseconds : (nanoseconds + 999999) / 1000000;
  if (milliseconds > 60000) milliseconds = 60000;
  ready = epoll_wait(epoll, events, count, milliseconds < 0 ? -1 : (int)milliseconds);
  return ready < 0 ? -errno : ready;
}

/// accept4 is declared only with _GNU_SOURCE; the declaration is repeated here.
extern int accept4(int, struct sockaddr *, socklen_t *, int);
static inline int wsglass_accept(int listener) { return accept4(listener, 0, 0, SOCK_CLOEXEC | SOCK_NONBLOCK); }

/// memmem is declared only with _GNU_SOURCE, too.
extern void *memmem(const void *, size_t, const void *, size_t);

/// prctl is variadic. At most 15 bytes of the name are kept.
static inline void wsglass_name_thread(const char *name) { prctl(PR_SET_NAME, name, 0, 0, 0); }

/// The unsigned flag words of epoll come in as an enum, the others as macros with casts.
static const uint32_t wsglass_EPOLLIN = EPOLLIN, wsglass_EPOLLOUT = EPOLLOUT, wsglass_EPOLLERR = EPOLLERR,
                      wsglass_EPOLLHUP = EPOLLHUP, wsglass_EPOLLRDHUP = EPOLLRDHUP, wsglass_EPOLLET = 1u << 31;
static const int wsglass_EPOLL_CLOEXEC = EPOLL_CLOEXEC, wsglass_EFD_FLAGS = EFD_CLOEXEC | EFD_NONBLOCK,
                 wsglass_SFD_FLAGS = SFD_CLOEXEC | SFD_NONBLOCK;

/// Says that the three cache lines at `address` will be written soon; any address will do.
__attribute__((always_inline)) static inline void wsglass_will_write(const void *address) {
  __builtin_prefetch((const char *)address, 1, 3);
  __builtin_prefetch((const char *)address + 64, 1, 3);
  __builtin_prefetch((const char *)address + 128, 1, 3);
}

/// Only with _GNU_SOURCE; the same on x86-64 and on others but arm.
#if defined(__aarch64__) || defined(__arm__)
static const int wsglass_O_DIRECT = 0200000;
#else
static const int wsglass_O_DIRECT = 040000;
#endif

/// environ is a plain C global, which Swift 6 rejects as shared mutable state.
extern char **environ;
static inline char **wsglass_environment(void) { return environ; }

// getopt's results are plain C globals, which Swift 6 rejects as shared mutable state. Read them here, on the
// one thread that parses the command line.
static inline const char *wsglass_optarg(void) { return optarg; }
static inline int wsglass_optind(void) { return optind; }
static inline int wsglass_optopt(void) { return optopt; }
static inline void wsglass_getopt_quietly(void) { opterr = 0; optind = 0; }
#endif
