import type { Facet, Hit, Passage, Sentence, Source, SourceKind, Vector } from '../domain.ts';
import { contentStems, wordsOf } from '../text/words.ts';
import type { Knowledge } from './knowledge.ts';
import { without } from './names.ts';
import { quoted, type Statement } from './statement.ts';

/** A sentence of a passage that was found, and how well it answers. */
export interface Candidate {
  readonly source: Source;
  readonly passage: Passage;
  readonly sentence: Sentence;
  /** Position of the sentence in its source, for reading order. */
  readonly position: number;
  /** Cosine of question and sentence, −1 to 1; 0 where there are no vectors. */
  readonly cosine: number;
  /** The share of the question's weight that the sentence has words for, 0 to 1. */
  readonly coverage: number;
  readonly score: number;
}

/** A sentence with this share of a question's weight is taken to tell just what is asked. */
export const TELLING = 0.6;
const COVERAGE_SHARE = 0.3;
const PASSAGE_SHARE = 1;
/** For a number, a year or a name where one is asked for. */
const TYPE_BONUS = 0.1;
/** For standing under a heading that the question has a word of. */
const HEADING_BONUS = 0.25;
/** A theme or a list describes many records at once; the record itself is the better evidence. */
const OVERVIEW_MALUS: Partial<Record<SourceKind, number>> = { theme: 0.1, list: 0.2 };

const WANTED: readonly [question: RegExp, sentence: RegExp][] = [
  [
    /\bhow (many|much|often|long|fast|large|big|far|high|low)\b/i,
    /\d|\b(one|two|three|four|five|six|seven|eight|nine|ten|twelve|hundred|thousand|million|billion)\b/i,
  ],
  [/\bwhen\b|\b(what|which) year\b|\bsince when\b/i, /\b(19|20)\d\d\b/],
  [/\bwho\b|\bwhom\b|\bwhose\b/i, /\p{Lu}\p{Ll}+ \p{Lu}\p{Ll}+/u],
];

/** The sentences of the passages found, best first. */
export function rankSentences(
  knowledge: Knowledge,
  question: string,
  vector: Vector | null,
  hits: readonly Pick<Hit, 'source' | 'passage' | 'score'>[],
): Candidate[] {
  const stems = [...new Set(contentStems(withoutNames(knowledge, question)))];
  const asked = new Set(stems);
  const total = stems.reduce((sum, stem) => sum + knowledge.weight(stem), 0) || 1;
  const wanted = wantedIn(question);
  const bestHit = hits[0]?.score || 1;
  const candidates = hits.flatMap(({ passage, source, score }) => {
    const cosines = vector && knowledge.cosines(passage, vector)?.sentences;
    const present = knowledge.sentenceStems(passage);
    const isHeaded = contentStems(passage.headings.at(-1) ?? '').some((stem) => asked.has(stem));
    return passage.sentences.map((sentence, i): Candidate => {
      const text = passage.text.slice(sentence.start, sentence.end);
      const covered = stems.filter((stem) => present[i]?.has(stem));
      const coverage = covered.reduce((sum, stem) => sum + knowledge.weight(stem), 0) / total;
      const cosine = cosines?.[i] ?? 0;
      return {
        source,
        passage,
        sentence,
        position: passage.start + sentence.start,
        cosine,
        coverage,
        score:
          cosine +
          COVERAGE_SHARE * coverage +
          PASSAGE_SHARE * (score / bestHit) +
          (wanted?.test(text) ? TYPE_BONUS : 0) +
          (isHeaded ? HEADING_BONUS : 0) -
          (OVERVIEW_MALUS[source.kind] ?? 0),
      };
    });
  });
  return candidates.sort((a, b) => b.score - a.score);
}

/** What a sentence that answers the question has: a number, a year or a name; undefined if anything. */
export function wantedIn(question: string): RegExp | undefined {
  return WANTED.find(([pattern]) => pattern.test(question))?.[1];
}

/** Every sentence of a work is about it, whichever of its names it has; of two, not every one names both. */
function withoutNames({ names }: Knowledge, question: string): string {
  const named = names.find(question).filter(({ type }) => type === 'source');
  const rest = without(named, question);
  const isOfOne = new Set(named.flatMap(({ sourceIds }) => sourceIds)).size === 1;
  return isOfOne && contentStems(rest).length > 0 ? rest : question;
}

export interface SelectOptions {
  readonly sentences: number;
  readonly words: number;
  /** A further sentence scores at least this share of the best. */
  readonly share: number;
  /** Facts of front matter that are worth showing; addresses seldom are. */
  readonly facets?: readonly Facet[];
}

/** The best sentences that do not repeat each other, in reading order. */
export function selectSentences(
  candidates: readonly Candidate[],
  { sentences, words, share, facets = ['publication', 'award', 'code', 'people'] }: SelectOptions,
): Candidate[] {
  const chosen: Candidate[] = [];
  const best = candidates[0]?.score ?? 0;
  let length = 0;
  for (const candidate of candidates) {
    if (chosen.length === sentences || candidate.score < share * best) break;
    const { facet } = candidate.sentence;
    if (facet && !facets.includes(facet) && candidate.coverage < TELLING) continue;
    // Rows of a table are alike but for what is asked.
    const isRow = ({ sentence }: Candidate) => sentence.isRow === true;
    const rows = chosen.filter(isRow);
    if (isRow(candidate) && rows.some((row) => row.coverage > candidate.coverage)) continue;
    if (chosen.some((other) => overlap(textOf(other), textOf(candidate)) > 0.6)) continue;
    const added = wordsOf(textOf(candidate)).length;
    if (chosen.length > 0 && length + added > words) continue;
    length += added;
    chosen.push(candidate);
  }
  return inReadingOrder(chosen);
}

/** Sentences of the best source first, those of one source in the order of its text. */
function inReadingOrder(candidates: readonly Candidate[]): Candidate[] {
  const order = [...new Set(candidates.map((candidate) => candidate.source.id))];
  return [...candidates].sort(
    (a, b) => order.indexOf(a.source.id) - order.indexOf(b.source.id) || a.position - b.position,
  );
}

export function toStatement({ source, passage, sentence }: Candidate): Statement {
  return quoted(source, passage, sentence);
}

export function textOf({ passage, sentence }: Candidate): string {
  return passage.text.slice(sentence.start, sentence.end);
}

/** The share of the shorter text's content words that the other has too. */
export function overlap(a: string, b: string): number {
  const first = new Set(contentStems(a));
  const second = new Set(contentStems(b));
  const shared = [...first].filter((stem) => second.has(stem)).length;
  return shared / Math.max(1, Math.min(first.size, second.size));
}
