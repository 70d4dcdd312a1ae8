/* Sine, cosine and tangent, after fdlibm's e_rem_pio2.c, k_sin.c and k_cos.c (Sun Microsystems 1993); huge angles after
   Payne and Hanek (1983). */

struct angle {
    double high, low;
    unsigned quadrant;
};

/* Cody and Waite's reduction. */
static inline UNUSED struct angle reduce(double x) {
    double rounded = x * 0.636619772367581343075535053490057448 + 6755399441055744.0;
    double n = rounded - 6755399441055744.0;
    double first = x - n * 1.57079632673412561417e+00;
    double w = n * 6.07710050630396597660e-11;
    double second = first - w;
    double lost = (first - second) - w;
    w = n * 2.02226624871116645580e-21;
    double third = second - w;
    double rest = n * 8.47842766036889956997e-32 - ((second - third) - w) - lost;
    double high = third - rest;
    struct angle reduced = {high, (third - high) - rest, (unsigned)(bits_of(rounded) & 3)};
    return reduced;
}

/* 128 bits as two words. */
struct wide {
    uint64_t high, low;
};

static struct wide product(uint64_t a, uint64_t b) {
    uint64_t a0 = (uint32_t)a, a1 = a >> 32, b0 = (uint32_t)b, b1 = b >> 32;
    uint64_t low = a0 * b0, mid = a1 * b0 + (low >> 32), cross = a0 * b1 + (uint32_t)mid;
    struct wide r = {a1 * b1 + (mid >> 32) + (cross >> 32), cross << 32 | (uint32_t)low};
    return r;
}

static struct wide shifted(struct wide x, unsigned left) {
    struct wide r = x;
    if (left >= 64) {
        r.high = x.low << (left - 64);
        r.low = 0;
    } else if (left > 0) {
        r.high = x.high << left | x.low >> (64 - left);
        r.low = x.low << left;
    }
    return r;
}

static uint64_t two_over_pi(unsigned word, unsigned shift) {
    /* Bits of 2 / pi after the point, with 64 zero bits before. */
    static const uint64_t bits[21] = {
        0, 0xa2f9836e4e441529u, 0xfc2757d1f534ddc0u, 0xdb6295993c439041u, 0xfe5163abdebbc561u, 0xb7246e3a424dd2e0u,
        0x06492eea09d1921cu, 0xfe1deb1cb129a73eu, 0xe88235f52ebb4484u, 0xe99c7026b45f7e41u, 0x3991d639835339f4u,
        0x9c845f8bbdf9283bu, 0x1ff897ffde05980fu, 0xef2f118b5a0a6d1fu, 0x6d367ecf27cb09b7u, 0x4f463f669e5fea2du,
        0x7527bac7ebe5f17bu, 0x3d0739f78a5292eau, 0x6bfb5fb11f8d5d08u, 0x56033046fc7b6babu, 0xf0cfbc209af4361du,
    };
    uint64_t here = word < 21 ? bits[word] : 0, next = word + 1 < 21 ? bits[word + 1] : 0;
    return shift == 0 ? here : here << shift | next >> (64 - shift);
}

static UNUSED struct angle reduce_huge(double x) {
    uint64_t bits = bits_of(x);
    uint64_t mantissa = (bits & UINT64_C(0x000fffffffffffff)) | UINT64_C(0x0010000000000000);
    int offset = (int)(bits >> 52 & 0x7ff) - 1075 + 62;
    if (offset < 0) offset = 0;
    unsigned word = (unsigned)offset / 64, shift = (unsigned)offset % 64;
    struct wide low = product(mantissa, two_over_pi(word + 2, shift));
    struct wide middle = product(mantissa, two_over_pi(word + 1, shift));
    middle.low += low.high;
    middle.high += middle.low < low.high;
    uint64_t top = mantissa * two_over_pi(word, shift) + middle.high;
    unsigned quadrant = (unsigned)(top >> 62);
    /* top << 2 : middle << 2 : two bits of low, as the engine puts them together. */
    struct wide fraction = {top << 2 | middle.low >> 62, middle.low << 2 | low.low >> 62};
    int negative = x < 0.0;
    if (negative) quadrant = (0 - quadrant) & 3;
    if (fraction.high >> 63) {
        fraction.low = 0 - fraction.low;
        fraction.high = ~fraction.high + (fraction.low == 0);
        quadrant = (negative ? quadrant - 1 : quadrant + 1) & 3;
        negative = !negative;
    }
    unsigned zeros = 0;
    while (zeros < 128 && !(shifted(fraction, zeros < 127 ? zeros : 127).high >> 63)) zeros++;
    uint64_t leading = shifted(fraction, zeros < 127 ? zeros : 127).high;
    struct wide p = product(leading, UINT64_C(0xc90fdaa22168c234));
    double unit = of_bits((uint64_t)(1023 - 127 - (int)zeros) << 52);
    /* The first 53 bits of the product, and the rest. */
    double high = (double)(p.high >> 11) * 0x1p75 * unit;
    uint64_t rest_high = p.high & 0x7ff;
    /* Fewer than 75 bits, rounded once: what is below a sticky bit of 64. */
    unsigned down = 0;
    while (rest_high >> down) down++;
    uint64_t kept = down ? rest_high << (64 - down) | p.low >> down : p.low;
    if (down && (p.low & ((UINT64_C(1) << down) - 1))) kept |= 1;
    double rest = (double)kept * of_bits((uint64_t)(1023 + down) << 52) * unit;
    double sign = negative ? -1.0 : 1.0;
    struct angle reduced = {sign * high, sign * rest, quadrant};
    return reduced;
}

static inline UNUSED double sine_of(struct angle r) {
    double x = r.high, y = r.low, z = x * x, v = z * x;
    double p = 8.33333333332248946124e-03 + z * (-1.98412698298579493134e-04 + z * (2.75573137070700676789e-06
        + z * (-2.50507602534068634195e-08 + z * 1.58969099521155010221e-10)));
    return x - ((z * (0.5 * y - v * p) - y) - v * -1.66666666666666324348e-01);
}

static inline UNUSED double cosine_of(struct angle r) {
    double x = r.high, y = r.low, z = x * x;
    double p = z * (4.16666666666666019037e-02 + z * (-1.38888888888741095749e-03 + z * (2.48015872894767294178e-05
        + z * (-2.75573143513906633035e-07 + z * (2.08757232129817482790e-09 + z * -1.13596475577881948265e-11)))));
    double half = 0.5 * z, w = 1.0 - half;
    return w + (((1.0 - w) - half) + (z * p - x * y));
}

static inline UNUSED double sin_of(struct angle r) {
    double value = r.quadrant & 1 ? cosine_of(r) : sine_of(r);
    return r.quadrant & 2 ? -value : value;
}

static inline UNUSED double cos_of(struct angle r) {
    r.quadrant = (r.quadrant + 1) & 3;
    return sin_of(r);
}

static inline UNUSED double tan_of(struct angle r) {
    double s = sine_of(r), c = cosine_of(r);
    return r.quadrant & 1 ? -c / s : s / c;
}

static inline UNUSED int is_finite(double x) { return x - x == 0.0; }

static UNUSED double mp_sin(double x) {
    if (fabs(x) <= 1.0e6) return x == 0.0 ? x : sin_of(reduce(x));
    return is_finite(x) ? sin_of(reduce_huge(x)) : NAN;
}

static UNUSED double mp_cos(double x) {
    if (fabs(x) <= 1.0e6) return cos_of(reduce(x));
    return is_finite(x) ? cos_of(reduce_huge(x)) : NAN;
}

static UNUSED double mp_tan(double x) {
    if (fabs(x) <= 1.0e6) return x == 0.0 ? x : tan_of(reduce(x));
    return is_finite(x) ? tan_of(reduce_huge(x)) : NAN;
}
