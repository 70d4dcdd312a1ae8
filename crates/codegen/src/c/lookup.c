struct lookup {
    int knots;
    const double *x, *y, *slope;
};

/* The piece that begins with the last knot at or before x; constant beyond the ends. */
static inline UNUSED double mp_lookup(const struct lookup *table, double x) {
    double first = table->x[0], last = table->x[table->knots - 1];
    x = x < first ? first : x;
    x = x > last ? last : x;
    int from = 0, to = table->knots - 1;
    while (from < to) {
        int middle = (from + to + 1) / 2;
        if (table->x[middle] <= x) {
            from = middle;
        } else {
            to = middle - 1;
        }
    }
    return table->y[from] + (x - table->x[from]) * table->slope[from];
}
