import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Conversation } from '../../src/domain.ts';
import { buildIndex } from '../../src/indexer.ts';
import { createChatModel } from '../../src/models/chat-model.ts';
import { openIndex } from '../../src/search/store.ts';
import { createService } from '../../src/service.ts';
import { ask } from '../support/answers.ts';
import { corpusOf, temporaryFolder } from '../support/corpus.ts';
import { type OpenAiServer, startOpenAiServer } from '../support/openai-server.ts';

let server: OpenAiServer;
beforeAll(async () => {
  server = await startOpenAiServer();
});
afterAll(() => server.close());

it('sends a model at most about 8,000 tokens, however long profile and conversation are', async () => {
  const sentence =
    'Lantern keeps the spans of every request in ring buffers until a trigger fires. ';
  const files = Array.from({ length: 12 }, (_, i) => [`page-${i}.md`, sentence.repeat(100 + i)]);
  const indexDir = await temporaryFolder();
  await buildIndex({
    corpusDir: await corpusOf(Object.fromEntries(files)),
    indexDir,
    embedder: null,
  });
  const chatModel = await createChatModel({
    model: 'openai:m',
    baseUrl: server.url,
    timeoutMs: 20_000,
  });
  const index = await openIndex(indexDir);
  const service = createService({ index, embedder: null, chatModel, onModelError: () => {} });
  server.script({ type: 'reply', pieces: ['NOT COVERED'] });
  const turns: Conversation = Array.from({ length: 20 }, (_, i) => ({
    role: i % 2 === 0 ? ('user' as const) : ('assistant' as const),
    content: sentence.repeat(95),
  }));
  await ask(service, `${'Tell me all. '.repeat(140)}Why does Lantern keep spans?`, turns);
  const { messages } = server.requests[0]?.body ?? {};
  const length = messages.reduce(
    (sum: number, { content }: { content: string }) => sum + content.length,
    0,
  );
  expect(length).toBeGreaterThan(10_000);
  expect(length).toBeLessThan(32_000);
});
