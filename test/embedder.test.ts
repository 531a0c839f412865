import { describe, expect, it, vi } from 'vitest';
import { readConfig } from '../src/config.ts';
import { createEmbedder } from '../src/embedder.ts';
import { ServiceError } from '../src/errors.ts';
import { fetchModelFiles } from '../src/models/model-files.ts';
import { startOpenAiServer } from './support/openai-server.ts';

// The only module that would use the network.
vi.mock('../src/models/model-files.ts');

describe('createEmbedder', () => {
  it('makes none when the settings say none', async () => {
    expect(await createEmbedder(readConfig({ EMBEDDER: 'none' }))).toBeNull();
  });

  it('warns once that search uses keywords only if the local model is unavailable', async () => {
    vi.mocked(fetchModelFiles).mockRejectedValue(
      new ServiceError('model-unavailable', 'The files are missing.'),
    );
    const warnings: string[] = [];
    const onWarning = (sentence: string) => warnings.push(sentence);
    expect(await createEmbedder(readConfig({}), { onWarning })).toBeNull();
    expect(warnings).toEqual([
      expect.stringMatching(/^The files are missing\. .*keywords only.*EMBEDDER=none/),
    ]);
  });

  it('does not mistake an interrupt for a missing model', async () => {
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

  it('asks for a key if no address is set', async () => {
    await expect(createEmbedder(readConfig({ EMBEDDER: 'openai:m' }))).rejects.toMatchObject({
      code: 'invalid-settings',
      message: expect.stringContaining('EMBEDDER=openai:m needs OPENAI_API_KEY'),
    });
  });
});
