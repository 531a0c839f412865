import request from 'supertest';
import { describe, expect, it } from 'vitest';
import { ModelError } from '../../src/errors.ts';
import { createApp } from '../../src/http/app.ts';
import { createMetrics } from '../../src/telemetry/metrics.ts';
import { observedModel, observedService } from '../../src/telemetry/observer.ts';
import { answerTo, fakeService } from '../http/fake-service.ts';
import { publicDir } from '../http/wire.ts';

const KEY = 'a-secret-of-the-owner';

function start(options: { readonly key?: string } = {}) {
  const { observer, metrics } = createMetrics();
  const service = observedService(fakeService(), [observer]);
  const admin = options.key && {
    ...{ key: options.key, corpusDir: 'corpus' },
    reindex: async () => service.status,
  };
  const { app } = createApp({
    ...{ service, publicDir, metrics, observers: [observer], logError: () => {}, warn: () => {} },
    ...(admin && { admin }),
  });
  const read = (headers: Record<string, string> = {}) => request(app).get('/metrics').set(headers);
  return { app, observer, read };
}

describe('GET /metrics', () => {
  it('counts requests by route and status, answers, and their time', async () => {
    const { app, read } = start();
    await request(app).post('/api/chat').send({ question: 'Why?' }).expect(200);
    await request(app).post('/api/chat').send({}).expect(400);
    await request(app).get('/sources/kites').expect(200);
    await request(app).get('/sources/trains').expect(404);
    const { text, headers } = await read().expect(200);
    expect(headers['content-type']).toMatch(/^text\/plain; version=/);
    for (const line of [
      'ask_http_requests_total{method="POST",route="/api/chat",status="200"} 1',
      'ask_http_requests_total{method="POST",route="/api/chat",status="400"} 1',
      'ask_http_requests_total{method="GET",route="/sources/:id",status="404"} 1',
      'ask_answers_total{mode="extractive",status="answered",reason=""} 1',
      'ask_answer_duration_seconds_count{mode="extractive"} 1',
    ]) {
      expect(text.split('\n')).toContain(line);
    }
    expect(text).toContain('nodejs_eventloop_lag_seconds');
    expect(text).not.toContain('kites');
  });

  it('counts the calls of chat models, their tokens and their failures', async () => {
    const { observer, read } = start();
    const model = observedModel(
      {
        model: 'openai:m',
        async *generate(prompt, _signal, onUsage) {
          if (prompt.system === 'fail') throw new ModelError('timeout', 'Too slow.');
          yield 'Kites fly.';
          onUsage?.({ inputTokens: 70, outputTokens: 3 });
        },
      },
      [observer],
    );
    const { signal } = new AbortController();
    for await (const _ of model.generate({ system: '', messages: [] }, signal));
    const failing = model.generate({ system: 'fail', messages: [] }, signal);
    await expect(failing[Symbol.asyncIterator]().next()).rejects.toThrow('Too slow.');
    const { text } = await read();
    expect(text).toContain('ask_model_tokens_total{model="openai:m",type="input"} 70');
    expect(text).toContain('ask_model_tokens_total{model="openai:m",type="output"} 3');
    expect(text).toContain('ask_model_calls_total{model="openai:m",fault="timeout"} 1');
    expect(text).toContain('ask_model_calls_total{model="openai:m",fault=""} 1');
  });

  it('counts fallbacks, ratings and what calls cost', async () => {
    const { observer, read } = start();
    const times = { start: 0, end: 40 };
    observer.answered?.({ ...answerTo('Why?'), fallback: 'timeout' }, times);
    observer.rated?.({ answerId: '1', question: 'Why?', rating: 'down', reasons: [] });
    for (const cost of [0.25, 0.5]) {
      observer.callEnded?.({ model: 'openai:m', usage: null, fault: null, cost, ...times });
    }
    const { text } = await read();
    for (const line of [
      'ask_fallbacks_total{fallback="timeout"} 1',
      'ask_ratings_total{rating="down"} 1',
      'ask_model_cost_total{model="openai:m"} 0.75',
    ]) {
      expect(text.split('\n')).toContain(line);
    }
  });

  it.each(['Forwarded', 'X-Forwarded-For', 'X-Real-IP', 'Via'])(
    'is for this machine alone, not for a proxy on it that sends %s',
    async (name) => {
      const { body } = await start()
        .read({ [name]: '127.0.0.1' })
        .expect(401);
      expect(body.detail).toContain('ADMIN_KEY');
    },
  );

  it('is for the holder of the admin key alone where there is one', async () => {
    const { read } = start({ key: KEY });
    await read().expect(401);
    await read({ Authorization: 'Bearer wrong' }).expect(401);
    await read({ Authorization: `Bearer ${KEY}`, 'X-Forwarded-For': '192.0.2.1' }).expect(200);
  });

  it('is not there unless it is turned on', async () => {
    const { app } = createApp({ service: fakeService(), publicDir });
    await request(app).get('/metrics').expect(404);
  });
});
