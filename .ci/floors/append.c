/* append.c - the least that keeping a record costs here: in memory, with a checksum, with a file.
 *
 *   append COUNT FOLDER ROUNDS     records of 125 bytes behind a head of 56, into 2 MiB blocks of 64 MiB in huge pages
 *
 * One JSON line a round: CPU ns a record of the whole process, the ways in turn. `none` copies only; `crc` sums each record
 * as it is appended; `fused` sums while it copies; `ours` is what
 * wsglass does for a record, which may be of any length. `+direct`
 * writes each full block past the page cache, `+buffered` through it, `+ring` by io_uring from registered buffers.
 * No index, no threads, no readers, no lengths that vary: nothing that keeps records for use can be below.
 */
#define _GNU_SOURCE
#include "../../Sources/CLinux/record.h"
#include <errno.h>
#include <fcntl.h>
#include <immintrin.h>
#include <linux/io_uring.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

enum { BLOCK = 2 << 20, BLOCKS = 32, HEAD = 56, PAYLOAD = 125, SIZE = 184, PER_BLOCK = BLOCK / SIZE };
enum Sum { NONE, CRC, FUSED, OURS };
enum Way { MEMORY, DIRECT, BUFFERED, RING };

static uint8_t *memory;
static uint8_t payloads[256][PAYLOAD];
static char path[4096];
static uint8_t upwards[64];

static void die(const char *what) { perror(what); exit(1); }
static double cpu(void) {
  struct rusage r;
  getrusage(RUSAGE_SELF, &r);
  return r.ru_utime.tv_sec + r.ru_stime.tv_sec + (r.ru_utime.tv_usec + r.ru_stime.tv_usec) / 1e6;
}

/* ---- sums ---- */
#define WIDE __attribute__((target("sse4.2,avx512f,avx512bw,avx512dq,avx512vl,avx512vbmi,vpclmulqdq"), always_inline)) static inline
typedef __m512i V;
WIDE V times(V all, V by) {
  return _mm512_xor_si512(_mm512_clmulepi64_epi128(all, by, 0x00), _mm512_clmulepi64_epi128(all, by, 0x11));
}
/* 184 - 4 bytes as 52 + 128 would be read twice; here the record is 3 x 64 from its own front, the first 4 + 8 masked. */
WIDE V fold(V a, V b, V c) {
  const V step = _mm512_set_epi64(0x09e4addf8, 0x0740eef02, 0x09e4addf8, 0x0740eef02, 0x09e4addf8, 0x0740eef02, 0x09e4addf8, 0x0740eef02);
  return _mm512_xor_si512(times(_mm512_xor_si512(times(a, step), b), step), c);
}
WIDE uint32_t one(V all) {
  const V together = _mm512_set_epi64(0, 0, 0x14cd00bd6, 0x0f20c0dfe, 0x0ba4fc28e, 0x1384aa63a, 0x1d82c63da, 0x01c291d04);
  V parts = times(all, together);
  __m128i last = _mm512_extracti32x4_epi32(all, 3);
  __m128i sum = _mm_xor_si128(_mm_xor_si128(_mm512_castsi512_si128(parts), _mm512_extracti32x4_epi32(parts, 1)),
                              _mm_xor_si128(_mm512_extracti32x4_epi32(parts, 2), last));
  return ~(uint32_t)_mm_crc32_u64(_mm_crc32_u64(0, _mm_cvtsi128_si64(sum)), _mm_extract_epi64(sum, 1));
}

/* ---- one block ---- */
WIDE void head(uint8_t *at, uint64_t number) {
  uint64_t words[7] = {(uint64_t)PAYLOAD << 32, number, number + 1700000000000000000, number, PAYLOAD, 0, 0x0281000200000000};
  memcpy(at, words, sizeof words);
}
WIDE void plain(uint8_t *at, uint64_t number) {
  *(uint64_t *)(at + SIZE - 8) = 0;
  head(at, number);
  memcpy(at + HEAD, payloads[number & 255], PAYLOAD);
}
WIDE void fused(uint8_t *at, uint64_t number) {
  /* 177 bytes as 49 | 64 | 64: the head, turned by three bytes, lies in the first and in the front of the second. */
  const uint8_t *from = payloads[number & 255];
  V turn = _mm512_sub_epi8(_mm512_loadu_si512(upwards), _mm512_set1_epi8(3));
  V high = _mm512_loadu_si512(from + 61), low = _mm512_maskz_loadu_epi8(~7ull, from - 3);
  *(uint64_t *)(at + SIZE - 8) = 0;
  head(at, number);
  _mm512_mask_storeu_epi8(at + HEAD - 3, ~7ull, low);
  _mm512_storeu_si512(at + HEAD + 61, high);
  /* The head again from its words: a load of what was just stored in pieces would wait. */
  V words = _mm512_set_epi64(0x0281000200000000, 0, PAYLOAD, (long long)number, (long long)number + 1700000000000000000, (long long)number,
                             (long long)(~(uint64_t)PAYLOAD << 32), 0);
  words = _mm512_permutexvar_epi8(turn, words);
  V first = _mm512_maskz_mov_epi8(~7ull, words), second = _mm512_mask_mov_epi8(low, 7, words);
  *(uint32_t *)at = one(fold(first, second, high));
}
__attribute__((target("sse4.2,avx512f,avx512bw,avx512dq,avx512vl,avx512vbmi,vpclmulqdq"), noinline)) static uint64_t fill(
    uint8_t *block, uint64_t number, enum Sum sum) {
  uint8_t *at = block;
  switch (sum) {
  case NONE:
    for (int i = 0; i < PER_BLOCK; i++, at += SIZE) __builtin_prefetch(at + 1024, 1), plain(at, ++number);
    break;
  case CRC:
    for (int i = 0; i < PER_BLOCK; i++, at += SIZE) {
      __builtin_prefetch(at + 1024, 1), plain(at, ++number);
      uint32_t start = wsglass_crc32c_words(PAYLOAD, number, number + 1700000000000000000, number, PAYLOAD, 0, 0x0281000200000000);
      *(uint32_t *)at = ~wsglass_crc32c_wide(start, payloads[number & 255], PAYLOAD);
    }
    break;
  case FUSED:
    for (int i = 0; i < PER_BLOCK; i++, at += SIZE) __builtin_prefetch(at + 1024, 1), fused(at, ++number);
    break;
  case OURS: {
    /* Known to nobody before. */
    uint64_t count = PAYLOAD, fifth = 0, sixth = 0x0281000200000000;
    __asm__ volatile("" : "+r"(count), "+r"(fifth), "+r"(sixth));
    for (int i = 0; i < PER_BLOCK; i++, at += SIZE) {
      __builtin_prefetch(at + 1024, 1), number++;
      *(uint64_t *)(at + SIZE - 8) = 0;
      wsglass_record(at, number, number + 1700000000000000000, number, count, fifth, sixth, payloads[number & 255], count);
    }
    break;
  }
  }
  return number;
}

/* ---- io_uring without its library: one write in flight, as ours has ---- */
static struct { int fd; uint32_t *head, *tail, *mask, *array, *chead, *ctail, *cmask; struct io_uring_sqe *sqes; struct io_uring_cqe *cqes; } ring;
static int ring_open(void) {
  struct io_uring_params p = {0};
  ring.fd = (int)syscall(SYS_io_uring_setup, 8, &p);
  if (ring.fd < 0) return 0;
  uint8_t *q = mmap(0, p.sq_off.array + p.sq_entries * 4 + p.cq_off.cqes + p.cq_entries * sizeof(struct io_uring_cqe), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, ring.fd, IORING_OFF_SQ_RING);
  ring.sqes = mmap(0, p.sq_entries * sizeof *ring.sqes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, ring.fd, IORING_OFF_SQES);
  ring.tail = (void *)(q + p.sq_off.tail), ring.mask = (void *)(q + p.sq_off.ring_mask), ring.array = (void *)(q + p.sq_off.array);
  ring.chead = (void *)(q + p.cq_off.head), ring.ctail = (void *)(q + p.cq_off.tail), ring.cmask = (void *)(q + p.cq_off.ring_mask), ring.cqes = (void *)(q + p.cq_off.cqes);
  struct iovec all[BLOCKS];
  for (int i = 0; i < BLOCKS; i++) all[i] = (struct iovec){memory + (size_t)i * BLOCK, BLOCK};
  return syscall(SYS_io_uring_register, ring.fd, IORING_REGISTER_BUFFERS, all, BLOCKS) == 0;
}
static void ring_write(int file, int block, uint64_t offset) {
  uint32_t tail = *ring.tail, slot = tail & *ring.mask;
  ring.sqes[slot] = (struct io_uring_sqe){.opcode = IORING_OP_WRITE_FIXED, .fd = file, .off = offset, .addr = (uint64_t)(memory + (size_t)block * BLOCK), .len = BLOCK, .buf_index = (uint16_t)block};
  ring.array[slot] = slot;
  __atomic_store_n(ring.tail, tail + 1, __ATOMIC_RELEASE);
  if (syscall(SYS_io_uring_enter, ring.fd, 1, 1, IORING_ENTER_GETEVENTS, 0, 0) < 0) die("io_uring_enter");
  uint32_t first = *ring.chead;
  while (__atomic_load_n(ring.ctail, __ATOMIC_ACQUIRE) == first) if (syscall(SYS_io_uring_enter, ring.fd, 0, 1, IORING_ENTER_GETEVENTS, 0, 0) < 0 && errno != EINTR) die("io_uring_enter");
  int result = ring.cqes[first & *ring.cmask].res;
  __atomic_store_n(ring.chead, first + 1, __ATOMIC_RELEASE);
  if (result != BLOCK) errno = -result, die("ring write");
}

static double run(uint64_t count, enum Sum sum, enum Way way) {
  int file = -1;
  if (way != MEMORY) {
    unlink(path);
    file = open(path, O_WRONLY | O_CREAT | O_TRUNC | (way == BUFFERED ? 0 : O_DIRECT), 0600);
    if (file < 0) die("open");
  }
  uint64_t number = 0, offset = 0;
  double begin = 0;
  /* One turn over all blocks before, as a log that has run for a while. */
  for (uint64_t block = 0; number < count + (uint64_t)BLOCKS * PER_BLOCK; block++) {
    if (block == BLOCKS) begin = cpu();
    uint8_t *to = memory + block % BLOCKS * BLOCK;
    number = fill(to, number, sum);
    if (block < BLOCKS) continue;
    /* A new file each 64 MiB, as ours. */
    if (way != MEMORY && offset == 64 << 20) {
      close(file), offset = 0, unlink(path);
      file = open(path, O_WRONLY | O_CREAT | O_TRUNC | (way == BUFFERED ? 0 : O_DIRECT), 0600);
      if (file < 0) die("open");
    }
    if (way == RING) ring_write(file, (int)(block % BLOCKS), offset);
    else if (way != MEMORY && pwrite(file, to, BLOCK, (off_t)offset) != BLOCK) die("write");
    offset += BLOCK;
  }
  double spent = cpu() - begin;
  if (file >= 0) close(file), unlink(path);
  return spent / (number - (uint64_t)BLOCKS * PER_BLOCK) * 1e9;
}

static uint32_t sum_of(enum Sum sum) { return fill(memory, 77, sum), *(uint32_t *)(memory + 40 * SIZE); }

int main(int argc, char **argv) {
  if (argc < 4) return fprintf(stderr, "usage: append COUNT FOLDER ROUNDS\n"), 2;
  if (!wsglass_crc32c_has_wide()) return fprintf(stderr, "append: no VPCLMULQDQ\n"), 1;
  snprintf(path, sizeof path, "%s/floor", argv[2]);
  memory = aligned_alloc(BLOCK, (size_t)BLOCK * BLOCKS);
  madvise(memory, (size_t)BLOCK * BLOCKS, MADV_HUGEPAGE);
  memset(memory, 0, (size_t)BLOCK * BLOCKS);
  for (int i = 0; i < 64; i++) upwards[i] = (uint8_t)i;
  for (int i = 0; i < 256; i++) {
    memset(payloads[i], '7', PAYLOAD);
    int k = snprintf((char *)payloads[i], PAYLOAD, "{\"type\":\"ticker\",\"seq\":%d,\"pair\":\"BTC-USD\",\"bid\":\"", i);
    payloads[i][k] = '7';
  }
  fill(memory, 77, NONE);
  uint32_t right = wsglass_crc32c(memory + 40 * SIZE + 4, HEAD - 4 + PAYLOAD);
  if (sum_of(CRC) != right || sum_of(FUSED) != right || sum_of(OURS) != right)
    return fprintf(stderr, "append: wrong sums: %x, not %x %x %x\n", right, sum_of(CRC), sum_of(FUSED), sum_of(OURS)), 1;
  int has_ring = ring_open();
  uint64_t count = strtoull(argv[1], 0, 10);
  for (int round = 0; round < atoi(argv[3]); round++) {
    printf("{\"floor\":\"append\",\"none\":%.2f,\"crc\":%.2f,\"fused\":%.2f,\"ours\":%.2f", run(count, NONE, MEMORY), run(count, CRC, MEMORY), run(count, FUSED, MEMORY), run(count, OURS, MEMORY));
    printf(",\"none+direct\":%.2f,\"fused+direct\":%.2f,\"fused+buffered\":%.2f", run(count, NONE, DIRECT), run(count, FUSED, DIRECT), run(count, FUSED, BUFFERED));
    if (has_ring) printf(",\"none+ring\":%.2f,\"fused+ring\":%.2f", run(count, NONE, RING), run(count, FUSED, RING));
    printf("}\n");
    fflush(stdout);
  }
  return 0;
}
