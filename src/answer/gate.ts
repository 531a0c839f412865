import type { Hit } from '../domain.ts';
import { isEnglishWord, isStopWord, type Word, wordsOf } from '../text/words.ts';
import type { Candidate } from './extract.ts';
import type { Knowledge } from './knowledge.ts';
import type { Mention } from './names.ts';

export interface Evidence {
  /** The best cosine of the question and a sentence of the corpus. */
  readonly sentence: number;
  /** The best cosine of the question and a passage, or a way of asking for its source. */
  readonly passage: number;
  /** The share of the question's content words that the best passages have. */
  readonly coverage: number;
  /** Names and numbers in the question that the corpus does not have at all. */
  readonly unknown: readonly string[];
  readonly contentWords: number;
}

/** How well the corpus covers a question, before an answer is written. */
export function weighEvidence(
  knowledge: Knowledge,
  question: string,
  mentions: readonly Mention[],
  hits: readonly Hit[],
  candidates: readonly Candidate[],
): Evidence {
  const words = wordsOf(question);
  const content = words.filter(
    (word) =>
      !isStopWord(word.form) && !mentions.some((m) => m.type === 'owner' && within(word, m)),
  );
  const evidence = new Set(
    hits
      .slice(0, 3)
      .flatMap(({ source, passage }) =>
        wordsOf([source.title, ...source.aliases, ...source.asks, passage.text].join(' ')),
      )
      .map((word) => word.stem),
  );
  const covered = content.filter((word) => evidence.has(word.stem));
  return {
    sentence: Math.max(0, ...candidates.map((candidate) => candidate.cosine)),
    passage: Math.max(0, ...hits.map((hit) => hit.why.cosine ?? 0)),
    coverage: content.length === 0 ? 0 : covered.length / content.length,
    unknown: words
      .filter((word, i) => isForeignName(knowledge, question, word, i))
      .map((word) => question.slice(word.start, word.end)),
    contentWords: content.length,
  };
}

/** A capitalised word within a sentence, or one with a digit, that the corpus has nowhere. */
function isForeignName(knowledge: Knowledge, question: string, word: Word, index: number): boolean {
  if (knowledge.has(word.stem) || isStopWord(word.form)) return false;
  const text = question.slice(word.start, word.end);
  if (/\d/.test(text)) return true;
  const isCapitalised = /^\p{Lu}/u.test(text) && text !== text.toUpperCase();
  const startsSentence = index === 0 || /[.!?]\s*$/.test(question.slice(0, word.start));
  return isCapitalised && !startsSentence;
}

function within(word: Word, mention: Mention): boolean {
  return word.start >= mention.start && word.end <= mention.end;
}

/** Most of its words are in no English word list: the question is in another language. */
export function isForeignLanguage(knowledge: Knowledge, question: string): boolean {
  const words = wordsOf(question).filter((word) => !knowledge.has(word.stem));
  const unknown = words.filter((word) => !isEnglishWord(word.form));
  return words.length > 0 && unknown.length / words.length > 0.5;
}
