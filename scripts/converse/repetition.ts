import { sentenceSpans } from '../../src/text/sentences.ts';
import { fold } from '../../src/text/words.ts';
import type { Exchange, Held } from './hold.ts';

/** From this share of its sentences on, an answer says again what was said. */
const REPEATED = 0.5;

/** How many, and how many of them are meant: what the report shows as a share. */
export interface Share {
  readonly of: number;
  /** One line for each, to look it up. */
  readonly found: readonly string[];
}

export interface Repetition {
  /** Answers of which at least half of the sentences were shown before. */
  readonly repeated: Share;
  /** Suggestions that are answered when they are asked. */
  readonly answered: Share;
  /** Suggestions that were asked before, or whose answer is shown already to at least half. */
  readonly stale: Share;
}

/** Counts what conversations say twice, and what their suggestions are good for. */
export function countRepetition(conversations: readonly Held[]): Repetition {
  const repeated: string[] = [];
  const answered: string[] = [];
  const stale: string[] = [];
  let turns = 0;
  let suggestions = 0;
  for (const conversation of conversations) {
    const shown = new Set<string>();
    const asked = new Set<string>();
    for (const { question, answer, tried } of conversation.turns) {
      turns++;
      const line = `${conversation.title}: ${question}`;
      if (isShown({ question, answer }, shown)) repeated.push(line);
      for (const sentence of sentencesOf(answer)) shown.add(sentence);
      // As it was typed and as it was understood.
      for (const text of [question, answer.question]) asked.add(normalized(text));
      for (const suggestion of tried) {
        suggestions++;
        const place = `${line} → ${suggestion.question}`;
        if (suggestion.answer.status === 'answered') answered.push(place);
        if (asked.has(normalized(suggestion.question)) || isShown(suggestion, shown)) {
          stale.push(place);
        }
      }
    }
  }
  return {
    repeated: { of: turns, found: repeated },
    answered: { of: suggestions, found: answered },
    stale: { of: suggestions, found: stale },
  };
}

function isShown({ answer }: Exchange, shown: ReadonlySet<string>): boolean {
  const sentences = sentencesOf(answer);
  const again = sentences.filter((sentence) => shown.has(sentence));
  return sentences.length > 0 && again.length / sentences.length >= REPEATED;
}

/** The sentences and list items of an answer, without markers: an answer numbers its sources anew. */
function sentencesOf({ answer, citations }: Exchange['answer']): string[] {
  const indexes = new Set(citations.map(({ index }) => index));
  const text = answer.replace(/ ?\[(\d+)\]/g, (marker, index) =>
    indexes.has(Number(index)) ? '' : marker,
  );
  return sentenceSpans(text)
    .map(({ start, end }) => normalized(text.slice(start, end)))
    .filter((sentence) => sentence !== '');
}

function normalized(text: string): string {
  return fold(text)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
