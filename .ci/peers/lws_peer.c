// The libwebsockets peer: paths as in python_peer.py. Prints {"ws": PORT, "deflate": PORT} and serves until ended.
#include <libwebsockets.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MEGABYTE = 1 << 20, NOISE = 3000, CASES = 9 };

struct session {
  char path[32];
  // -1 when all is said.
  int step;
  // A message as it arrives, behind LWS_PRE bytes for the header of its echo; `whole` once it has all come.
  unsigned char *message;
  size_t length;
  int is_binary, whole, was_ponged;
  // Of /runCase: which, and how many messages of it are back.
  int number, back;
};

// What failed since the last /verdict, as JSON strings; it fits one put.
static char failures[200];

static unsigned char large[LWS_PRE + MEGABYTE], noise[LWS_PRE + NOISE];
static volatile sig_atomic_t ended;

static void end(int number) { (void)number; ended = 1; }

// Writes a frame of what fits a small buffer; true where it went.
static int put(struct lws *wsi, const void *bytes, size_t length, int how) {
  unsigned char buffer[LWS_PRE + 256];
  memcpy(buffer + LWS_PRE, bytes, length);
  return lws_write(wsi, buffer + LWS_PRE, length, (enum lws_write_protocol)how) >= 0;
}

static int put_text(struct lws *wsi, const char *text) { return put(wsi, text, strlen(text), LWS_WRITE_TEXT); }

static int close_with(struct lws *wsi, int code, const char *reason) {
  lws_close_reason(wsi, (enum lws_close_status)code, (unsigned char *)reason, strlen(reason));
  return -1;
}

static int echo(struct lws *wsi, struct session *s) {
  if (!s->whole) return 0;
  s->whole = 0;
  size_t length = s->length;
  s->length = 0;
  return lws_write(wsi, s->message + LWS_PRE, length, s->is_binary ? LWS_WRITE_BINARY : LWS_WRITE_TEXT) < 0 ? -1 : 0;
}

// What case `number` sends, and has to come back; true for binary.
static int case_message(int number, unsigned char **bytes, size_t *length) {
  static unsigned char each[LWS_PRE + 256], random[LWS_PRE + MEGABYTE], text[LWS_PRE + 16] = "";
  unsigned state = 11;
  switch (number) {
  case 2:
    for (int n = 0; n < 256; n++) each[LWS_PRE + n] = (unsigned char)n;
    return *bytes = each, *length = 256, 1;
  case 3: return *bytes = text, *length = 0, 0;
  case 4: return *bytes = text, *length = 0, 1;
  case 5: return *bytes = large, *length = 125, 0;
  case 6: return *bytes = large, *length = 65536, 1;
  case 7: return *bytes = large, *length = MEGABYTE, 0;
  case 8:
    for (size_t n = 0; n < MEGABYTE; n++) random[LWS_PRE + n] = (unsigned char)((state = state * 1664525u + 1013904223u) >> 24);
    return *bytes = random, *length = MEGABYTE, 1;
  case 9: return *bytes = noise, *length = NOISE, 0;
  default:
    memcpy(text + LWS_PRE, "h\xc3\xa9llo", 6);
    return *bytes = text, *length = 6, 0;
  }
}

static void note_failure(int number, const char *what) {
  size_t used = strlen(failures);
  snprintf(failures + used, sizeof failures - used, "%s\"case %d: %s\"", used ? ", " : "", number, what);
}

// The message out, then its echo judged, and so on; noise goes three times.
static int run_case(struct lws *wsi, struct session *s) {
  unsigned char *bytes;
  size_t length;
  int is_binary = case_message(s->number, &bytes, &length);
  if (s->whole) {
    if (s->length != length || s->is_binary != is_binary || memcmp(s->message + LWS_PRE, bytes + LWS_PRE, length))
      note_failure(s->number, "the echo differs");
    s->whole = 0;
    s->length = 0;
    s->back++;
  } else if (s->step > s->back) {
    return 0;
  }
  if (s->back == (s->number == 9 ? 3 : 1)) {
    s->back = -1;
    return close_with(wsi, 4000 + s->number, "case over");
  }
  s->step++;
  return lws_write(wsi, bytes + LWS_PRE, length, is_binary ? LWS_WRITE_BINARY : LWS_WRITE_TEXT) < 0 ? -1 : 0;
}

// One step of what the path says; each step writes once, as the library wants it. 0 to go on, 1 when all is said.
static int play(struct lws *wsi, struct session *s) {
  static const char *pieces[] = {"frag ", "ment", "ed l", "ws"};
  int step = s->step++;
  char text[64];
  if (!strcmp(s->path, "/text")) {
    if (step == 5) return 1;
    snprintf(text, sizeof text, "lws text %d", step + 1);
    return put_text(wsi, text) ? 0 : -1;
  }
  if (!strcmp(s->path, "/binary")) return put(wsi, "\xbe\xef\x00\x03", 4, LWS_WRITE_BINARY) ? 1 : -1;
  if (!strcmp(s->path, "/fragments")) {
    // A ping before each fragment but the first.
    if (step % 2) {
      snprintf(text, sizeof text, "mid %d", step / 2 + 1);
      return put(wsi, text, strlen(text), LWS_WRITE_PING) ? 0 : -1;
    }
    int number = step / 2, how = number ? LWS_WRITE_CONTINUATION : LWS_WRITE_TEXT;
    if (number < 3) how |= LWS_WRITE_NO_FIN;
    if (!put(wsi, pieces[number], strlen(pieces[number]), how)) return -1;
    return number == 3;
  }
  if (!strcmp(s->path, "/ping")) {
    if (step == 0) return put(wsi, "are you there", 13, LWS_WRITE_PING) ? 1 : -1;
    return put_text(wsi, "pong came back") ? 1 : -1;
  }
  if (!strcmp(s->path, "/close1011")) {
    if (step == 0) return put_text(wsi, "before the end") ? 0 : -1;
    return close_with(wsi, 1011, "the lamp went out");
  }
  if (!strcmp(s->path, "/large")) {
    if (step == 0) return lws_write(wsi, large + LWS_PRE, MEGABYTE, LWS_WRITE_TEXT) < 0 ? -1 : 0;
    return close_with(wsi, 1000, "");
  }
  if (!strcmp(s->path, "/repeats")) {
    if (step == 3) return close_with(wsi, 1000, "");
    return lws_write(wsi, noise + LWS_PRE, NOISE, LWS_WRITE_TEXT) < 0 ? -1 : 0;
  }
  if (!strcmp(s->path, "/getCaseCount") || !strcmp(s->path, "/verdict")) {
    char words[sizeof failures + 2];
    if (step == 1) return close_with(wsi, 1000, "");
    if (s->path[1] == 'g') {
      snprintf(words, sizeof words, "%d", CASES);
    } else {
      snprintf(words, sizeof words, "[%s]", failures);
      failures[0] = 0;
    }
    return put_text(wsi, words) ? 0 : -1;
  }
  if (!strcmp(s->path, "/updateReports")) return close_with(wsi, 1000, "");
  return close_with(wsi, 1008, "no such path");
}

static int talk(struct lws *wsi, enum lws_callback_reasons reason, void *user, void *in, size_t length) {
  struct session *s = user;
  switch (reason) {
  case LWS_CALLBACK_ESTABLISHED:
    memset(s, 0, sizeof *s);
    s->message = malloc(LWS_PRE + 2 * MEGABYTE);
    if (!s->message || lws_hdr_copy(wsi, s->path, sizeof s->path, WSI_TOKEN_GET_URI) <= 0) return -1;
    {
      char number[16];
      const char *found = lws_get_urlarg_by_name(wsi, "case=", number, sizeof number);
      s->number = found ? atoi(found) : 0;
    }
    if (strcmp(s->path, "/echo")) lws_callback_on_writable(wsi);
    return 0;
  case LWS_CALLBACK_RECEIVE:
    if (s->length + length > 2 * MEGABYTE) return close_with(wsi, 1009, "too large");
    if (s->length == 0) s->is_binary = lws_frame_is_binary(wsi);
    memcpy(s->message + LWS_PRE + s->length, in, length);
    s->length += length;
    if (!lws_is_final_fragment(wsi) || lws_remaining_packet_payload(wsi)) return 0;
    s->whole = 1;
    lws_callback_on_writable(wsi);
    return 0;
  case LWS_CALLBACK_RECEIVE_PONG:
    s->was_ponged = 1;
    if (!strcmp(s->path, "/ping")) lws_callback_on_writable(wsi);
    return 0;
  case LWS_CALLBACK_SERVER_WRITEABLE: {
    if (!strcmp(s->path, "/echo")) return echo(wsi, s);
    if (!strcmp(s->path, "/runCase")) return s->back < 0 ? 0 : run_case(wsi, s);
    // The last word of a ping waits for its pong.
    if (s->step > 1 && !strcmp(s->path, "/ping")) return 0;
    if (s->step == 1 && !strcmp(s->path, "/ping") && !s->was_ponged) return 0;
    int outcome = s->step >= 0 ? play(wsi, s) : 0;
    // The library asks on while it closes.
    if (outcome < 0 || (outcome == 1 && strcmp(s->path, "/ping"))) s->step = -1;
    if (outcome == 0 && s->step > 0) lws_callback_on_writable(wsi);
    return outcome < 0 ? -1 : 0;
  }
  case LWS_CALLBACK_CLOSED:
    if (!strcmp(s->path, "/runCase") && s->back >= 0) note_failure(s->number, "closed before it was over");
    free(s->message);
    s->message = NULL;
    return 0;
  default: return 0;
  }
}

int main(void) {
  static const struct lws_protocols protocols[] = {
    {"wsglass.interop", talk, sizeof(struct session), 65536, 0, NULL, 0}, {NULL, NULL, 0, 0, 0, NULL, 0}};
  static const struct lws_extension extensions[] = {
    {"permessage-deflate", lws_extension_callback_pm_deflate, "permessage-deflate"}, {NULL, NULL, NULL}};
  for (size_t n = 0; n < MEGABYTE; n++) large[LWS_PRE + n] = "0123456789abcdef"[n % 16];
  unsigned state = 7;
  for (size_t n = 0; n < NOISE; n++) {
    state = state * 1664525u + 1013904223u;
    noise[LWS_PRE + n] = "0123456789abcdef"[state >> 28];
  }
  signal(SIGTERM, end);
  signal(SIGINT, end);
  lws_set_log_level(LLL_ERR, NULL);
  struct lws_context_creation_info info = {0};
  info.options = LWS_SERVER_OPTION_EXPLICIT_VHOSTS;
  struct lws_context *context = lws_create_context(&info);
  if (!context) return 1;
  info.iface = "127.0.0.1";
  info.port = 0;
  info.protocols = protocols;
  info.vhost_name = "ws";
  struct lws_vhost *plain = lws_create_vhost(context, &info);
  info.extensions = extensions;
  info.vhost_name = "deflate";
  struct lws_vhost *deflate = lws_create_vhost(context, &info);
  if (!plain || !deflate) return 1;
  printf("{\"ws\": %d, \"deflate\": %d}\n", lws_get_vhost_listen_port(plain), lws_get_vhost_listen_port(deflate));
  fflush(stdout);
  while (!ended && lws_service(context, 0) >= 0) {}
  lws_context_destroy(context);
  return 0;
}
