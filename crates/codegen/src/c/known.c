/* Logic of three values: an unknown one is not a number. */
static inline UNUSED double known(double a, double b, double value) { return (a != a) | (b != b) ? NAN : value; }
static inline UNUSED double mp_known_lt(double a, double b) { return known(a, b, a < b ? 1.0 : 0.0); }
static inline UNUSED double mp_known_le(double a, double b) { return known(a, b, a <= b ? 1.0 : 0.0); }
static inline UNUSED double mp_known_eq(double a, double b) { return known(a, b, a == b ? 1.0 : 0.0); }
static inline UNUSED double mp_known_and(double a, double b) {
    return (a == 0.0) | (b == 0.0) ? 0.0 : known(a, b, 1.0);
}
static inline UNUSED double mp_known_or(double a, double b) {
    return (a == 1.0) | (b == 1.0) ? 1.0 : known(a, b, 0.0);
}
