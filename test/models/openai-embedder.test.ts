import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Embedder } from '../../src/domain.ts';
import { createOpenAiEmbedder } from '../../src/models/openai-embedder.ts';
import { hashingEmbedder } from '../support/embedder.ts';
import { type OpenAiServer, startOpenAiServer } from '../support/openai-server.ts';
import { describeEmbedder } from './embedder-contract.ts';

let server: OpenAiServer;
let embedder: Embedder;

const create = (
  options: Partial<Parameters<typeof createOpenAiEmbedder>[0]> = {},
): Promise<Embedder> =>
  createOpenAiEmbedder({
    model: 'some-embedder',
    apiKey: 'key-1',
    baseUrl: server.url,
    dimensions: 64,
    maxRetries: 0,
    ...options,
  });

beforeAll(async () => {
  server = await startOpenAiServer();
  embedder = await create();
});
afterAll(() => server.close());
beforeEach(() => server.scriptEmbeddings({ type: 'vectors' }));

describeEmbedder('An OpenAI-compatible server', () => embedder);
describeEmbedder('The hashing embedder', () => hashingEmbedder());

describe('createOpenAiEmbedder', () => {
  const bodies = async (work: () => Promise<unknown>) => {
    const before = server.requests.length;
    await work();
    return server.requests.slice(before).map(({ body }) => body);
  };

  it('sends the key, the model and the texts, and asks for plain numbers', async () => {
    const [body] = await bodies(() => embedder.embed(['a', 'b']));
    expect(body).toEqual({ model: 'some-embedder', input: ['a', 'b'], encoding_format: 'float' });
    expect(server.requests.at(-1)?.path).toBe('/v1/embeddings');
    expect(server.requests.at(-1)?.headers.authorization).toBe('Bearer key-1');
  });

  it('sends at most 128 texts and 200 000 characters in a request', async () => {
    const sizes = async (texts: string[]) =>
      (await bodies(() => embedder.embed(texts))).map(({ input }) => input.length);
    expect(await sizes(Array(300).fill('short'))).toEqual([128, 128, 44]);
    expect(await sizes(Array(60).fill('x'.repeat(7_000)))).toEqual([28, 28, 4]);
  });

  it('puts vectors that come in another order back into the order of the texts', async () => {
    const expected = await embedder.embed(['dog', 'cat', 'bird']);
    server.scriptEmbeddings({ type: 'vectors', isReversed: true });
    expect(await embedder.embed(['dog', 'cat', 'bird'])).toEqual(expected);
  });

  it('knows the dimensions of the models of OpenAI without asking', async () => {
    const asked = await bodies(async () => {
      const small = await create({ model: 'text-embedding-3-small', dimensions: undefined });
      const large = await create({ model: 'text-embedding-3-large', dimensions: undefined });
      expect([small.dimensions, large.dimensions]).toEqual([1536, 3072]);
    });
    expect(asked).toEqual([]);
  });

  it('asks a model that it does not know for its dimensions, once', async () => {
    server.scriptEmbeddings({ type: 'vectors', dimensions: 7 });
    const asked = await bodies(async () => {
      expect((await create({ dimensions: undefined })).dimensions).toBe(7);
    });
    expect(asked).toHaveLength(1);
  });

  it('asks for shortened vectors only where the API has them', async () => {
    const shortened = await create({ model: 'text-embedding-3-small', dimensions: 32 });
    const [body] = await bodies(() => shortened.embed(['a']));
    expect(body).toMatchObject({ dimensions: 32 });
  });

  it('refuses vectors of another length', async () => {
    server.scriptEmbeddings({ type: 'vectors', dimensions: 3 });
    await expect(embedder.embed(['a'])).rejects.toMatchObject({
      code: 'model-failed',
      message: expect.stringContaining('3 dimensions where 64 were expected'),
    });
  });

  it('tries again after a rate limit', async () => {
    server.scriptEmbeddings({ type: 'error', status: 429, retryAfter: 0 }, { type: 'vectors' });
    const patient = await create({ maxRetries: 1 });
    expect(await bodies(() => patient.embed(['a']))).toHaveLength(2);
  });

  it.each([
    [401, /refused the key/],
    [404, /does not know the model some-embedder/],
    [429, /limits the rate, or the quota/],
    [500, /problem of its own \(HTTP 500 too long\)/],
    [400, /refused the request: .*too long/],
  ])('translates HTTP %i into a sentence', async (status, message) => {
    server.scriptEmbeddings({ type: 'error', status, message: 'too long' });
    await expect(embedder.embed(['a'])).rejects.toMatchObject({
      code: 'model-failed',
      message: expect.stringMatching(message),
    });
  });

  it('says so when nobody listens at the base URL', async () => {
    const closed = await startOpenAiServer();
    await closed.close();
    const nowhere = await create({ baseUrl: closed.url });
    await expect(nowhere.embed(['a'])).rejects.toMatchObject({
      code: 'model-failed',
      message: expect.stringContaining('ECONNREFUSED'),
    });
  });

  it('ends the request when the signal fires', async () => {
    const controller = new AbortController();
    server.scriptEmbeddings(() => {
      controller.abort(new Error('The reader left'));
      return { type: 'silence' };
    });
    await expect(embedder.embed(['a'], controller.signal)).rejects.toThrow('The reader left');
    expect(await server.requests.at(-1)?.outcome).toBe('aborted');
  });
});
