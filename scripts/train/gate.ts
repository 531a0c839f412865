import type { Evidence } from '../../src/answer/gate.ts';
import type { Knowledge } from '../../src/answer/knowledge.ts';
import { understand } from '../../src/answer/question.ts';
import type { Embedder, Hit } from '../../src/domain.ts';
import type { OpenIndex } from '../../src/search/store.ts';
import { createKnowledge } from '../../src/service.ts';
import { type ClapNq, weigh } from '../evaluate/clapnq.ts';
import { type IndexOptions, openSources } from '../evaluate/corpus.ts';
import type { GoldenCase } from '../evaluate/golden.ts';
import type { Row } from './regression.ts';

/** The gate's features in the order of its weights. */
export const FEATURES = ['sentence', 'passage', 'nearest', 'coverage', 'words'] as const;

/** The weight of a golden question against a question of CLAP NQ or a way of asking. */
const GOLDEN_WEIGHT = 6;

/** What of the rows is fitted, and what is held out. */
export type Part = 'asks' | 'foreign' | 'tune' | 'test' | 'CLAP NQ' | 'CLAP NQ, held out';

export interface CalibrationRow extends Row {
  readonly part: Part;
  readonly question: string;
  /** By the weights that the gate has now. */
  readonly shippedLogOdds: number;
}

/** As the gate computes them: the number of words by its logarithm. */
export function featuresOf({ words, ...evidence }: Evidence): number[] {
  const values = { ...evidence, words: Math.log(1 + words) };
  return FEATURES.map((name) => values[name]);
}

export interface CalibrationParts {
  readonly index: OpenIndex;
  readonly embedder: Embedder;
  readonly clapNq: ClapNq;
  readonly golden: readonly GoldenCase[];
  readonly options: IndexOptions;
}

/** All rows, those held out too. */
export async function collectRows(parts: CalibrationParts): Promise<CalibrationRow[]> {
  const { index, embedder, clapNq, golden, options } = parts;
  const { signal } = options;
  const knowledge = createKnowledge(index);
  const rows: CalibrationRow[] = [];
  const add = async (
    part: Part,
    label: boolean,
    question: string,
    { weight, known = knowledge }: { weight: number; known?: Knowledge },
  ) => {
    const weighed = await weigh(known, embedder, question, signal);
    const { evidence, logOdds: shippedLogOdds } = weighed('');
    const features = featuresOf(evidence);
    rows.push({ part, question, label: label ? 1 : 0, weight, features, shippedLogOdds });
  };

  const clapIndex = await openSources('clapnq', clapNq.sources, embedder, options);
  const clapKnowledge = createKnowledge(clapIndex);
  for (const [i, { text, isAnswerable }] of clapNq.questions.entries()) {
    const part = i % 2 === 0 ? 'CLAP NQ' : 'CLAP NQ, held out';
    await add(part, isAnswerable, text, { weight: 1, known: clapKnowledge });
  }
  const asks = index.sources.flatMap(({ asks }) => asks);
  for (const { id, asks } of index.sources) {
    for (const ask of asks) {
      await add('asks', true, ask, { weight: 1, known: without(index, knowledge, id, ask) });
    }
  }
  // Together they weigh half of what the asks weigh.
  const weight = asks.length / 2 / clapNq.questions.length;
  for (const { text } of clapNq.questions) await add('foreign', false, text, { weight });
  for (const { question, history, split, expect } of golden) {
    const understood = understand(question, history, knowledge.names);
    if (understood.intent.type !== 'open') continue;
    const isAnswered = expect.status === 'answered';
    await add(split, isAnswered, understood.question, { weight: GOLDEN_WEIGHT });
  }
  return rows;
}

export function isFitted({ part }: CalibrationRow): boolean {
  return part !== 'test' && part !== 'CLAP NQ, held out';
}

/**
 * The corpus without one way of asking for a source: neither its vector nor its words count. (Its
 * words stay in the keyword list, which only orders the passages.)
 */
function without(index: OpenIndex, knowledge: Knowledge, sourceId: string, ask: string): Knowledge {
  const { vectors } = index;
  const row = vectors?.units.findIndex(({ type, text }) => type === 'ask' && text === ask) ?? -1;
  const lacking = ({ source, ...hit }: Hit): Hit => ({
    ...hit,
    source:
      source.id === sourceId
        ? { ...source, asks: source.asks.filter((other) => other !== ask) }
        : source,
  });
  return {
    ...knowledge,
    search(question, options) {
      if (!vectors || row < 0) return knowledge.search(question, options).map(lacking);
      const { values, dimensions } = vectors.matrix;
      const kept = values.slice(row * dimensions, (row + 1) * dimensions);
      values.fill(0, row * dimensions, (row + 1) * dimensions);
      try {
        return knowledge.search(question, options).map(lacking);
      } finally {
        values.set(kept, row * dimensions);
      }
    },
  };
}

export interface Errors {
  readonly wrongAnswers: number;
  readonly refusable: number;
  readonly wrongRefusals: number;
  readonly answerable: number;
}

/** What goes wrong in rows when the gate opens at a threshold of the log-odds. */
export function errorsAt(
  rows: readonly CalibrationRow[],
  threshold: number,
  logOddsOf: (row: CalibrationRow) => number,
): Errors {
  const isOpen = (row: CalibrationRow) => logOddsOf(row) >= threshold;
  const yes = rows.filter(({ label }) => label === 1);
  const no = rows.filter(({ label }) => label === 0);
  return {
    wrongAnswers: no.filter(isOpen).length,
    refusable: no.length,
    wrongRefusals: yes.filter((row) => !isOpen(row)).length,
    answerable: yes.length,
  };
}
