// CRC32C (Castagnoli, RFC 3720 appendix B.4) by the processor's own instructions, which Swift cannot name; bit by bit
// where there are none. libcrypto has no CRC, and zlib's is another polynomial.
#ifndef WSGLASS_CRC32C_H
#define WSGLASS_CRC32C_H
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#if defined(__aarch64__)
#include <sys/auxv.h>
#endif

static uint32_t wsglass_crc32c_portable(uint32_t crc, const uint8_t *bytes, size_t count) {
  while (count--) {
    crc ^= *bytes++;
    for (int bit = 0; bit < 8; bit++) crc = crc >> 1 ^ (crc & 1 ? 0x82f63b78u : 0);
  }
  return crc;
}

#if defined(__x86_64__)
__attribute__((target("sse4.2"), noinline)) static uint32_t wsglass_crc32c_fast(
    uint32_t start, const uint8_t *bytes, size_t count) {
  uint64_t crc = start;
  for (; count >= 8; bytes += 8, count -= 8) {
    uint64_t word;
    memcpy(&word, bytes, 8);
    crc = __builtin_ia32_crc32di(crc, word);
  }
  while (count--) crc = __builtin_ia32_crc32qi((uint32_t)crc, *bytes++);
  return (uint32_t)crc;
}
__attribute__((target("sse4.2"), noinline)) static uint32_t wsglass_crc32c_words(
    uint32_t zeroth, uint64_t a, uint64_t b, uint64_t c, uint64_t d, uint64_t e, uint64_t f) {
  uint64_t crc = __builtin_ia32_crc32di(__builtin_ia32_crc32di(__builtin_ia32_crc32si(~0u, zeroth), a), b);
  crc = __builtin_ia32_crc32di(__builtin_ia32_crc32di(crc, c), d);
  return (uint32_t)__builtin_ia32_crc32di(__builtin_ia32_crc32di(crc, e), f);
}
static int wsglass_crc32c_has_fast(void) { return __builtin_cpu_supports("sse4.2"); }

typedef long long wsglass_eight __attribute__((vector_size(64)));
typedef long long wsglass_four __attribute__((vector_size(32)));
typedef long long wsglass_two __attribute__((vector_size(16)));
typedef int wsglass_sixteen __attribute__((vector_size(64)));
typedef char wsglass_sixty_four __attribute__((vector_size(64)));

/// Both halves of each remainder by its two constants.
#define wsglass_times(all, by) \
  (__builtin_ia32_pclmulqdq512(all, by, 0x00) ^ __builtin_ia32_pclmulqdq512(all, by, 0x11))

/// Four remainders brought to one, and that to 32 bits.
__attribute__((target("sse4.2,avx512f,avx512bw,avx512dq,vpclmulqdq"), always_inline)) static inline uint32_t
wsglass_crc32c_last(wsglass_eight all) {
  const wsglass_eight together = {0x01c291d04, 0x1d82c63da, 0x1384aa63a, 0x0ba4fc28e, 0x0f20c0dfe, 0x14cd00bd6, 0, 0};
  const wsglass_eight last = {0, 0, 0, 0, 0, 0, -1, -1};
  wsglass_eight eight = wsglass_times(all, together) ^ (all & last);
  wsglass_four four = __builtin_shufflevector(eight, eight, 0, 1, 2, 3) ^ __builtin_shufflevector(eight, eight, 4, 5, 6, 7);
  wsglass_two two = __builtin_shufflevector(four, four, 0, 1) ^ __builtin_shufflevector(four, four, 2, 3);
  return (uint32_t)__builtin_ia32_crc32di(__builtin_ia32_crc32di(0, two[0]), two[1]);
}

/// 64 bytes a step: four remainders of 128 bits, each multiplied on by x^512 without carries, at the end brought to one
/// (V. Gopal and others, "Fast CRC Computation for Generic Polynomials Using PCLMULQDQ Instruction", Intel 2009). The
/// constants are x^n modulo the polynomial, bits reversed, shifted by one: n = 544 and 480; 416 and 352, 288 and 224,
/// 160 and 96. What is over 64 comes first, behind zeros, which change no remainder.
__attribute__((target("sse4.2,avx512f,avx512bw,avx512dq,vpclmulqdq"), noinline)) static uint32_t wsglass_crc32c_wide(
    uint32_t start, const uint8_t *bytes, size_t count) {
  if (count < 64) return wsglass_crc32c_fast(start, bytes, count);
  // The start lies over the first four bytes.
  size_t rest = count % 64 < 4 ? count % 64 : 0;
  unsigned first = rest == count % 64 ? 64 : (unsigned)(count % 64);
  const wsglass_eight step = {0x0740eef02, 0x09e4addf8, 0x0740eef02, 0x09e4addf8,
                              0x0740eef02, 0x09e4addf8, 0x0740eef02, 0x09e4addf8};
  const wsglass_sixty_four zeros = {0};
  unsigned empty = 64 - first;
  // Masked bytes are not touched, wherever they lie.
  wsglass_eight all = (wsglass_eight)__builtin_ia32_loaddquqi512_mask(
      (const wsglass_sixty_four *)(bytes - empty), zeros, ~0ull << empty);
  int turned = (int)(start << (empty % 4 * 8) | (empty % 4 ? start >> (32 - empty % 4 * 8) : 0));
  wsglass_sixteen begin = (wsglass_sixteen){0} + turned;
  all ^= (wsglass_eight)__builtin_ia32_selectb_512(0xfull << empty, (wsglass_sixty_four)begin, zeros);
  for (bytes += first, count -= first; count >= 64; bytes += 64, count -= 64) {
    wsglass_eight next;
    memcpy(&next, bytes, 64);
    all = wsglass_times(all, step) ^ next;
  }
  return wsglass_crc32c_fast(wsglass_crc32c_last(all), bytes, rest);
}
static int wsglass_crc32c_has_wide(void) {
  return __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq") &&
         __builtin_cpu_supports("avx512vbmi") && __builtin_cpu_supports("vpclmulqdq");
}
#elif defined(__aarch64__)
__attribute__((target("crc"), noinline)) static uint32_t wsglass_crc32c_fast(
    uint32_t crc, const uint8_t *bytes, size_t count) {
  for (; count >= 8; bytes += 8, count -= 8) {
    uint64_t word;
    memcpy(&word, bytes, 8);
    crc = __builtin_arm_crc32cd(crc, word);
  }
  while (count--) crc = __builtin_arm_crc32cb(crc, *bytes++);
  return crc;
}
__attribute__((target("crc"), noinline)) static uint32_t wsglass_crc32c_words(
    uint32_t zeroth, uint64_t a, uint64_t b, uint64_t c, uint64_t d, uint64_t e, uint64_t f) {
  uint32_t crc = __builtin_arm_crc32cd(__builtin_arm_crc32cd(__builtin_arm_crc32cw(~0u, zeroth), a), b);
  crc = __builtin_arm_crc32cd(__builtin_arm_crc32cd(crc, c), d);
  return __builtin_arm_crc32cd(__builtin_arm_crc32cd(crc, e), f);
}
static int wsglass_crc32c_has_fast(void) { return (getauxval(AT_HWCAP) & (1 << 7)) != 0; }
#define wsglass_crc32c_wide wsglass_crc32c_fast
static int wsglass_crc32c_has_wide(void) { return 0; }
#else
#define wsglass_crc32c_fast wsglass_crc32c_portable
#define wsglass_crc32c_words(...) 0  // never asked
#define wsglass_crc32c_wide wsglass_crc32c_portable
static int wsglass_crc32c_has_fast(void) { return 0; }
static int wsglass_crc32c_has_wide(void) { return 0; }
#endif

/// 1: bit by bit, 2: by words, 3: by 64 bytes.
static inline int wsglass_crc32c_way(void) {
  static int known;
  int way = __atomic_load_n(&known, __ATOMIC_RELAXED);
  if (way == 0) {
    way = wsglass_crc32c_has_wide() ? 3 : wsglass_crc32c_has_fast() ? 2 : 1;
    __atomic_store_n(&known, way, __ATOMIC_RELAXED);
  }
  return way;
}

/// Goes on from `start` over `count` bytes more; of the whole, begun with ~0, the complement is the checksum.
static inline uint32_t wsglass_crc32c_more(uint32_t start, const void *bytes, size_t count) {
  int way = wsglass_crc32c_way();
  const uint8_t *from = (const uint8_t *)bytes;
  return way == 3   ? wsglass_crc32c_wide(start, from, count)
         : way == 2 ? wsglass_crc32c_fast(start, from, count)
                    : wsglass_crc32c_portable(start, from, count);
}

/// The checksum of `count` bytes.
static inline uint32_t wsglass_crc32c(const void *bytes, size_t count) {
  return ~wsglass_crc32c_more(~0u, bytes, count);
}
#endif
