/* Inverse trigonometric functions, after fdlibm's s_atan.c, e_asin.c and e_acos.c (Sun Microsystems 1993). */

static UNUSED double mp_atan(double x) {
    double t = fabs(x), over, under, base_high, base_low;
    if (t >= 2.4375) {
        over = -1.0, under = t, base_high = 1.57079632679489655800e+00, base_low = 6.12323399573676603587e-17;
    } else if (t >= 1.1875) {
        over = t - 1.5, under = 1.0 + 1.5 * t;
        base_high = 9.82793723247329054082e-01, base_low = 1.39033110312309984516e-17;
    } else if (t >= 0.6875) {
        over = t - 1.0, under = t + 1.0, base_high = 7.85398163397448278999e-01, base_low = 3.06161699786838301793e-17;
    } else if (t >= 0.4375) {
        over = 2.0 * t - 1.0, under = 2.0 + t;
        base_high = 4.63647609000806093515e-01, base_low = 2.26987774529616870924e-17;
    } else {
        over = t, under = 1.0, base_high = 0.0, base_low = 0.0;
    }
    double r = over / under, z = r * r, w = z * z;
    double even = z * (3.33333333333329318027e-01 + w * (1.42857142725034663711e-01 + w * (9.09088713343650656196e-02
        + w * (6.66107313738753120669e-02 + w * (4.97687799461593236017e-02 + w * 1.62858201153657823623e-02)))));
    double odd = w * (-1.99999999998764832476e-01 + w * (-1.11111104054623557880e-01 + w * (-7.69187620504482999495e-02
        + w * (-5.83357013379057348645e-02 + w * -3.65315727442169155270e-02))));
    return copysign(base_high - ((r * (even + odd) - base_low) - r), x);
}

#define PIO4 0.785398163397448309615660845819875721
#define PIO2_HIGH 1.57079632679489655800e+00
#define PIO2_LOW 6.12323399573676603587e-17

static inline UNUSED double arc_high(double x) { return of_bits(bits_of(x) & UINT64_C(0xffffffff00000000)); }

static inline UNUSED double rational(double z) {
    double p = z * (1.66666666666666657415e-01 + z * (-3.25565818622400915405e-01 + z * (2.01212532134862925881e-01
        + z * (-4.00555345006794114027e-02 + z * (7.91534994289814532176e-04 + z * 3.47933107596021167570e-05)))));
    double q = 1.0 + z * (-2.40339491173441421878e+00 + z * (2.02094576023350569471e+00
        + z * (-6.88283971605453293030e-01 + z * 7.70381505559019352791e-02)));
    return p / q;
}

static UNUSED double mp_asin(double x) {
    double t = fabs(x);
    if (!(t <= 1.0)) return NAN;
    if (t < 0.5) return x + x * rational(x * x);
    double z = (1.0 - t) * 0.5, s = sqrt(z), r = rational(z), f = arc_high(s);
    double c = s > 0.0 ? (z - f * f) / (s + f) : 0.0;
    double p = 2.0 * s * r - (PIO2_LOW - 2.0 * c);
    double q = PIO4 - 2.0 * f;
    return copysign(PIO4 - (p - q), x);
}

static UNUSED double mp_acos(double x) {
    double t = fabs(x);
    if (!(t <= 1.0)) return NAN;
    if (t < 0.5) return PIO2_HIGH - (x - (PIO2_LOW - x * rational(x * x)));
    double z = (1.0 - t) * 0.5, s = sqrt(z), r = rational(z), f = arc_high(s);
    double c = s > 0.0 ? (z - f * f) / (s + f) : 0.0;
    return x < 0.0 ? 2.0 * (PIO2_HIGH - (s + (r * s - PIO2_LOW))) : 2.0 * (f + (r * s + c));
}
