import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { createChatModel } from '../../../src/models/chat-model.ts';
import { lanternService } from '../../support/lantern.ts';
import { startOpenAiServer } from '../../support/openai-server.ts';
import { listen } from '../wire.ts';

const QUESTION = 'How does Lantern keep spans?';
const SENTENCE = 'Lantern keeps spans in ring buffers [1].';
const messages = [{ role: 'user', content: QUESTION }];

test.each([
  ['/api/chat', 'text/event-stream', { question: QUESTION }],
  ['/api/chat', 'application/json', { question: QUESTION }],
  ['/ask', 'text/html', null],
  ['/v1/chat/completions', 'text/event-stream', { messages, stream: true }],
  ['/v1/chat/completions', 'application/json', { messages }],
] as const)(
  'the call to the model is aborted when the caller of %s (%s) disconnects',
  async (path, accept, body) => {
    const provider = await startOpenAiServer();
    onTestFinished(() => provider.close());
    // One sentence, then seconds of nothing.
    const pieces = [`${SENTENCE} `, 'Lantern', ...Array(20).fill('')];
    provider.script({ type: 'reply', pieces, delayMs: 200 });
    const chatModel = await createChatModel({
      model: 'openai:scripted',
      apiKey: 'sk-test',
      baseUrl: provider.url,
      timeoutMs: 20_000,
      maxTokens: 100,
    });
    const failures: unknown[] = [];
    const service = await lanternService({ chatModel, onModelError: (e) => void failures.push(e) });
    const wire = await listen({ service });
    onTestFinished(() => wire.close());

    const call = httpRequest({
      port: wire.port,
      host: '127.0.0.1',
      method: body ? 'POST' : 'GET',
      path: body ? path : `${path}?question=${encodeURIComponent(QUESTION)}`,
      headers: { Accept: accept, ...(body && { 'Content-Type': 'application/json' }) },
    });
    call.on('error', () => {});
    const replied = once(call, 'response');
    replied.catch(() => {});
    call.end(body ? JSON.stringify(body) : undefined);
    if (accept === 'text/event-stream') {
      const [response] = await replied;
      await once(response, 'data');
    }
    await expect.poll(() => provider.requests.length).toBe(1);
    call.destroy();
    expect(await provider.requests[0]?.outcome).toBe('aborted');
    expect(provider.requests).toHaveLength(1);
    expect(failures).toEqual([]);
    expect(wire.logged).toEqual([]);
  },
);
