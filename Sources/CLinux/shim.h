// Linux calls that Glibc's module does not import: epoll, eventfd, signalfd live behind macros and
// unions. Keep _GNU_SOURCE undefined here: it would change what the rest of the module map sees.
#ifndef WSGLASS_CLINUX_H
#define WSGLASS_CLINUX_H
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <unistd.h>

/// epoll_data is a union; Swift sees no stable member, so the 64-bit word is set here.
static inline int wsglass_epoll_ctl(int epoll, int operation, int fd, uint32_t events, uint64_t word) {
  struct epoll_event event;
  memset(&event, 0, sizeof event);
  event.events = events;
  event.data.u64 = word;
  return epoll_ctl(epoll, operation, fd, &event);
}
static inline uint64_t wsglass_epoll_word(const struct epoll_event *event) { return event->data.u64; }
#endif
