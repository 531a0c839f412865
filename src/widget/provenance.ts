import type { Answer } from '../domain.ts';
import { element } from './dom.ts';
import type { AllStrings } from './later-strings.ts';
import { locationOf } from './transcript.ts';

/** "How was this found?": the question as understood, how the answer was written, and all quotes. */
export function provenance(answer: Answer, strings: AllStrings): HTMLElement {
  const { citations, mode, question } = answer;
  const quotes = citations.map(({ index, title, heading, quote }) =>
    element(
      'li',
      { value: index, dir: 'auto' },
      element('blockquote', {}, quote),
      element('p', { class: 'where' }, locationOf(title, heading)),
    ),
  );
  return element(
    'details',
    { class: 'how' },
    element('summary', {}, strings.how),
    element('p', {}, strings.understood, ' ', element('q', {}, question)),
    ...(quotes.length > 0
      ? [
          element('p', {}, mode === 'llm' ? strings.howLlm : strings.howExtractive),
          element('p', {}, strings.foundQuotes),
          element('ol', {}, ...quotes),
        ]
      : [element('p', {}, strings.foundNothing)]),
  );
}
