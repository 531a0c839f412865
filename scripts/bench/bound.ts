/** A figure with what it may be at most, or must be at least; without a bound it informs only. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly atMost?: number | undefined;
  readonly atLeast?: number | undefined;
}

export function isWithin({ value, atMost = Infinity, atLeast = -Infinity }: Figure): boolean {
  return value <= atMost && value >= atLeast;
}

export function printTable(figures: readonly Figure[]): void {
  console.log('| figure | value | bound | |');
  console.log('|---|---|---|---|');
  for (const figure of figures) {
    const { name, value, unit, atMost, atLeast } = figure;
    const bounds = [
      atMost === undefined ? '' : `at most ${atMost}`,
      atLeast === undefined ? '' : `at least ${atLeast}`,
    ].filter(Boolean);
    const verdict = bounds.length === 0 ? '' : isWithin(figure) ? 'pass' : 'FAIL';
    console.log(`| ${name} | ${rounded(value)} ${unit} | ${bounds.join(', ')} | ${verdict} |`);
  }
}

/** Of values in any order: the one that a share of them does not exceed. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
}

function rounded(value: number): string {
  return Number(value.toPrecision(3)).toString();
}
