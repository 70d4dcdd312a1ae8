/* Whether a date has come; asked for ascending steps. */
static inline UNUSED int due(const uint32_t **dates, uint32_t n) { return **dates == n ? ++*dates, 1 : 0; }
