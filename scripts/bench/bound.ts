/** What a figure, or its ratio to the peer's, may be at most or must be at least. */
export interface Bound {
  readonly atMost?: number | undefined;
  readonly atLeast?: number | undefined;
  readonly ratioAtMost?: number | undefined;
  readonly ratioAtLeast?: number | undefined;
}

/** Without a bound it informs only. */
export interface Figure extends Bound {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** Of the value to the peer's, where the peer was measured. */
  readonly ratio?: number | undefined;
}

export function isWithin({ value, ratio, ...bound }: Figure): boolean {
  const { atMost = Infinity, atLeast = -Infinity } = bound;
  const { ratioAtMost = Infinity, ratioAtLeast = -Infinity } = bound;
  if (ratio !== undefined && (ratio > ratioAtMost || ratio < ratioAtLeast)) return false;
  return value <= atMost && value >= atLeast;
}

export function printTable(figures: readonly Figure[]): void {
  console.log('| figure | value | to the peer | bound | |');
  console.log('|---|---|---|---|---|');
  for (const figure of figures) {
    const { name, value, unit, ratio } = figure;
    const share = ratio === undefined ? '' : `${rounded(ratio)} ×`;
    const bounds = boundsOf(figure);
    console.log(
      `| ${name} | ${rounded(value)} ${unit} | ${share} | ${bounds.join(', ')} | ${verdictOf(figure)} |`,
    );
  }
}

function boundsOf({ atMost, atLeast, ratioAtMost, ratioAtLeast }: Bound): string[] {
  return [
    atMost === undefined ? '' : `at most ${atMost}`,
    atLeast === undefined ? '' : `at least ${atLeast}`,
    ratioAtMost === undefined ? '' : `at most ${ratioAtMost} × the peer's`,
    ratioAtLeast === undefined ? '' : `at least ${ratioAtLeast} × the peer's`,
  ].filter(Boolean);
}

function verdictOf(figure: Figure): string {
  if (boundsOf(figure).length === 0) return '';
  const isCompared = figure.ratioAtMost !== undefined || figure.ratioAtLeast !== undefined;
  if (isCompared && figure.ratio === undefined) return 'not measured';
  return isWithin(figure) ? 'pass' : 'FAIL';
}

/** Of values in any order: the one that a share of them does not exceed. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
}

function rounded(value: number): string {
  return Number(value.toPrecision(3)).toString();
}
