import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { holdConversation } from '../../../scripts/ask/conversation.ts';
import type { Answer, ChatRequest } from '../../../src/domain.ts';
import { ServiceError } from '../../../src/errors.ts';
import { answerTo } from '../../http/fake-service.ts';

type Ask = (request: ChatRequest, signal: AbortSignal) => Promise<Answer>;

const answers: Ask = async ({ question }) => {
  if (question === 'refuse') throw new ServiceError('model-failed', 'The model failed.');
  return { ...answerTo(question), answer: `You asked "${question}".` };
};

function start(isTerminal: boolean, ask: Ask = answers) {
  const [input, output, errors] = [new PassThrough(), new PassThrough(), new PassThrough()];
  const asked: ChatRequest[] = [];
  const held = holdConversation({
    ask: (request, signal) => {
      asked.push(request);
      return ask(request, signal);
    },
    history: [],
    suggestions: ['What is a kite?'],
    show: ({ answer }) => answer,
    input,
    output,
    errors,
    isTerminal,
  });
  const end = async () => {
    const counts = await held;
    output.end();
    errors.end();
    return { ...counts, out: await text(output), err: await text(errors) };
  };
  return { input, asked, end };
}

test('asks each line with the turns before it, without a prompt', async () => {
  const { input, asked, end } = start(false);
  input.end('Why?\n\n  Who flew it? \nWhen?');
  expect(await end()).toEqual({
    turns: 3,
    failures: 0,
    out: 'You asked "Why?".\nYou asked "Who flew it?".\nYou asked "When?".\n',
    err: '',
  });
  expect(asked.map(({ history }) => history.length)).toEqual([0, 2, 4]);
  expect(asked[2]?.history.slice(2)).toEqual([
    { role: 'user', content: 'Who flew it?' },
    { role: 'assistant', content: 'You asked "Who flew it?".' },
  ]);
});

test('asks a suggestion by its number, and shows it; other numbers are questions', async () => {
  const { input, asked, end } = start(false);
  input.end('1\n1\n2\n0\n');
  const { out } = await end();
  expect(asked.map(({ question }) => question)).toEqual([
    'What is a kite?',
    'How long was the longest flight?',
    '2',
    '0',
  ]);
  expect(out).toContain('> How long was the longest flight?\n');
});

test('goes on after a failure, which is not part of the history', async () => {
  const { input, asked, end } = start(false);
  input.end('refuse\nWhy?\n');
  expect(await end()).toMatchObject({ turns: 2, failures: 1, err: 'The model failed.\n' });
  expect(asked[1]?.history).toEqual([]);
});

test('keeps the newest turns of a long conversation', async () => {
  const { input, asked, end } = start(false);
  input.end(Array.from({ length: 12 }, (_, i) => `Question ${i}?`).join('\n'));
  await end();
  expect(asked[11]?.history).toHaveLength(20);
  expect(asked[11]?.history[0]?.content).toBe('Question 1?');
});

test.each([
  ['exit', 'Why?\rexit\rWhen?\r'],
  ['Ctrl-D', 'Why?\r\x04'],
  ['Ctrl-C', 'Why?\r\x03'],
])('prompts in a terminal, and %s ends it', async (_name, typed) => {
  const { input, asked, end } = start(true);
  input.write(typed);
  const { out, turns } = await end();
  expect(turns).toBe(asked.length);
  expect(asked.map(({ question }) => question)).not.toContain('When?');
  expect(out).toContain('> ');
  expect(out.endsWith('\n')).toBe(true);
});

test('Ctrl-C stops the answer in progress', async () => {
  const { input, end } = start(true, (_request, signal) => {
    setImmediate(() => input.write('\x03'));
    return new Promise((_resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason));
    });
  });
  input.write('Why?\r');
  expect(await end()).toMatchObject({ turns: 1, failures: 0, err: '' });
});
