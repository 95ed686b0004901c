// CRC32C (Castagnoli, RFC 3720 appendix B.4) by the processor's own instruction, which Swift cannot name; by a table
// where there is none. libcrypto has no CRC, and zlib's is another polynomial.
#ifndef WSGLASS_CRC32C_H
#define WSGLASS_CRC32C_H
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#if defined(__x86_64__)
#include <cpuid.h>
#elif defined(__aarch64__)
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
static int wsglass_crc32c_has_fast(void) {
  unsigned a, b, c, d;
  return __get_cpuid(1, &a, &b, &c, &d) && (c & bit_SSE4_2) != 0;
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
static int wsglass_crc32c_has_fast(void) { return (getauxval(AT_HWCAP) & (1 << 7)) != 0; }
#else
#define wsglass_crc32c_fast wsglass_crc32c_portable
static int wsglass_crc32c_has_fast(void) { return 0; }
#endif

/// The checksum of `count` bytes.
static inline uint32_t wsglass_crc32c(const void *bytes, size_t count) {
  static int known;  // 0: not asked, 1: slow, 2: fast
  int way = __atomic_load_n(&known, __ATOMIC_RELAXED);
  if (way == 0) {
    way = 1 + wsglass_crc32c_has_fast();
    __atomic_store_n(&known, way, __ATOMIC_RELAXED);
  }
  return ~(way == 2 ? wsglass_crc32c_fast(~0u, (const uint8_t *)bytes, count)
                    : wsglass_crc32c_portable(~0u, (const uint8_t *)bytes, count));
}
#endif
