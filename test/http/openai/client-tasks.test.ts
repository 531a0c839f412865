import fc from 'fast-check';
import request from 'supertest';
import { describe, expect, test } from 'vitest';
import { createApp } from '../../../src/http/app.ts';
import { readClientTask } from '../../../src/http/openai/client-tasks.ts';
import { fakeService } from '../fake-service.ts';
import { publicDir } from '../wire.ts';

const user = (text: string) => ({ role: 'user', text });
const system = (text: string) => ({ role: 'system', text });
const TURNS = 'USER: Why do kites fly?\nASSISTANT: Because the wind pushes them up.';

describe('a task of a client', () => {
  test.each([
    [
      'a heading, an object and a block',
      [
        user(
          `### Task:\nGenerate a short 3-5 word title for the chat.\n### Output:\n{ "title": "…" }\n<chat_history>\n${TURNS}\n</chat_history>`,
        ),
      ],
      { kind: 'title', shape: { title: '' }, mostWords: 5 },
    ],
    [
      'examples before the block',
      [
        user(
          `Give one to three labels.\n{ "tags": ["a", "b"] }\n<chat>\nUSER: Hi\n</chat>\n<chat>\n${TURNS}\n</chat>`,
        ),
      ],
      { kind: 'tags', shape: { tags: [] } },
    ],
    [
      'an object over several lines',
      [user(`What could be asked next?\n{\n  "follow_ups": ["…"]\n}\n\n${TURNS}`)],
      { kind: 'questions', shape: { follow_ups: [] } },
    ],
    [
      'a system prompt beside the search',
      [
        system('You write search queries.'),
        user(`Is a search needed? { "queries": [] } if not.\n\nHistory:\n${TURNS}`),
      ],
      { kind: 'queries', shape: { queries: [] } },
    ],
    [
      'text, without JSON',
      [
        user(
          `Provide a brief, 5-word-or-less title for the conversation. Return the title and nothing else.\n\nConversation:\nUser: Why do kites fly?\nAI: The wind.`,
        ),
      ],
      { kind: 'title', shape: null, mostWords: 5 },
    ],
    [
      'the instruction in the system prompt, the turns in the message',
      [
        system('You summarize conversations. Generate a title of at most ten words, text only.'),
        user('user: Why do kites fly?\nassistant: The wind.'),
      ],
      { kind: 'title', mostWords: 10 },
    ],
    [
      'the instruction in the system prompt, the first message alone',
      [
        system(
          'You will generate a short title for the first message of a conversation, no quotes.',
        ),
        user('Why do kites fly?'),
      ],
      { kind: 'title' },
    ],
    [
      'an instruction behind the conversation itself',
      [
        user('Why do kites fly?'),
        { role: 'assistant', text: 'The wind.' },
        user('Please write a four to five word title for our conversation, without punctuation.'),
      ],
      { kind: 'title', mostWords: 5 },
    ],
    [
      'a system message at the end',
      [
        user('Why do kites fly?'),
        { role: 'assistant', text: 'The wind.' },
        system('Summarize the discussion briefly in 200 words or less.'),
      ],
      { kind: 'summary' },
    ],
    [
      'one message in quotes',
      [user('Respond with a single emoji for this message and nothing else: "Why do kites fly?"')],
      { kind: 'emoji', shape: null },
    ],
    [
      'one message in a fence',
      [
        user(
          'Your task is to show the mood of the writer by an emoji only.\n\nMessage: ```Why do kites fly?```',
        ),
      ],
      { kind: 'emoji' },
    ],
    [
      'text to go on with',
      [
        user(
          `### Task:\nContinue the text. Respond with { "text": "…" }\n<chat_history>\n${TURNS}\n</chat_history>\n<text>Why do</text>`,
        ),
      ],
      { kind: 'other', shape: { text: '' } },
    ],
    [
      'tools to choose from',
      [
        system('Available tools: []. Return only JSON: { "tool_calls": [] }'),
        user(`History:\n${TURNS}\nQuery: And boats?`),
      ],
      { kind: 'other', shape: { tool_calls: [] } },
    ],
  ] as const)('is recognized by its form: %s', (_name, messages, expected) => {
    const task = readClientTask(messages);
    expect(task).toMatchObject(expected);
    expect(task?.conversation[0]).toEqual({ role: 'user', content: 'Why do kites fly?' });
  });

  test.each([
    ['a question', [user('Why do kites fly?')]],
    ['a question about titles', [user('Which titles did the best papers about kites have?')]],
    [
      'a wish for a title',
      [user('Suggest a title for my thesis about kites, at most five words.')],
    ],
    ['a wish for questions', [user('Suggest three questions about kites that I could ask.')]],
    ['a wish for JSON', [user('List the papers about kites as JSON: { "papers": [] }')]],
    ['a wish for a summary', [user('Summarize the work on kites in one sentence.')]],
    ['a quoted title', [user('Who wrote the paper with this title: "Kites in the Wind"')]],
    ['a question after a pasted chat', [user(`${TURNS}\nUSER: Who says so?`)]],
    [
      'a question under a system prompt',
      [system('You are a helpful assistant. Be brief; answer in short sentences.'), user('Why?')],
    ],
    [
      'a question under a prompt about titles, later in the conversation',
      [
        system('Generate a short title for the conversation, nothing else.'),
        user('Why do kites fly?'),
        { role: 'assistant', text: 'The wind.' },
        user('Who says so?'),
      ],
    ],
    ['nothing', []],
  ])('is not %s', (_name, messages) => {
    expect(readClientTask(messages)).toBeNull();
  });

  test('is read from any text without an error', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ role: fc.string(), text: fc.string() })), (messages) => {
        readClientTask(messages);
      }),
    );
  });
});

describe('POST /v1/chat/completions', () => {
  const send = async (content: string, more: object = {}) => {
    const service = fakeService();
    const { app } = createApp({ service, publicDir, logError: () => {} });
    const reply = await request(app)
      .post('/v1/chat/completions')
      .send({ messages: [{ role: 'user', content }], ...more })
      .expect(200);
    return { reply, service };
  };
  const task = (form: string) =>
    `### Task:\nHelp the client. Return ${form} only.\n<chat>\n${TURNS}\n</chat>`;

  test.each([
    ['{ "title": "…" }', { title: 'Kites fly' }],
    ['{ "tags": ["…"] }', { tags: ['Kites', 'wind'] }],
    ['{ "follow_ups": ["…"] }', { follow_ups: ['How long was the longest flight?'] }],
    ['{ "queries": ["…"] }', { queries: [] }],
    ['{ "prompt": "…" }', { prompt: '' }],
    ['{ "emoji": "…" }', { emoji: '💬' }],
  ])('fills in %s', async (form, expected) => {
    const { reply } = await send(task(form));
    expect(JSON.parse(reply.body.choices[0].message.content)).toEqual(expected);
  });

  test('returns a title as text, without references and without asking the service', async () => {
    const { reply, service } = await send(
      `Generate a title for this conversation, 3 words only.\n\n${TURNS}`,
    );
    expect(reply.body.choices[0].message.content).toBe('Kites fly');
    expect(service.asked).toEqual([]);
  });

  test('accepts a task longer than a question, and streams the reply', async () => {
    const { reply } = await send(`${task('{ "title": "…" }')}\n${'and so on '.repeat(1_000)}`, {
      stream: true,
    });
    expect(reply.text).toContain('Kites fly');
    expect(reply.text).toContain('[DONE]');
  });
});
