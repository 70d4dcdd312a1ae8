static inline UNUSED double mp_ceil(double x) { return -floor(-x); }
static inline UNUSED double mp_trunc(double x) { return copysign(floor(fabs(x)), x); }
static inline UNUSED double mp_modulo(double a, double b) { return a - b * floor(a / b); }

/* Nearest integer, halves away from zero. */
static inline UNUSED double mp_round(double x) {
    double below = floor(fabs(x));
    return copysign(fabs(x) - below >= 0.5 ? below + 1.0 : below, x);
}
