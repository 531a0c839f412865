import type { Source } from '../../domain.ts';
import { wordCount } from '../makers/say.ts';
import { goTogether, placeOf, type Statement } from '../statement.ts';
import type { Candidate } from '../types.ts';

/** Sentences that are taken from the runner-up, at most. */
const MAX_ADDED = 2;
/** Words of the answer up to which they are. */
const MAX_WORDS = 120;

/**
 * The best candidate with what one that is about as likely adds, where both are text and take the
 * question to mean the same: where it is open which of two passages answers, both are said.
 */
export function supplemented(best: Candidate, runnerUp: Candidate): Candidate {
  if (!isText(best) || !isText(runnerUp)) return best;
  if (best.reading.question !== runnerUp.reading.question) return best;
  // A text goes on about its own thing; a record is whole, unless that of another thing may be meant.
  const isRecord = best.isComplete || runnerUp.isComplete;
  if (isRecord === (sourceOf(best) === sourceOf(runnerUp))) return best;
  const said = new Set(best.statements.map(({ text }) => text));
  const [first, ...others] = [...best.statements, ...runnerUp.statements].flatMap(
    ({ quotes: [quote] }) => (quote ? placeOf(quote) : []),
  );
  if (first && others.some((other) => !goTogether(first, other))) return best;
  let words = wordCount([...said].join(' '));
  const added = runnerUp.statements
    .filter(({ text }) => !said.has(text))
    .slice(0, MAX_ADDED)
    .filter(({ text }) => {
      words += wordCount(text);
      return words <= MAX_WORDS;
    });
  return { ...best, statements: inOrder([...best.statements, ...added]) };
}

/** Neither small talk nor a list. */
function isText({ lead, acts, statements }: Candidate): boolean {
  return lead === undefined && acts === undefined && !statements.some(({ isItem }) => isItem);
}

function sourceOf({ statements }: Candidate): Source | undefined {
  return statements[0]?.quotes[0]?.source;
}

/** As they stand in their source, where it is one; or else as they come. */
function inOrder(statements: readonly Statement[]): readonly Statement[] {
  const places = statements.flatMap(({ quotes: [quote] }) => quote ?? []);
  const [first] = places;
  if (!first || places.some(({ source }) => source !== first.source)) return statements;
  const position = ({ quotes: [quote] }: Statement) =>
    quote ? quote.passage.start + quote.start : 0;
  return statements.toSorted((a, b) => position(a) - position(b));
}
