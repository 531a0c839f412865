import { stringify } from 'csv-stringify/sync';
import type { Gap, GapReport } from './find.ts';

/** A row for each gap, for spreadsheets. */
export function gapsAsCsv({ gaps }: Pick<GapReport, 'gaps'>): string {
  return stringify(gaps.map(rowOf), {
    header: true,
    // Visitors write the questions: to a spreadsheet, "=…" would be a formula.
    escape_formulas: true,
  });
}

function rowOf(gap: Gap): Record<string, string | number> {
  return {
    question: gap.question,
    declined: gap.declined,
    down_voted: gap.downVoted,
    reasons: Object.entries(gap.reasons)
      .map(([reason, times]) => `${reason} (${times})`)
      .join('; '),
    out_of_scope: gap.outOfScope ? 'yes' : 'no',
    first_asked: gap.firstAsked.toISOString(),
    last_asked: gap.lastAsked.toISOString(),
    trend: gap.trend,
    nearest_sources: gap.nearest.map(({ id }) => id).join('; '),
    other_wordings: gap.wordings
      .slice(1)
      .map(({ question }) => question)
      .join('; '),
  };
}
