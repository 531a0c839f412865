import { z } from 'zod';
import type { Knowledge } from '../../src/answer/knowledge.ts';
import type { Embedder, Hit, Source } from '../../src/domain.ts';
import { sentenceSpans } from '../../src/text/sentences.ts';
import { wordsOf } from '../../src/text/words.ts';
import { readJsonLines } from './cases.ts';
import type { ClapNq } from './clapnq.ts';
import { FAITHFUL, FALSE, merged, proseSentences, swapped } from './rewrites.ts';
import type { LabeledPair } from './support-check.ts';

/** Passages that a model is shown beside the right one. */
const SHOWN = 8;

/**
 * Pairs made by rule from a corpus: its sentences as they stand, shortened, reworded and merged, and
 * made false by other years, numbers, names and a negation. A false one that happens to stand in the
 * corpus is left out.
 */
export async function corpusPairs(
  knowledge: Knowledge,
  embedder: Embedder | null,
  signal: AbortSignal,
): Promise<LabeledPair[]> {
  const pairs: LabeledPair[] = [];
  const told = knowledge.sources.map((source) => source.body.replace(/\s+/g, ' ')).join('\n');
  const records = knowledge.sources.filter(({ kind }) => kind === 'project' || kind === 'thesis');
  const themes = knowledge.sources.filter(({ kind }) => kind === 'theme');
  const pick = (among: readonly Source[], i: number) => among[i % among.length]?.title ?? '';
  for (const source of knowledge.sources.filter(({ kind }) => kind !== 'list')) {
    for (const passage of knowledge.passagesOf(source.id)) {
      const sentences = proseSentences(passage.text);
      for (const [i, sentence] of sentences.entries()) {
        const [vector = null] = embedder ? await embedder.embed([sentence], signal) : [];
        const others = knowledge
          .search(sentence, { vector, named: new Set(), limit: SHOWN })
          .filter((hit) => hit.passage.id !== passage.id);
        const own: Hit = { passage, source, score: 1, why: { named: true } };
        const hits = [own, ...others.slice(0, SHOWN - 1)];
        const add = (kind: string, text: string | null, isSupported: boolean) => {
          if (!text || (!isSupported && told.includes(text))) return;
          pairs.push({ kind, sentence: text, hits, isSupported });
        };
        for (const [kind, rewrite] of Object.entries(FAITHFUL)) add(kind, rewrite(sentence), true);
        const next = sentences[i + 1];
        if (next && passage.text.includes(`${sentence} ${next}`)) {
          add('merged', merged(sentence, next), true);
        }
        for (const [kind, rewrite] of Object.entries(FALSE)) add(kind, rewrite(sentence), false);
        // Its length stands in for chance.
        const thing = pick(records, sentence.length);
        add('swapped name', swapped(sentence, source.title, thing), false);
        const theme = pick(themes, sentence.length);
        add("a theme's name instead", swapped(sentence, source.title, theme), false);
      }
    }
  }
  return pairs;
}

const claimSchema = z.strictObject({
  /** The id of the source that supports it, or nearly does. */
  source: z.string(),
  split: z.enum(['tune', 'test']),
  kind: z.string(),
  carried: z.boolean(),
  question: z.string(),
  sentence: z.string(),
});

/**
 * Pairs written by hand: sentences in a model's own words, true and false.
 * @param options.split `test` is the half that no threshold was chosen on
 */
export async function claimPairs(
  file: string,
  knowledge: Knowledge,
  embedder: Embedder | null,
  { split, signal }: { readonly split: 'tune' | 'test'; readonly signal: AbortSignal },
): Promise<LabeledPair[]> {
  const pairs: LabeledPair[] = [];
  for (const claim of await readJsonLines(file, claimSchema)) {
    const source = knowledge.source(claim.source);
    if (claim.split !== split || !source) continue;
    const [vector = null] = embedder ? await embedder.embed([claim.question], signal) : [];
    const own = knowledge
      .passagesOf(source.id)
      .map((passage): Hit => ({ passage, source, score: 1, why: { named: true } }));
    const found = knowledge.search(claim.question, { vector, named: new Set(), limit: SHOWN });
    const others = found.filter((hit) => hit.source.id !== source.id);
    const hits = [...own, ...others].slice(0, SHOWN);
    const { kind, sentence, carried } = claim;
    pairs.push({ kind, sentence, hits, isSupported: carried });
  }
  return pairs;
}

/**
 * Pairs of CLAP NQ: sentences that humans answered with their passage, with other passages alone,
 * and made false. Many human sentences leave out, join and reword, so that recall is a hard case.
 */
export async function clapPairs(
  { questions, sources }: ClapNq,
  knowledge: Knowledge,
  embedder: Embedder,
  signal: AbortSignal,
): Promise<LabeledPair[]> {
  const sourceById = new Map(sources.map((source) => [source.id, source]));
  const answerable = questions.filter((question) => question.isAnswerable);
  const pairs: LabeledPair[] = [];
  for (const [i, { text: question, answer, sourceId }] of answerable.entries()) {
    const source = sourceById.get(sourceId);
    if (!source) continue;
    const [vector = null] = await embedder.embed([question], signal);
    const found = knowledge.search(question, { vector, named: new Set(), limit: SHOWN + 1 });
    const others = found.filter((hit) => hit.source.id !== sourceId).slice(0, SHOWN - 1);
    const own = knowledge
      .passagesOf(sourceId)
      .map((passage): Hit => ({ passage, source, score: 1, why: { named: false } }));
    const foreign = answerable[(i + 1) % answerable.length]?.answer ?? '';
    for (const { start, end } of sentenceSpans(answer)) {
      const sentence = answer.slice(start, end);
      if (wordsOf(sentence).length < 5) continue;
      const add = (
        kind: string,
        text: string | null,
        hits: readonly Hit[],
        isSupported: boolean,
      ) => {
        if (text) pairs.push({ kind, sentence: text, hits, isSupported });
      };
      add('human answer', sentence, [...own, ...others], true);
      add('human answer, other passages', sentence, others, false);
      for (const [kind, rewrite] of Object.entries(FALSE)) {
        add(kind, rewrite(sentence), [...own, ...others], false);
      }
      add('swapped name', withForeignName(sentence, foreign), [...own, ...others], false);
    }
  }
  return pairs;
}

/** Two or more capitalized words in a row. */
const NAME = /\p{Lu}\p{Ll}+(?: \p{Lu}\p{Ll}+)+/gu;

/** The last name of a sentence replaced by one of another answer. */
function withForeignName(sentence: string, foreign: string): string | null {
  const name = [...sentence.matchAll(NAME)].at(-1)?.[0];
  const other = foreign.match(NAME)?.find((one) => !sentence.includes(one));
  return name && other ? swapped(sentence, name, other) : null;
}
