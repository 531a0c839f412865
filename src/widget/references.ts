import type { Answer } from '../domain.ts';
import type { AllStrings } from './later-strings.ts';
import { locationOf } from './transcript.ts';

/** An answer with its references, to paste into a document. */
export function withReferences(
  { answer, citations }: Answer,
  { sources, profileWords, about }: Pick<AllStrings, 'sources' | 'profileWords' | 'about'>,
): string {
  const references = citations.map(
    ({ index, title, heading, quote, url }) =>
      `[${index}] ${profileWords}: “${quote}” – ${about} ${locationOf(title, heading)}${url === null ? '' : `, ${url}`}`,
  );
  return [answer, ...(references.length > 0 ? [`${sources}\n${references.join('\n')}`] : [])].join(
    '\n\n',
  );
}
