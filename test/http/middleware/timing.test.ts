import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { timedAnswerSchema } from '../../../src/api/schemas.ts';
import type { ChatModel, Service } from '../../../src/domain.ts';
import { createStopwatch } from '../../../src/http/middleware/timing.ts';
import { hashingEmbedder } from '../../support/embedder.ts';
import { lanternService, modelOf } from '../../support/lantern.ts';
import { listen, type Wire } from '../wire.ts';

const SEARCH = ['embed', 'keyword', 'vector', 'fuse'];

test('adds up a stage that is recorded twice and rounds to hundredths', () => {
  const { record, timings } = createStopwatch();
  record('answer', 1.001);
  record('check', 0.1234);
  record('answer', 1.001);
  expect(timings()).toEqual({ answer: 2, check: 0.12 });
});

describe.each([
  ['quoted', undefined, ['resolve', ...SEARCH, 'answer']],
  [
    'written',
    () => modelOf('Lantern keeps spans in ring buffers [1].'),
    ['resolve', ...SEARCH, 'answer', 'check'],
  ],
] as const)('an answer that is %s', (_mode, model, stages) => {
  const open = async () => serve(await lanternService(parts(model?.())));

  test('has the time of each stage in Server-Timing', async () => {
    const wire = await open();
    const reply = await ask(wire, 'How does Lantern keep spans?', 'application/json');
    const metrics = parseServerTiming(reply);
    expect(Object.keys(metrics)).toEqual(stages);
    expect(await reply.json()).not.toHaveProperty('timings');
    await wire.close();
  });

  test('has the same times in its end event', async () => {
    const wire = await open();
    const reply = await ask(wire, 'How does Lantern keep spans?', 'text/event-stream');
    const early = parseServerTiming(reply);
    const end = /event: end\ndata: (.*)\n/.exec(await reply.text())?.[1] ?? '{}';
    const { timings = {} } = timedAnswerSchema.parse(JSON.parse(end));
    expect(Object.keys(timings)).toEqual(stages);
    // The header goes out before the model has finished, but after the search.
    for (const stage of ['resolve', ...SEARCH] as const) {
      expect(early[stage]).toBe(timings[stage as keyof typeof timings]);
    }
    await wire.close();
  });
});

test('omits stages that did not run', async () => {
  const wire = await serve(await lanternService());
  const answered = parseServerTiming(await ask(wire, 'How does Lantern keep spans?'));
  expect(Object.keys(answered)).toEqual(['resolve', 'keyword', 'fuse', 'answer']);
  await wire.close();
});

test('times a search', async () => {
  const wire = await serve(await lanternService(parts()));
  const reply = await fetch(`http://127.0.0.1:${wire.port}/api/search?q=spans`);
  expect(Object.keys(parseServerTiming(reply))).toEqual(SEARCH);
  await wire.close();
});

test('does not count the time of a slow client', async () => {
  const service = await lanternService(
    parts(
      modelOf(
        'Lantern keeps spans in ring buffers [1]. ',
        'Lantern does not drop rare requests [1].',
      ),
    ),
  );
  const { record, timings } = createStopwatch();
  const request = { question: 'How does Lantern keep spans?', history: [] };
  const begun = performance.now();
  for await (const event of service.ask(request, AbortSignal.timeout(10_000), record)) {
    if (event.type === 'text-delta') await delay(50);
  }
  const whole = performance.now() - begun;
  const total = Object.values(timings()).reduce((sum, ms) => sum + ms, 0);
  expect(total).toBeLessThan(whole - 90);
});

function parts(chatModel?: ChatModel) {
  return { embedder: hashingEmbedder(32), ...(chatModel && { chatModel }) };
}

function serve(service: Service): Promise<Wire> {
  return listen({ service });
}

function ask(wire: Wire, question: string, accept = 'application/json'): Promise<Response> {
  return fetch(`http://127.0.0.1:${wire.port}/api/chat`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Accept: accept },
    body: JSON.stringify({ question }),
  });
}

function parseServerTiming(reply: Response): Record<string, number> {
  const metrics = (reply.headers.get('Server-Timing') ?? '').split(', ').map((metric) => {
    const [, name = metric, duration] = /^(\w+);dur=(\d+(?:\.\d{1,2})?)$/.exec(metric) ?? [];
    return [name, Number(duration)] as const;
  });
  return Object.fromEntries(metrics);
}
