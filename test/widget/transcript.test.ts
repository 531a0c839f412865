import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  chatRequestSchema,
  MAX_COMMENT_LENGTH,
  MAX_MESSAGE_LENGTH,
  MAX_MESSAGES,
  MAX_QUESTION_LENGTH,
} from '../../src/api/schemas.ts';
import { withLater } from '../../src/widget/later-strings.ts';
import { withReferences } from '../../src/widget/references.ts';
import { stringsFor } from '../../src/widget/strings.ts';
import * as widget from '../../src/widget/transcript.ts';
import { historyOf, restore, serialize, type Turn } from '../../src/widget/transcript.ts';
import { answerTo } from '../browser/scripted-service.ts';

function turn(question: string, outcome: Turn['outcome']): Turn {
  const text = outcome?.type === 'answered' ? outcome.answer.answer : 'half';
  return {
    id: question,
    askedAt: 1,
    fresh: false,
    question,
    text,
    citations: [],
    ...(outcome === undefined ? {} : { outcome }),
  };
}

function answered(question: string, answer = 'Yes.'): Turn {
  return turn(question, { type: 'answered', answer: { ...answerTo(question), answer } });
}

test('the limits of the widget are those of the server', () => {
  expect(widget).toMatchObject({
    MAX_COMMENT_LENGTH,
    MAX_MESSAGE_LENGTH,
    MAX_MESSAGES,
    MAX_QUESTION_LENGTH,
  });
});

describe('the history', () => {
  test('has the answered questions and their answers', () => {
    const turns = [
      answered('Who?'),
      turn('What?', { type: 'stopped' }),
      turn('Why?', { type: 'failed', failure: { kind: 'server' } }),
      turn('Where?', undefined),
    ];
    expect(historyOf(turns)).toEqual([
      { role: 'user', content: 'Who?' },
      { role: 'assistant', content: 'Yes.' },
    ]);
  });

  test('begins with the last question that stood alone', () => {
    const turns = [answered('Who?'), { ...answered('What?'), fresh: true }, answered('Why?')];
    expect(
      historyOf(turns).flatMap(({ role, content }) => (role === 'user' ? content : [])),
    ).toEqual(['What?', 'Why?']);
  });

  test('stays within the limits of the server and starts with a question', () => {
    const long = fc
      .string({ unit: 'binary', minLength: 1, maxLength: 20 })
      .map((text) => text.repeat(1000));
    fc.assert(
      fc.property(fc.array(long, { maxLength: 15 }), (texts) => {
        const history = historyOf(texts.map((text) => answered(text.slice(0, 2000), text)));
        expect(chatRequestSchema.safeParse({ question: 'x', history }).success).toBe(true);
        expect(history[0]?.role ?? 'user').toBe('user');
        expect(history.every(({ content }) => !/[\uD800-\uDBFF]$/.test(content))).toBe(true);
      }),
      { numRuns: 50 },
    );
  });
});

describe('a stored conversation', () => {
  test('is restored as it was, an unfinished turn as stopped', () => {
    const turns = [answered('Who?'), turn('Where?', undefined)];
    expect(restore(serialize(turns, true))).toEqual({
      open: true,
      clearedAt: 0,
      turns: [turns[0], turn('Where?', { type: 'stopped' })],
    });
  });

  test.each([
    null,
    '',
    'x',
    '{}',
    'null',
    '{"version":0,"turns":[]}',
    '{"version":1,"turns":[]}',
    '{"version":2,"turns":[{}]}',
    '{"version":2,"turns":[{"id":"1","askedAt":1,"question":"a","text":"b","citations":[],"outcome":{"type":"answered"}}]}',
  ])('is empty when storage holds %j', (stored) => {
    expect(restore(stored)).toEqual({ turns: [], open: false, clearedAt: 0 });
  });

  test('keeps the latest thirty turns', () => {
    const turns = Array.from({ length: 40 }, (_, number) => answered(String(number)));
    expect(restore(serialize(turns, false)).turns.map(({ question }) => question)).toEqual(
      turns.slice(-30).map(({ question }) => question),
    );
  });
});

test('a copied answer has its references', () => {
  const copied = withReferences(
    { ...answerTo('x'), answer: 'So it is [1].' },
    withLater(stringsFor()),
  );
  expect(copied).toMatch(
    /^So it is \[1\]\.\n\nSources\n\[1\] From the profile: “.+” – About Hindsight, NSDI 2023, https:\/\/example\.org\/hindsight\n\[2\] From the profile: “.+” – About Trace sampling, Head and tail sampling$/,
  );
});
