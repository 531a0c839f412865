import { areaUnderCurve } from './roc.ts';

/** A question with a paragraph; no answers where the paragraph does not tell. */
export interface ReaderCase {
  readonly set: string;
  readonly question: string;
  readonly title: string;
  readonly sentences: readonly string[];
  /** Numbers of the sentences that answer, from 0. */
  readonly answers: readonly number[];
}

export interface ReaderFigures {
  readonly set: string;
  readonly answered: number;
  /** The share of the answered ones whose best sentence is a right one. */
  readonly rightFirst: number;
  readonly unanswered: number;
  /** How often the best logit of an answered one is above that of an unanswered one. */
  readonly auc: number;
}

/** The figures of each set, in order of appearance. `logits` has those of each case's sentences. */
export function readerFigures(
  cases: readonly ReaderCase[],
  logits: readonly (readonly number[])[],
): ReaderFigures[] {
  const read = cases.map((one, index) => {
    const best = Math.max(...(logits[index] ?? []));
    return { ...one, best, first: (logits[index] ?? []).indexOf(best) };
  });
  return [...new Set(cases.map(({ set }) => set))].map((set) => {
    const answered = read.filter((one) => one.set === set && one.answers.length > 0);
    const unanswered = read.filter((one) => one.set === set && one.answers.length === 0);
    const right = answered.filter(({ answers, first }) => answers.includes(first));
    return {
      set,
      answered: answered.length,
      rightFirst: right.length / answered.length,
      unanswered: unanswered.length,
      auc: areaUnderCurve(
        answered.map(({ best }) => best),
        unanswered.map(({ best }) => best),
      ),
    };
  });
}
