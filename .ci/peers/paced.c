/* paced.c - a WebSocket server that sends as many frames a second as it is asked for, a million too.
 *
 *   paced      prints "READY <port>", serves ws://127.0.0.1:PORT/?r=1000000&s=125&d=20 once: text frames of s bytes,
 *              {"ts":<CLOCK_MONOTONIC ns>,"seq":<from 1>,"p":"xxx..."}, r a second for d seconds
 *
 * Then a Close. What is due is sent each half millisecond in one call; what the socket does not take is sent before anything newer. On SIGTERM,
 * or when the other side has gone, one JSON line: frames sent, frames that were due, seconds, CPU seconds. The load server of
 * the anchors makes a call for each frame, and ends at 470,000 a second.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <openssl/evp.h>
#include <openssl/sha.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static volatile sig_atomic_t stopped;
static void stop(int number) { (void)number, stopped = 1; }
static uint64_t now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (uint64_t)t.tv_sec * 1000000000 + (uint64_t)t.tv_nsec;
}
static void die(const char *what) { perror(what), exit(2); }
static uint64_t asked(const char *query, const char *name, uint64_t otherwise) {
  const char *found = strstr(query, name);
  return found ? strtoull(found + strlen(name), 0, 10) : otherwise;
}
static char *digits(char *to, uint64_t number) {
  char reversed[24], *last = reversed;
  do *last++ = (char)('0' + number % 10); while (number /= 10);
  while (last > reversed) *to++ = *--last;
  return to;
}

int main(void) {
  struct sigaction action = {.sa_handler = stop};
  sigaction(SIGTERM, &action, 0), sigaction(SIGINT, &action, 0), sigaction(SIGALRM, &action, 0);
  signal(SIGPIPE, SIG_IGN);
  alarm(300);
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t length = sizeof address;
  int one = 1, listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (bind(listener, (void *)&address, sizeof address) || listen(listener, 1)) die("listen");
  getsockname(listener, (void *)&address, &length);
  printf("READY %d\n", ntohs(address.sin_port)), fflush(stdout);
  int peer = accept(listener, 0, 0);
  if (peer < 0) return 1;
  setsockopt(peer, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);

  static char request[8192];
  size_t have = 0;
  while (!strstr(request, "\r\n\r\n")) {
    ssize_t got = read(peer, request + have, sizeof request - 1 - have);
    if (got <= 0) die("request");
    have += (size_t)got;
  }
  char key[128] = "", *field = strcasestr(request, "Sec-WebSocket-Key:");
  if (!field || sscanf(field + 18, " %64s", key) != 1) die("key");
  strcat(key, "258EAFA5-E914-47DA-95CA-C5AB0DC85B11");
  uint8_t hash[20], accepted[64];
  SHA1((uint8_t *)key, strlen(key), hash), EVP_EncodeBlock(accepted, hash, 20);
  dprintf(peer, "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: %s\r\n\r\n", accepted);

  uint64_t rate = asked(request, "r=", 1000), size = asked(request, "s=", 125), seconds = asked(request, "d=", 10);
  if (size < 72 || size > 125 || rate < 1 || rate > 4000000) die("size 72 to 125, rate 1 to 4000000");
  size_t frame = 2 + size, most = frame * (rate / 200 + 1);
  char *bytes = malloc(most);
  size_t from = 0, to = 0;
  uint64_t made = 0, begin = now(), due = 0, at = 0;
  while (!stopped) {
    at = now();
    if (at - begin >= seconds * 1000000000) break;
    due = (at - begin) / 1000 * rate / 1000000;
    if (from == to) {
      /* What was in time is sent together; what is late too, 5 ms of it at once. */
      from = to = 0;
      for (; made < due && to + frame <= most; to += frame) {
        char *text = bytes + to;
        memset(text, 'x', frame);
        text[0] = (char)0x81, text[1] = (char)size;
        memcpy(text + 2, "{\"ts\":", 6);
        char *next = digits(text + 8, at);
        memcpy(next, ",\"seq\":", 7), next = digits(next + 7, ++made);
        memcpy(next, ",\"p\":\"", 6), memcpy(text + frame - 2, "\"}", 2);
      }
    }
    while (from < to && !stopped) {
      ssize_t sent = send(peer, bytes + from, to - from, MSG_NOSIGNAL);
      if (sent < 0 && errno == EINTR) continue;
      if (sent < 0) { stopped = 1; break; }
      from += (size_t)sent;
    }
    if (made >= due) {
      struct timespec pause = {0, 500000};
      nanosleep(&pause, 0);
    }
  }
  struct timeval patience = {2, 0};
  setsockopt(peer, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  if (!stopped && send(peer, "\x88\2\3\xe8", 4, MSG_NOSIGNAL) == 4) while (recv(peer, request, sizeof request, 0) > 0) {}
  struct rusage used;
  getrusage(RUSAGE_SELF, &used);
  printf("{\"frames_sent\":%llu,\"frames_due\":%llu,\"seconds\":%.3f,\"cpu\":%.3f}\n", (unsigned long long)made, (unsigned long long)due, (double)(at - begin) / 1e9,
         (double)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) + (double)(used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6);
  return 0;
}
