
static double seconds_of_cpu(void) {
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static void quoted(const char *name) {
    if (!strpbrk(name, ",\"")) {
        printf(",%s", name);
        return;
    }
    printf(",\"");
    for (; *name; name++) printf(*name == '"' ? "\"\"" : "%c", *name);
    printf("\"");
}

static void number(double x) {
    /* 17 digits read back as the same number. */
    printf(x != x ? ",NaN" : ",%.17g", x);
}

/* 0 and more, up to a limit; ends the program for anything else. */
static uint64_t whole(const char *text, uint64_t most) {
    char *end;
    unsigned long long value = strtoull(text, &end, 10);
    if (*text < '0' || *text > '9' || *end || value > most) {
        fprintf(stderr, "error: `%s` is not a whole number from 0 to %" PRIu64 "\n", text, most);
        exit(2);
    }
    return value;
}

static void check(int stock, uint64_t member) {
    if (stock < 0) return;
    fprintf(stderr, "error: the stock `%s` does not stay finite in member %" PRIu64 "\n", STOCK_NAMES[stock], member);
    exit(1);
}

int main(int count, char **words) {
    int timed = count > 1 && strcmp(words[1], "time") == 0;
    if (timed) count--, words++;
    if (count > 4 - timed) {
        fprintf(stderr, "usage: model [MEMBERS [SEED [FIRST]]], or model time MEMBERS [SEED]\n");
        return 2;
    }
    const uint64_t members = count > 1 ? whole(words[1], UINT32_MAX) : 1;
    const uint64_t seed = count > 2 ? whole(words[2], UINT64_MAX) : 1;
    const uint64_t first = count > 3 ? whole(words[3], UINT32_MAX) : 0;
    double *saved = malloc(sizeof(double) * ((size_t)SAVED_TIMES * SAVED + 1));
    double outputs[OUTPUTS + 1];
    if (!saved || !prepare()) {
        fprintf(stderr, "error: not enough memory\n");
        return 1;
    }
    if (timed) {
        double sum = 0.0, start = seconds_of_cpu();
        for (uint64_t i = 0; i < members; i++) {
            check(run(seed, (uint32_t)i, saved, outputs), i);
            if (SAVED > 0) sum += saved[(size_t)(SAVED_TIMES - 1) * SAVED];
        }
        double seconds = seconds_of_cpu() - start;
        printf("%.9f %.17g\n", seconds, members ? sum / (double)members : 0.0);
        return 0;
    }
    printf("member,time");
    for (int k = 0; k < OUTPUTS; k++) quoted(OUTPUT_NAMES[k]);
    for (int k = 0; k < SAVED; k++) quoted(SAVED_NAMES[k]);
    printf("\n");
    for (uint64_t i = first; i < first + members; i++) {
        check(run(seed, (uint32_t)i, saved, outputs), i);
        for (uint32_t t = 0; t < SAVED_TIMES; t++) {
            uint64_t n = (uint64_t)t * SAVE_EVERY;
            printf("%" PRIu64 ",%.17g", i, START + (double)(n < STEPS ? n : STEPS) * STEP);
            for (int k = 0; k < OUTPUTS; k++) number(outputs[k]);
            for (int k = 0; k < SAVED; k++) number(saved[(size_t)t * SAVED + (size_t)k]);
            printf("\n");
        }
    }
    return fflush(stdout) == 0 ? 0 : 1;
}
