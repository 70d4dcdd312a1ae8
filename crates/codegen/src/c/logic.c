static inline UNUSED double mp_min(double a, double b) { return a < b ? a : b; }
static inline UNUSED double mp_max(double a, double b) { return a > b ? a : b; }
static inline UNUSED double mp_clip(double a, double b, double c) { return mp_min(mp_max(a, b), c); }
static inline UNUSED double mp_and(double a, double b) { return (a == 1.0) & (b == 1.0) ? 1.0 : 0.0; }
static inline UNUSED double mp_or(double a, double b) { return (a == 1.0) | (b == 1.0) ? 1.0 : 0.0; }
