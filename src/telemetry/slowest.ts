/** Durations that a threshold is taken from. */
const WINDOW = 1_000;
const SHARE = 0.99;
/** Durations between two looks at the threshold. */
const EVERY = 50;

/** Tells which durations are among the slowest hundredth of the last thousand. */
export function createSlowest(): (duration: number) => boolean {
  const recent: number[] = [];
  let seen = 0;
  let threshold = Number.POSITIVE_INFINITY;
  return (duration) => {
    const isSlow = duration > threshold;
    recent[seen % WINDOW] = duration;
    seen += 1;
    if (seen % EVERY === 0 && seen >= 2 * EVERY) {
      const sorted = [...recent].sort((a, b) => a - b);
      threshold = sorted[Math.floor(SHARE * (sorted.length - 1))] ?? threshold;
    }
    return isSlow;
  };
}
