/* What moves is added here; every page reads whole without it. */
