import { describe, expect, test } from 'vitest';
import type { Exchange } from '../../../scripts/converse/hold.ts';
import { countRepetition } from '../../../scripts/converse/repetition.ts';
import { answerTo } from '../../http/fake-service.ts';

/** An exchange with this answer, whose first source is cited. */
function exchange(question: string, answer: string, parts: object = {}): Exchange {
  return { question, answer: { ...answerTo(question), answer, ...parts } };
}

const count = (...turns: readonly (Exchange & { readonly tried?: readonly Exchange[] })[]) =>
  countRepetition([{ title: 'T', turns: turns.map((turn) => ({ tried: [], ...turn })) }]);

describe('answers', () => {
  test.each([
    ['in which half of the sentences were shown', 'Kites fly [1]. They are red [1].', true],
    ['in other case, and without markers', 'kites fly.', true],
    ['in which fewer were shown', 'Kites fly [1]. They are red [1]. They are old [1].', false],
    ['with another number in brackets', 'Kites fly [2].', false],
  ])('%s', (_name, answer, isRepeated) => {
    const { repeated } = count(exchange('A?', 'Kites fly [1].'), exchange('B?', answer));
    expect(repeated).toEqual({ of: 2, found: isRepeated ? ['T: B?'] : [] });
  });

  test('as items of a list', () => {
    const list = '- Kites fly [1]\n- Boats sail [1]';
    const { repeated } = count(exchange('A?', list), exchange('B?', 'Boats sail.'));
    expect(repeated.found).toEqual(['T: B?']);
  });

  test('in another conversation count for themselves', () => {
    const turns = [{ ...exchange('A?', 'Kites fly.'), tried: [] }];
    const { repeated } = countRepetition([
      { title: 'T', turns },
      { title: 'U', turns },
    ]);
    expect(repeated).toEqual({ of: 2, found: [] });
  });
});

describe('suggestions', () => {
  const first = exchange('Do kites fly?', 'Kites fly [1].');

  test.each([
    ['new', exchange('Who flew it?', 'Ada flew it [1].'), true, false],
    ['asked before', exchange('do kites fly', 'Ada flew it [1].'), true, true],
    ['with an answer that was shown', exchange('Who flew it?', 'Kites fly [1].'), true, true],
    [
      'not covered',
      exchange('Who flew it?', 'It does not say.', { status: 'not_covered', citations: [] }),
      false,
      false,
    ],
  ])('%s', (_name, suggestion, isAnswered, isStale) => {
    const { answered, stale } = count({ ...first, tried: [suggestion] });
    const place = [`T: Do kites fly? → ${suggestion.question}`];
    expect(answered).toEqual({ of: 1, found: isAnswered ? place : [] });
    expect(stale).toEqual({ of: 1, found: isStale ? place : [] });
  });

  test('that ask an earlier question as it was understood are stale', () => {
    const second = exchange('who?', 'Ada flew it [1].', { question: 'Who flew kites?' });
    const { stale } = count(first, { ...second, tried: [exchange('Who flew kites?', 'Ada did.')] });
    expect(stale.found).toHaveLength(1);
  });
});
