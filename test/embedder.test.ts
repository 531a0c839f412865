import { describe, expect, it, vi } from 'vitest';
import { readConfig } from '../src/config.ts';
import { createEmbedder } from '../src/embedder.ts';
import { ServiceError } from '../src/errors.ts';
import { fetchModelFiles } from '../src/models/model-files.ts';
import { startOpenAiServer } from './support/openai-server.ts';

// The one thing that would ask the network.
vi.mock('../src/models/model-files.ts');

describe('createEmbedder', () => {
  it('makes none where none is wanted', async () => {
    expect(await createEmbedder(readConfig({ EMBEDDER: 'none' }))).toBeNull();
  });

  it('says once that search is by keyword where the local model cannot be had', async () => {
    vi.mocked(fetchModelFiles).mockRejectedValue(
      new ServiceError('model-unavailable', 'The files could not be had.'),
    );
    const warnings: string[] = [];
    const onWarning = (sentence: string) => warnings.push(sentence);
    expect(await createEmbedder(readConfig({}), { onWarning })).toBeNull();
    expect(warnings).toEqual([
      'The files could not be had. Until then search is by keyword alone; EMBEDDER=none says that this is meant.',
    ]);
  });

  it('does not take an interrupt for a missing model', async () => {
    vi.mocked(fetchModelFiles).mockRejectedValue(new Error('interrupted'));
    await expect(createEmbedder(readConfig({}))).rejects.toThrow('interrupted');
  });

  it('speaks to the address that is set, without a key if none is set', async () => {
    const server = await startOpenAiServer();
    const embedder = await createEmbedder(
      readConfig({ EMBEDDER: 'openai:m', OPENAI_BASE_URL: server.url, EMBEDDING_DIMENSIONS: '64' }),
    );
    expect(await embedder?.embed(['text'])).toHaveLength(1);
    expect(server.requests[0]?.body.model).toBe('m');
    await server.close();
  });

  it('asks for a key where no address is set', async () => {
    await expect(createEmbedder(readConfig({ EMBEDDER: 'openai:m' }))).rejects.toMatchObject({
      code: 'invalid-settings',
      message: expect.stringContaining('EMBEDDER=openai:m needs OPENAI_API_KEY'),
    });
  });
});
