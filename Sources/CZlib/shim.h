// zlib, for permessage-deflate (RFC 7692). The *Init2 entries are macros that add the version and the size of
// z_stream, which Swift does not import.
#ifndef WSGLASS_CZLIB_H
#define WSGLASS_CZLIB_H
#include <zlib.h>

/// Raw DEFLATE, as RFC 7692 section 7.2 has it: no header, no checksum.
static inline int wsglass_inflate_init(z_stream *stream) { return inflateInit2(stream, -15); }
static inline int wsglass_deflate_init(z_stream *stream, int level, int window_bits, int memory_level) {
  return deflateInit2(stream, level, Z_DEFLATED, -window_bits, memory_level, Z_DEFAULT_STRATEGY);
}
#endif
