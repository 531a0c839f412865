import type { Knowledge } from '../../src/answer/knowledge.ts';
import { findSupport } from '../../src/answer/support.ts';
import type { Embedder, Hit, Passage, Vector } from '../../src/domain.ts';
import { quantile } from '../bench/bound.ts';
import { figure, type Section, share } from './report.ts';

/** A sentence, the passages that a model would have seen, and whether they support it. */
export interface LabeledPair {
  readonly kind: string;
  readonly sentence: string;
  readonly hits: readonly Hit[];
  readonly isSupported: boolean;
}

export interface CheckedPair extends LabeledPair {
  readonly isAccepted: boolean;
  /** Of the check; embedding the sentence, where it was needed, included. */
  readonly ms: number;
}

/** Puts each pair to the check as the answering does: the first passage is cited. */
export async function checkPairs(
  pairs: readonly LabeledPair[],
  knowledge: Knowledge,
  embedder: Embedder | null,
  signal: AbortSignal,
): Promise<CheckedPair[]> {
  const checked: CheckedPair[] = [];
  for (const pair of pairs) {
    const started = performance.now();
    let vector: Promise<Vector[]> | undefined;
    const quote = await findSupport(pair.sentence, {
      names: knowledge.names,
      hits: pair.hits,
      cited: [1],
      async cosines(passage: Passage) {
        vector ??= embedder?.embed([pair.sentence], signal);
        const [sentence] = (await vector) ?? [];
        return sentence ? (knowledge.cosines(passage, sentence)?.sentences ?? null) : null;
      },
    });
    checked.push({ ...pair, isAccepted: quote !== null, ms: performance.now() - started });
  }
  return checked;
}

/** Precision, recall, and the share accepted of each kind. */
export function supportSection(column: string, pairs: readonly CheckedPair[]): Section {
  const accepted = pairs.filter(({ isAccepted }) => isAccepted);
  const supported = pairs.filter(({ isSupported }) => isSupported);
  const rest = pairs.filter(({ isSupported }) => !isSupported);
  const times = pairs.map(({ ms }) => ms);
  return {
    table: 'The support check on labeled pairs',
    column,
    figures: [
      figure(
        'precision',
        share(accepted, ({ isSupported }) => isSupported),
      ),
      figure(
        'recall',
        share(supported, ({ isAccepted }) => isAccepted),
      ),
      ...byKind(supported).map(([kind, of]) =>
        figure(
          `supported, ${kind}: accepted`,
          share(of, ({ isAccepted }) => isAccepted),
        ),
      ),
      ...byKind(rest).map(([kind, of]) =>
        figure(
          `not supported, ${kind}: accepted`,
          share(of, ({ isAccepted }) => isAccepted),
          {
            better: 'less',
          },
        ),
      ),
      figure('a sentence, mean', times.reduce((sum, ms) => sum + ms, 0) / times.length, {
        unit: 'ms',
        better: 'less',
        target: 5,
      }),
      figure('a sentence, p95', quantile(times, 0.95), { unit: 'ms', better: 'less' }),
    ],
    notes: `Pairs: ${[...byKind(supported), ...byKind(rest)].map(([kind, of]) => `${kind} ${of.length}`).join(', ')}.`,
  };
}

function byKind(pairs: readonly CheckedPair[]): [string, CheckedPair[]][] {
  const kinds = [...new Set(pairs.map(({ kind }) => kind))];
  return kinds.map((kind) => [kind, pairs.filter((pair) => pair.kind === kind)]);
}
