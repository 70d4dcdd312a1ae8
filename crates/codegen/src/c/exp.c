/* Exponential, logarithm and power, after fdlibm's e_exp.c, e_log.c and e_pow.c (Sun Microsystems 1993). */

#define ROUNDER 6755399441055744.0
#define TWO52 4503599627370496.0
#define TWO53 9007199254740992.0
#define TWO54 18014398509481984.0
#define MANTISSA UINT64_C(0x000fffffffffffff)
#define ONE UINT64_C(0x3ff0000000000000)
#define LEAST 2.2250738585072014e-308

static inline UNUSED double high_half(double x) { return of_bits(bits_of(x) & UINT64_C(0xffffffff00000000)); }

/* y * 2^k, rounded once; `rounded` is ROUNDER + k. */
static inline UNUSED double scaled(double y, double rounded) {
    uint64_t k = bits_of(rounded) - bits_of(ROUNDER);
    uint64_t half = ((k + 4096) >> 1) - 2048;
    uint64_t rest = k - half;
    return y * of_bits((half + 1023) << 52) * of_bits((rest + 1023) << 52);
}

static inline UNUSED double exp_kernel(double z) {
    double t = z * z;
    return z - t * (1.66666666666666019037e-01 + t * (-2.77777777770155933842e-03 + t * (6.61375632143793436117e-05
        + t * (-1.65339022054652515390e-06 + t * 4.13813679705723846039e-08))));
}

static UNUSED double mp_exp(double x) {
    x = x < -746.0 ? -746.0 : x;
    x = x > 710.0 ? 710.0 : x;
    double rounded = x * 1.44269504088896340735992468100189214 + ROUNDER;
    double k = rounded - ROUNDER;
    double hi = x - k * 6.93147180369123816490e-01;
    double lo = k * 1.90821492927058770002e-10;
    double r = hi - lo;
    double c = exp_kernel(r);
    double y = 1.0 - ((lo - (r * c) / (2.0 - c)) - hi);
    return scaled(y, rounded);
}

static UNUSED double mp_logistic(double x) { return 1.0 / (1.0 + mp_exp(-x)); }

static UNUSED double mp_ln(double x) {
    const uint64_t root = UINT64_C(0x3fe6a09e00000000);
    int subnormal = x < LEAST;
    uint64_t bits = bits_of(subnormal ? x * TWO54 : x) + (ONE - root);
    double bias = subnormal ? TWO52 + 1023.0 + 54.0 : TWO52 + 1023.0;
    double k = of_bits((bits >> 52) | bits_of(TWO52)) - bias;
    double f = of_bits((bits & MANTISSA) + root) - 1.0;
    double half = 0.5 * f * f;
    double s = f / (2.0 + f);
    double z = s * s;
    double w = z * z;
    double even = w * (3.999999999940941908e-01 + w * (2.222219843214978396e-01 + w * 1.531383769920937332e-01));
    double odd = z * (6.666666666666735130e-01 + w * (2.857142874366239149e-01
        + w * (1.818357216161805012e-01 + w * 1.479819860511658591e-01)));
    double r = k * 6.93147180369123816490e-01
        - ((half - (s * (half + (odd + even)) + k * 1.90821492927058770002e-10)) - f);
    r = x < INFINITY ? r : x;
    r = x < 0.0 ? NAN : r;
    return x == 0.0 ? -INFINITY : r;
}

/* log2 of a positive finite number as a sum. */
static inline UNUSED void log2_parts(double x, double *high, double *low) {
    int subnormal = x < LEAST;
    uint64_t bits = bits_of(subnormal ? x * TWO54 : x);
    double bias = subnormal ? TWO52 + 1023.0 + 54.0 : TWO52 + 1023.0;
    double exponent = of_bits((bits >> 52) | bits_of(TWO52)) - bias;
    double mantissa = of_bits((bits & MANTISSA) | ONE);
    int above = mantissa >= 1.7320508075688772;
    double n = exponent + (above ? 1.0 : 0.0);
    double m = mantissa * (above ? 0.5 : 1.0);
    int middle = (mantissa >= 1.224744871391589) & !above;
    double base = middle ? 1.5 : 1.0;
    double d_high = middle ? 5.84962487220764160156e-01 : 0.0;
    double d_low = middle ? 1.35003920212974897128e-08 : 0.0;
    double u = m - base;
    double v = 1.0 / (m + base);
    double s = u * v;
    double s_high = high_half(s);
    double t_high = high_half(m + base);
    double t_low = m - (t_high - base);
    double s_low = v * ((u - s_high * t_high) - s_high * t_low);
    double s2 = s * s;
    double r = s2 * s2 * (5.99999999999994648725e-01 + s2 * (4.28571428578550184252e-01
        + s2 * (3.33333329818377432918e-01 + s2 * (2.72728123808534006489e-01
        + s2 * (2.30660745775561754067e-01 + s2 * 2.06975017800338417784e-01)))));
    r = r + s_low * (s_high + s);
    s2 = s_high * s_high;
    t_high = high_half(3.0 + s2 + r);
    t_low = r - ((t_high - 3.0) - s2);
    u = s_high * t_high;
    v = s_low * t_high + t_low * s;
    double p_high = high_half(u + v);
    double p_low = v - (p_high - u);
    double z_high = 9.61796700954437255859e-01 * p_high;
    double z_low = -7.02846165095275826516e-09 * p_high + p_low * 9.61796693925975554329e-01 + d_low;
    *high = high_half(((z_high + z_low) + d_high) + n);
    *low = z_low - (((*high - n) - d_high) - z_high);
}

/* 2^(h + l). */
static inline UNUSED double exp2_parts(double h, double l) {
    double rounded = (h + l) + ROUNDER;
    h = h - (rounded - ROUNDER);
    double t = high_half(h + l);
    double u = t * 6.93147182464599609375e-01;
    double v = (l - (t - h)) * 6.93147180559945286227e-01 + t * -1.90465429995776804525e-09;
    double z = u + v;
    double w = v - (z - u);
    double c = exp_kernel(z);
    double r = (z * c) / (c - 2.0) - (w + z * w);
    return scaled(1.0 - (r - z), rounded);
}

static inline UNUSED double nearest_whole(double t) { return t < TWO52 ? (t + TWO52) - TWO52 : t; }

static UNUSED double mp_pow(double x, double y) {
    const double most = 36893488147419103232.0;
    double size = fabs(x), log_high, log_low;
    log2_parts(size, &log_high, &log_low);
    double within = y > most ? most : y;
    within = within < -most ? -most : within;
    double y_high = high_half(within);
    double p_low = (within - y_high) * log_high + within * log_low;
    double p_high = y_high * log_high;
    double z = p_low + p_high;
    double r = exp2_parts(p_high, p_low);
    r = z > 1025.0 ? INFINITY : r;
    r = z < -1077.0 ? 0.0 : r;
    int up = y > 0.0;
    r = size == 0.0 ? (up ? 0.0 : INFINITY) : r;
    r = size == INFINITY ? (up ? INFINITY : 0.0) : r;
    double t = fabs(y);
    int whole = nearest_whole(t) == t;
    int odd = whole & (t < TWO53) & (nearest_whole(0.5 * t) != 0.5 * t);
    int negative = (int)(bits_of(x) >> 63);
    r = negative & odd ? -r : r;
    int finite = (size > 0.0) & (size < INFINITY);
    r = negative & finite & !whole ? NAN : r;
    r = (x != x) | (y != y) ? NAN : r;
    int minus_one = (size == 1.0) & (t == INFINITY);
    return (y == 0.0) | (x == 1.0) | minus_one ? 1.0 : r;
}
