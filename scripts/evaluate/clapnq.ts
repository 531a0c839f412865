import { z } from 'zod';
import { namedSources } from '../../src/answer/draft.ts';
import { rankSentences, selectSentences, toStatement } from '../../src/answer/extract.ts';
import { type Evidence, logOdds, missesThePoint, weighEvidence } from '../../src/answer/gate.ts';
import type { Knowledge } from '../../src/answer/knowledge.ts';
import { withoutOwner } from '../../src/answer/names.ts';
import { understand } from '../../src/answer/question.ts';
import type { Embedder, Service, Source } from '../../src/domain.ts';
import { createKnowledge, createService } from '../../src/service.ts';
import { type IndexOptions, openSources } from './corpus.ts';
import { ask, readJsonLines } from './golden.ts';
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
  /** Whether the service answers, and whether it then cites the question's passage. */
  readonly isAnswered: boolean;
  readonly citesGold: boolean;
  readonly evidence: Evidence;
  readonly logOdds: number;
  /** Whether the gate opens as far as the evidence goes but the sentences miss the point. */
  readonly missesPoint: boolean;
  /** Whether the sentences that an answer would be made of are from the question's passage. */
  readonly wouldCiteGold: boolean;
  readonly ms: number;
}

/** Asks all questions of a service over all passages. */
export async function runClapNq(
  { questions, sources }: ClapNq,
  embedder: Embedder,
  options: IndexOptions,
): Promise<ClapOutcome[]> {
  const index = await openSources('clapnq', sources, embedder, options);
  const knowledge = createKnowledge(index);
  const onModelError = () => {};
  const service = createService({ index, embedder, chatModel: null, onModelError });
  const outcomes: ClapOutcome[] = [];
  for (const question of questions) {
    const weighed = await weigh(knowledge, embedder, question.text, options.signal);
    outcomes.push({
      ...(await asked(service, question, options.signal)),
      question,
      ...weighed(question.sourceId),
    });
  }
  return outcomes;
}

async function asked(service: Service, { text, sourceId }: ClapQuestion, signal: AbortSignal) {
  const { answer, ms } = await ask(service, { question: text, history: [] }, signal);
  return {
    isAnswered: answer.status === 'answered',
    citesGold: answer.citations.some((citation) => citation.sourceId === sourceId),
    ms,
  };
}

/** The evidence for a question as the service weighs it, by the same functions. */
export async function weigh(
  knowledge: Knowledge,
  embedder: Embedder,
  text: string,
  signal: AbortSignal,
) {
  const { question, mentions } = understand(text, [], knowledge.names);
  const [vector = null] = await embedder.embed([withoutOwner(question, mentions)], signal);
  const named = new Set(namedSources(knowledge, mentions, ['source']).map(({ id }) => id));
  const hits = knowledge.search(question, { vector, named, limit: 10 });
  const evidence = weighEvidence(knowledge, { question, vector, mentions, hits });
  return (goldId: string) => {
    const chosen = selectSentences(rankSentences(knowledge, question, vector, hits), {
      sentences: 3,
      words: 120,
      share: 0.75,
    });
    return {
      evidence,
      logOdds: logOdds(evidence),
      missesPoint: missesThePoint(knowledge, question, mentions, chosen.map(toStatement)),
      wouldCiteGold: chosen.some(({ source }) => source.id === goldId),
    };
  };
}
