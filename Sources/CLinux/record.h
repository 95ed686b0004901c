// A record of a capture as it is appended: copied and summed in one go, from the registers that hold it anyway. Summed behind
// the copy, it was read again, and cost as much as the copy.
#ifndef WSGLASS_RECORD_H
#define WSGLASS_RECORD_H
#include "crc32c.h"

#if defined(__x86_64__)
/// Sum and payload length of a record, its entry of six words, its payload. What is summed, 52 bytes and the payload, is cut
/// into pieces of 64 from its end, so that the first is the short one, behind zeros; the head turned around by what the first
/// is short of lies in it and, where it is very short, in the front of the second.
__attribute__((target("sse4.2,avx512f,avx512bw,avx512dq,avx512vbmi,vpclmulqdq"), noinline)) static void
wsglass_record_wide(uint8_t *record, uint64_t first, uint64_t second, uint64_t third, uint64_t fourth, uint64_t fifth,
                    uint64_t sixth, const uint8_t *payload, size_t count) {
  static const wsglass_sixty_four upwards = {
      0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31,
      32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62, 63};
  const wsglass_eight step = {0x0740eef02, 0x09e4addf8, 0x0740eef02, 0x09e4addf8,
                              0x0740eef02, 0x09e4addf8, 0x0740eef02, 0x09e4addf8};
  const wsglass_sixty_four zeros = {0};
  unsigned empty = (unsigned)-(52 + count) % 64;
  // Where the payload begins, from the front of the first piece.
  unsigned at = empty + 52;
  // The first four bytes are complemented, as the sum begins; what is stored of them is put right at the end.
  wsglass_eight head = {(long long)((uint64_t)~(uint32_t)count << 32), (long long)first, (long long)second, (long long)third,
                        (long long)fourth, (long long)fifth, (long long)sixth, 0};
  wsglass_sixty_four by = upwards - (char)(empty - 4);
  wsglass_sixty_four turned = __builtin_ia32_permvarqi512((wsglass_sixty_four)head, by);
  uintptr_t from = (uintptr_t)payload - at;
  uint8_t *to = (uint8_t *)((uintptr_t)record + 4 - empty);
  wsglass_sixty_four piece = __builtin_ia32_loaddquqi512_mask(
      (const wsglass_sixty_four *)from, turned, at < 64 ? ~0ull << at : 0);
  __builtin_ia32_storedquqi512_mask((wsglass_sixty_four *)to, piece, ~0ull << empty);
  wsglass_eight all = (wsglass_eight)__builtin_ia32_selectb_512(~0ull << empty, piece, zeros);
  size_t pieces = (52 + count + 63) / 64;
  if (pieces > 1) {
    piece = __builtin_ia32_loaddquqi512_mask(
        (const wsglass_sixty_four *)(from + 64), turned, at > 64 ? ~0ull << (at - 64) : ~0ull);
    memcpy(to + 64, &piece, 64);
    all = wsglass_times(all, step) ^ (wsglass_eight)piece;
  }
  for (size_t index = 2; index < pieces; index++) {
    memcpy(&piece, (const uint8_t *)from + index * 64, 64);
    memcpy(to + index * 64, &piece, 64);
    all = wsglass_times(all, step) ^ (wsglass_eight)piece;
  }
  uint64_t sum = (uint32_t)~wsglass_crc32c_last(all) | (uint64_t)count << 32;
  memcpy(record, &sum, 8);
}
#else
#define wsglass_record_wide(...) // never asked
#endif

/// Puts a record at `record`: its sum, the payload's length, six words, the payload.
__attribute__((always_inline)) static inline void wsglass_record(void *record, uint64_t first, uint64_t second, uint64_t third, uint64_t fourth,
                                  uint64_t fifth, uint64_t sixth, const void *payload, size_t count) {
  uint8_t *to = (uint8_t *)record;
  if (wsglass_crc32c_way() == 3) {
    wsglass_record_wide(to, first, second, third, fourth, fifth, sixth, (const uint8_t *)payload, count);
    return;
  }
  uint64_t words[6] = {first, second, third, fourth, fifth, sixth};
  uint32_t length = (uint32_t)count;
  memcpy(to + 4, &length, 4);
  memcpy(to + 8, words, 48);
  if (count) memcpy(to + 56, payload, count);
  // By its words: what was only just written is read again at the price of the write.
  uint32_t sum = wsglass_crc32c_way() == 1 ? wsglass_crc32c_portable(~0u, to + 4, 52)
                                           : wsglass_crc32c_words(length, first, second, third, fourth, fifth, sixth);
  sum = ~wsglass_crc32c_more(sum, payload, count);
  memcpy(to, &sum, 4);
}
#endif
