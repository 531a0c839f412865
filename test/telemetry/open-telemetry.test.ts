import { once } from 'node:events';
import { createServer, IncomingMessage, type Server } from 'node:http';
import { type AddressInfo, Socket } from 'node:net';
import { buffer } from 'node:stream/consumers';
import request from 'supertest';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Answer } from '../../src/domain.ts';
import { createApp } from '../../src/http/app.ts';
import { observedModel, observedService } from '../../src/telemetry/observer.ts';
import { exportMetrics, exportTraces } from '../../src/telemetry/open-telemetry.ts';
import { answerTo, fakeService } from '../http/fake-service.ts';
import { publicDir } from '../http/wire.ts';

/** A collector; bodies are protobuf, in which texts stand as they are. */
let collector: Server;
let traces: string[];
let metrics: string[];
beforeEach(async () => {
  traces = [];
  metrics = [];
  collector = createServer(async (incoming, response) => {
    const text = (await buffer(incoming)).toString('latin1');
    (incoming.url === '/v1/traces' ? traces : metrics).push(text);
    response.end();
  }).listen(0, '127.0.0.1');
  await once(collector, 'listening');
  const { port } = collector.address() as AddressInfo;
  process.env['OTEL_EXPORTER_OTLP_ENDPOINT'] = `http://127.0.0.1:${port}`;
  process.env['OTEL_SERVICE_NAME'] = 'my-service';
});
afterEach(() => {
  delete process.env['OTEL_EXPORTER_OTLP_ENDPOINT'];
  delete process.env['OTEL_SERVICE_NAME'];
  collector.close();
});

/** Answers as a fake service does, but declines what begins with "decline", falls back at "fall back", and asks a model. */
function start(
  options: { readonly isRetroactive?: boolean; readonly logsQuestions?: boolean } = {},
) {
  const tracing = exportTraces({
    isRetroactive: true,
    logsQuestions: false,
    isTraceAsked: ({ headers }) => headers['x-trace-key'] === 'secret',
    ...options,
  });
  const metering = exportMetrics();
  const observers = [tracing.observer, metering.observer];
  const model = observedModel(
    {
      model: 'openai:small',
      async *generate(_prompt, _signal, onUsage) {
        yield 'Kites.';
        onUsage?.({ inputTokens: 7, outputTokens: 1 });
      },
    },
    observers,
  );
  const fake = fakeService();
  const service = observedService(
    {
      ...fake,
      async *ask({ question, history }, signal, record) {
        if (question.startsWith('fail')) return yield* fake.ask({ question, history }, signal);
        record?.('embed', 2);
        record?.('answer', 1);
        record?.('answer', 1);
        for await (const _ of model.generate({ system: '', messages: [] }, signal));
        const answer: Answer = { ...answerTo(question), id: question };
        const declined = { status: 'not_covered', reason: 'not_in_corpus' } as const;
        yield {
          type: 'end',
          answer: {
            ...answer,
            ...(question.startsWith('decline') && declined),
            ...(question.startsWith('fall back') && { fallback: 'timeout' as const }),
          },
        };
      },
    },
    observers,
  );
  const { app } = createApp({
    ...{ service, publicDir, observers, logError: () => {} },
    feedback: (feedback) => tracing.observer.rated?.(feedback),
  });
  const ask = (question: string, headers: Record<string, string> = {}) =>
    request(app).post('/api/chat').set(headers).send({ question });
  const rate = (answerId: string, rating: string) =>
    request(app).post('/api/feedback').send({ answerId, question: 'Why?', rating }).expect(204);
  const exported = async () => {
    await tracing.shutdown();
    await metering.shutdown();
    return traces.join();
  };
  return { app, ask, rate, exported, observer: tracing.observer };
}

const count = (text: string, part: string) => text.split(part).length - 1;

describe('retroactive sampling', () => {
  it('exports nothing of what went well', async () => {
    const { ask, exported } = start();
    await ask('Why?').expect(200);
    expect(await exported()).toBe('');
  });

  it('exports the whole trace of a decline: request, stages and the call of the model', async () => {
    const { ask, exported } = start();
    await ask('Why?').expect(200);
    await ask('decline this').expect(200);
    const text = await exported();
    expect(count(text, 'POST /api/chat')).toBe(1);
    expect(text).toMatch(/ask\.trigger[\s\S]{0,20}declined/);
    for (const part of ['embed', 'chat small', 'gen_ai.usage.input_tokens', 'my-service']) {
      expect(text).toContain(part);
    }
    expect(text).not.toContain('ask.question');
  });

  it('exports an answer that a model was to write and did not', async () => {
    const { ask, exported } = start();
    await ask('fall back').expect(200);
    expect(await exported()).toMatch(/ask\.trigger[\s\S]{0,20}fallback/);
  });

  it('exports a failure', async () => {
    const { ask, exported } = start();
    await ask('fail early').expect(500);
    expect(await exported()).toMatch(/ask\.trigger[\s\S]{0,20}error/);
  });

  it('exports a trace that is over when its answer is rated down, and not when up', async () => {
    const { ask, rate, exported } = start();
    for (const question of ['one', 'two']) await ask(question).expect(200);
    await rate('one', 'up');
    await rate('two', 'down');
    const text = await exported();
    expect(count(text, 'POST /api/chat')).toBe(1);
    expect(text).toContain('two');
    expect(text).not.toContain('one');
  });

  it('keeps an answer when another request of the same trace is over', async () => {
    const { app, ask, rate, exported } = start();
    const headers = { traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' };
    await ask('one', headers).expect(200);
    await request(app).get('/api/sources').set(headers).expect(200);
    await rate('one', 'down');
    expect(await exported()).toContain('POST /api/chat');
  });

  it('exports what the owner asks for', async () => {
    const { ask, exported } = start();
    await ask('Why?', { 'X-Trace-Key': 'wrong' }).expect(200);
    await ask('Why?', { 'X-Trace-Key': 'secret' }).expect(200);
    expect(count(await exported(), 'POST /api/chat')).toBe(1);
  });

  it('exports an answer slower than the slowest hundredth of those before', async () => {
    const { observer, exported } = start();
    const answerIn = (milliseconds: number) => {
      const incoming = new IncomingMessage(new Socket());
      const ended = { method: 'POST', route: '/api/chat', status: 200, id: '1', isAborted: false };
      const times = { start: 0, end: milliseconds };
      observer.requestBegan?.(incoming, () => observer.answered?.(answerTo('Why?'), times));
      observer.requestEnded?.(incoming, { ...ended, ...times });
    };
    for (let i = 0; i < 200; i++) answerIn(20 + (i % 10));
    answerIn(30);
    expect(await exported()).toMatch(/ask\.trigger[\s\S]{0,20}slow/);
  });

  it('exports everything, and questions, if the owner says so', async () => {
    const { ask, exported } = start({ isRetroactive: false, logsQuestions: true });
    await ask('Why do kites fly?').expect(200);
    const text = await exported();
    expect(text).toContain('POST /api/chat');
    expect(text).toMatch(/ask\.question[\s\S]{0,20}Why do kites fly\?/);
  });

  it('continues the trace of the caller', async () => {
    const { ask, exported } = start();
    const traceId = '0af7651916cd43dd8448eb211c80319c';
    await ask('decline', { traceparent: `00-${traceId}-b7ad6b7169203331-01` }).expect(200);
    expect(await exported()).toContain(Buffer.from(traceId, 'hex').toString('latin1'));
  });
});

describe('metrics', () => {
  it('have the times of requests and calls, and the tokens, by the conventions', async () => {
    const { ask, exported } = start();
    await ask('Why?').expect(200);
    await exported();
    const text = metrics.join();
    for (const name of [
      'http.server.request.duration',
      'gen_ai.client.operation.duration',
      'gen_ai.client.token.usage',
      '/api/chat',
    ]) {
      expect(text).toContain(name);
    }
  });
});
