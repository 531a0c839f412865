import request from 'supertest';
import { describe, expect, it } from 'vitest';
import { createApp } from '../../src/http/app.ts';
import type { Journal } from '../../src/journal/journal.ts';
import { journaled } from '../../src/journal/journaled.ts';
import type { Entry } from '../../src/journal/records.ts';
import { PAGES } from '../../src/language/en/templates/pages.ts';
import { fakeService } from '../http/fake-service.ts';
import { publicDir } from '../http/wire.ts';

const QUESTION = 'Why do kites fly?';
const both = 'application/json, text/event-stream';

function start(record?: (entry: Entry) => Promise<void>) {
  const entries: Entry[] = [];
  const journal: Journal = {
    keepDays: 90,
    record: record ?? (async (entry) => void entries.push(entry)),
    rate: async () => {},
    misses: async () => [],
    days: async () => [],
    sources: async () => new Map(),
    votes: async () => ({ up: 0, down: 0 }),
    close: async () => {},
  };
  const { app } = createApp({ service: fakeService(), publicDir, journal, logError: () => {} });
  return { entries, asks: request(app) };
}

type Ask = (asks: ReturnType<typeof request>) => request.Test;
const DOORS: readonly (readonly [string, Ask])[] = [
  ['JSON', (asks) => asks.post('/api/chat').send({ question: QUESTION })],
  [
    'a stream',
    (asks) =>
      asks.post('/api/chat').set('Accept', 'text/event-stream').send({ question: QUESTION }),
  ],
  [
    'the OpenAI API',
    (asks) =>
      asks.post('/v1/chat/completions').send({ messages: [{ role: 'user', content: QUESTION }] }),
  ],
  [
    'a stream of the OpenAI API',
    (asks) =>
      asks
        .post('/v1/chat/completions')
        .send({ stream: true, messages: [{ role: 'user', content: QUESTION }] }),
  ],
  [
    'MCP',
    (asks) =>
      asks
        .post('/mcp')
        .set('Accept', both)
        .send({
          ...{ jsonrpc: '2.0', id: 1, method: 'tools/call' },
          params: { name: 'ask', arguments: { question: QUESTION } },
        }),
  ],
  ['the page without scripts', (asks) => asks.get('/ask').query({ question: QUESTION })],
  ['its form', (asks) => asks.post('/ask').type('form').send({ question: QUESTION })],
];

describe('the journal', () => {
  it.each(DOORS)('has what is asked through %s, once', async (_, ask) => {
    const { entries, asks } = start();
    await ask(asks).expect(200);
    expect(entries).toHaveLength(1);
    expect(entries[0]).toMatchObject({
      question: QUESTION,
      answer: { id: 'answer-1', status: 'answered', mode: 'extractive' },
    });
    expect(Object.keys(entries[0] ?? {}).sort()).toEqual(
      ['answer', 'askedAt', 'milliseconds', 'question', 'readings', 'timings'].sort(),
    );
  });

  it('has no questions that nobody asked: the background requests of chat clients', async () => {
    const { entries, asks } = start();
    const content = `### Task:\nSuggest 3-5 relevant follow-up questions.\n### Output:\nJSON format: { "follow_ups": ["Question 1?"] }\n### Chat History:\n<chat_history>\nUSER: ${QUESTION}\nASSISTANT: The wind.\n</chat_history>`;
    const reply = await asks
      .post('/v1/chat/completions')
      .send({ messages: [{ role: 'user', content }] })
      .expect(200);
    expect(reply.body.choices[0].message.content).toContain('How long was the longest flight?');
    expect(entries).toEqual([]);
  });

  it('is told of on the home page, where there is one', async () => {
    const { text } = await start().asks.get('/').expect(200);
    const { status } = fakeService();
    expect(text).toContain(PAGES.site.privacy({ ...status, keepDays: 90 }));
    expect(text).toContain('90 days');
    const { app } = createApp({ service: fakeService(), publicDir });
    expect((await request(app).get('/')).text).toContain(PAGES.site.privacy(status));
  });

  it('has an answer before its end is given', async () => {
    const order: string[] = [];
    const record = async () => {
      await new Promise((resolve) => setTimeout(resolve, 50));
      order.push('kept');
    };
    const service = journaled(fakeService(), { record, keepDays: 90 });
    const request = { question: QUESTION, history: [] };
    for await (const { type } of service.ask(request, new AbortController().signal)) {
      order.push(type);
    }
    expect(order.slice(-3)).toEqual(['text-delta', 'kept', 'end']);
  });

  it('has no answers that failed', async () => {
    const { entries, asks } = start();
    await asks.post('/api/chat').send({ question: 'fail late' }).expect(500);
    expect(entries).toEqual([]);
  });
});
