import { z } from 'zod';
import { decide } from '../../src/answer/decide.ts';
import { loadChoice } from '../../src/answer/load.ts';
import type { Embedder, Reader, Source } from '../../src/domain.ts';
import { createKnowledge } from '../../src/service.ts';
import { readJsonLines } from './cases.ts';
import { type IndexOptions, openSources } from './corpus.ts';
import { plainSource } from './plain-source.ts';

const passageSchema = z.object({ title: z.string(), text: z.string() });
const questionSchema = z.object({
  id: z.string(),
  input: z.string(),
  passages: z.array(passageSchema).min(1),
  output: z.array(z.object({ answer: z.string() })).default([]),
});

export interface ClapQuestion {
  readonly text: string;
  readonly isAnswerable: boolean;
  /** The source of the passage that belongs to it. */
  readonly sourceId: string;
  /** What a human answered from that passage. */
  readonly answer: string;
}

/** CLAP NQ (Rosenthal and others 2024): questions, and their passages as a corpus of plain texts. */
export interface ClapNq {
  readonly questions: readonly ClapQuestion[];
  readonly sources: readonly Source[];
}

/** @param files CLAP NQ's files of answerable and unanswerable questions */
export async function loadClapNq(files: readonly string[]): Promise<ClapNq> {
  const sources = new Map<string, Source>();
  const questions: ClapQuestion[] = [];
  for (const file of files) {
    for (const { input, passages, output } of await readJsonLines(file, questionSchema)) {
      const [sourceId = ''] = passages.map(({ title, text }) => {
        const key = JSON.stringify([title, text]);
        const source =
          sources.get(key) ?? plainSource(`clapnq-${sources.size + 1}`, 'text', title, text);
        sources.set(key, source);
        return source.id;
      });
      const answer = output[0]?.answer ?? '';
      questions.push({ text: input, isAnswerable: answer.trim() !== '', sourceId, answer });
    }
  }
  return { questions, sources: [...sources.values()] };
}

/** A question asked of the corpus, and what would be answered were every question answered. */
export interface ClapOutcome {
  readonly question: ClapQuestion;
  readonly isAnswered: boolean;
  /** That anything answers it, by the choice. */
  readonly probability: number;
  /** Whether the likeliest answer quotes the question's passage, whether or not it is given. */
  readonly wouldCiteGold: boolean;
  readonly ms: number;
}

/** Decides on all questions over all passages. */
export async function runClapNq(
  { questions, sources }: ClapNq,
  { embedder, reader }: { readonly embedder: Embedder; readonly reader: Reader | null },
  options: IndexOptions,
): Promise<ClapOutcome[]> {
  const index = await openSources('clapnq', sources, embedder, options);
  const parts = {
    ...{ knowledge: createKnowledge(index), embedder, reader },
    choice: loadChoice(embedder.model),
    onModelError: () => {},
  };
  const outcomes: ClapOutcome[] = [];
  for (const question of questions) {
    const started = performance.now();
    const { parts: decided } = await decide(question.text, [], parts, options.signal);
    const quoted = decided.flatMap(({ best }) => best?.statements ?? []);
    outcomes.push({
      question,
      isAnswered: decided.some(({ chosen }) => chosen !== null),
      probability: Math.max(0, ...decided.map(({ probability }) => probability)),
      wouldCiteGold: quoted.some(({ quotes }) =>
        quotes.some(({ source }) => source.id === question.sourceId),
      ),
      ms: performance.now() - started,
    });
  }
  return outcomes;
}
