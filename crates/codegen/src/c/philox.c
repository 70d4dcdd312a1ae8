/* Random numbers: Philox4x32-10 (Salmon, Moraes, Dror and Shaw, 2011).  Uniform on the open interval (0, 1). */
static UNUSED double mp_uniform(uint64_t seed, uint64_t stream, uint32_t member, uint32_t step) {
    uint32_t a = member, b = step, c = (uint32_t)stream, d = (uint32_t)(stream >> 32);
    uint32_t j = (uint32_t)seed, k = (uint32_t)(seed >> 32);
    for (int round = 0; round < 10; round++) {
        uint64_t p = (uint64_t)a * 0xd2511f53u, q = (uint64_t)c * 0xcd9e8d57u;
        a = (uint32_t)(q >> 32) ^ b ^ j;
        b = (uint32_t)q;
        c = (uint32_t)(p >> 32) ^ d ^ k;
        d = (uint32_t)p;
        j += 0x9e3779b9u;
        k += 0xbb67ae85u;
    }
    uint64_t word = (uint64_t)b << 32 | a;
    return (of_bits(UINT64_C(0x3ff0000000000000) | word >> 12) - 1.0) + 0x1p-53;
}
