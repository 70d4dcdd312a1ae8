/* The standard normal distribution: the quantile is algorithm AS 241, PPND16 (Wichura 1988), the distribution function
   Cody's (1969) in the form of R's pnorm. */

static const double QUANTILE_A[8] = {
    3.3871328727963666080, 1.3314166789178437745e+2, 1.9715909503065514427e+3, 1.3731693765509461125e+4,
    4.5921953931549871457e+4, 6.7265770927008700853e+4, 3.3430575583588128105e+4, 2.5090809287301226727e+3,
};
static const double QUANTILE_B[8] = {
    1.0, 4.2313330701600911252e+1, 6.8718700749205790830e+2, 5.3941960214247511077e+3,
    2.1213794301586595867e+4, 3.9307895800092710610e+4, 2.8729085735721942674e+4, 5.2264952788528545610e+3,
};
static const double QUANTILE_C[8] = {
    1.42343711074968357734, 4.63033784615654529590, 5.76949722146069140550, 3.64784832476320460504,
    1.27045825245236838258, 2.41780725177450611770e-1, 2.27238449892691845833e-2, 7.74545014278341407640e-4,
};
static const double QUANTILE_D[8] = {
    1.0, 2.05319162663775882187, 1.67638483018380384940, 6.89767334985100004550e-1, 1.48103976427480074590e-1,
    1.51986665636164571966e-2, 5.47593808499534494600e-4, 1.05075007164441684324e-9,
};
static const double QUANTILE_E[8] = {
    6.65790464350110377720, 5.46378491116411436990, 1.78482653991729133580, 2.96560571828504891230e-1,
    2.65321895265761230930e-2, 1.24266094738807843860e-3, 2.71155556874348757815e-5, 2.01033439929228813265e-7,
};
static const double QUANTILE_F[8] = {
    1.0, 5.99832206555887937690e-1, 1.36929880922735805310e-1, 1.48753612908506148525e-2,
    7.86869131145613259100e-4, 1.84631831751005468180e-5, 1.42151175831644588870e-7,
    2.04426310338993978564e-15,
};
static const double NORMAL_A[5] = {
    18154.981253343561249, 1067.6894854603709582, 161.02823106855587881, 2.2352520354606839287,
    0.065682337918207449113,
};
static const double NORMAL_B[5] = {
    45507.789335026729956, 10260.932208618978205, 976.09855173777669322, 47.20258190468824187, 1.0,
};
static const double NORMAL_C[9] = {
    9842.7148383839780218, 11602.651437647350124, 6848.1904505362823326, 2494.5375852903726711,
    597.27027639480026226, 93.506656132177855979, 8.8831497943883759412, 0.39894151208813466764,
    1.0765576773720192317e-8,
};
static const double NORMAL_D[9] = {
    19685.429676859990727, 38912.003286093271411, 34900.952721145977266, 18615.571640885098091,
    6485.558298266760755, 1519.377599407554805, 235.38790178262499861, 22.266688044328115691, 1.0,
};
static const double NORMAL_P[6] = {
    2.9112874951168792e-5, 0.001421619193227893466, 0.022235277870649807, 0.1274011611602473639,
    0.21589853405795699, 0.02307344176494017303,
};
static const double NORMAL_Q[6] = {
    7.29751555083966205e-5, 0.00378239633202758244, 0.0659881378689285515, 0.468238212480865118,
    1.28426009614491121, 1.0,
};

static inline UNUSED double polynomial(double x, const double *c, int n) {
    double value = c[n - 1];
    for (int i = n - 2; i >= 0; i--) value = value * x + c[i];
    return value;
}

static UNUSED double mp_normal_quantile(double p) {
    double q = p - 0.5;
    if (fabs(q) <= 0.425) {
        double r = 0.180625 - q * q;
        return q * polynomial(r, QUANTILE_A, 8) / polynomial(r, QUANTILE_B, 8);
    }
    double tail = q < 0.0 ? p : 1.0 - p;
    double r = sqrt(-mp_ln(tail));
    int near = r <= 5.0;
    double x = near ? r - 1.6 : r - 5.0;
    double outer = polynomial(x, near ? QUANTILE_C : QUANTILE_E, 8) / polynomial(x, near ? QUANTILE_D : QUANTILE_F, 8);
    outer = tail == 0.0 ? INFINITY : outer;
    return q < 0.0 ? -outer : outer;
}

static UNUSED double mp_normal_cdf(double x) {
    const double rounder = 6755399441055744.0 / 16.0;
    if (x != x) return NAN;
    double y = fabs(x);
    y = y > 40.0 ? 40.0 : y;
    double z = y * y;
    if (y <= 0.67448975) return 0.5 + x * (polynomial(z, NORMAL_A, 5) / polynomial(z, NORMAL_B, 5));
    double i = 1.0 / z;
    double ratio = y <= 5.656854249492381
        ? polynomial(y, NORMAL_C, 9) / polynomial(y, NORMAL_D, 9)
        : (0.3989422804014327 - i * polynomial(i, NORMAL_P, 6) / polynomial(i, NORMAL_Q, 6)) / y;
    /* e^(-y^2 / 2) with the digits that squaring loses. */
    double coarse = (y + rounder) - rounder;
    double rest = (y - coarse) * (y + coarse);
    double tail = mp_exp(-coarse * coarse * 0.5) * mp_exp(-rest * 0.5) * ratio;
    return x > 0.0 ? 1.0 - tail : tail;
}
