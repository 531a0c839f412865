import type { Reader, ReaderPassage } from '../../domain.ts';
import { contentStems } from '../../text/words.ts';
import { placeOf } from '../statement.ts';
import type { Candidate } from '../types.ts';

/** Sentences of a candidate that are read, and characters, from which no further one is begun. */
const MAX_SENTENCES = 4;
const MAX_LENGTH = 400;

/** A candidate as a passage for the reader: the title and heading above it, its sentences. */
export function asPassage({ lead, statements }: Candidate): ReaderPassage {
  const quote = statements[0]?.quotes[0];
  const title = quote?.source.title ?? '';
  const asked = quote && placeOf(quote).sentence?.asked;
  const heading = asked ?? quote?.passage.headings.at(-1) ?? '';
  const above = typeof lead === 'string' ? lead : lead?.text;
  let length = 0;
  const sentences = [...(above ? [above] : []), ...statements.map(({ text }) => text)]
    .slice(0, MAX_SENTENCES)
    .filter((text) => {
      const isBegun = length < MAX_LENGTH;
      length += text.length;
      return isBegun;
    });
  return { title, heading: heading === title ? '' : heading, sentences };
}

/**
 * For each candidate, the log-odds that the best of its sentences answers its reading of the question;
 * even odds where it does not answer a question.
 */
export async function readCandidates(
  candidates: readonly Candidate[],
  reader: Reader,
  signal: AbortSignal,
): Promise<number[]> {
  const questions = [...new Set(candidates.map(({ reading }) => reading.question))];
  const logits = new Map<Candidate, number>();
  await Promise.all(
    questions.map(async (question) => {
      const asked = candidates.filter(
        ({ acts, reading }) => !acts && reading.question === question,
      );
      const read = await reader.read(question, asked.map(asPassage), signal);
      asked.forEach((candidate, i) => {
        const logit = isGiven(candidate) ? CERTAIN : Math.max(...(read[i] ?? []));
        logits.set(candidate, logit);
      });
    }),
  );
  return candidates.map((candidate) => logits.get(candidate) ?? 0);
}

/** Log-odds of what needs no reader. */
const CERTAIN = 12;

/** Whether the text itself gives it as the answer to the very question. */
function isGiven({ reading, statements }: Candidate): boolean {
  const stems = stemsOf(reading.question);
  const given = statements.flatMap(({ quotes }) =>
    quotes.map((quote) => stemsOf(placeOf(quote).sentence?.asked ?? '')),
  );
  return stems !== '' && given.length > 0 && given.every((one) => one === stems);
}

function stemsOf(question: string): string {
  return [...new Set(contentStems(question))].sort().join(' ');
}
