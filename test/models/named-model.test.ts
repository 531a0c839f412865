import { cp, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { createEmbedder } from '../../src/embedder.ts';
import { createLocalEmbedder } from '../../src/models/local-embedder.ts';
import { miniLm } from '../../src/models/minilm.ts';
import { fetchModelFiles } from '../../src/models/model-files.ts';
import { findNamedModel } from '../../src/models/named-model.ts';

const cacheDir = fileURLToPath(new URL('../../.models', import.meta.url));
let home: string;
let model: string;
/** A model of another name: the shipped one, as others lay out theirs. */
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'named-model-'));
  model = join(home, 'multilingual');
  await cp(await fetchModelFiles({ cacheDir }), model, { recursive: true });
}, 180_000);
afterEach(() => rm(home, { recursive: true, force: true }));

const vectorOf = async (embedder: { embed(texts: readonly string[]): Promise<unknown[]> }) =>
  (await embedder.embed(['Lampen leuchten.']))[0];

describe('a local model by name', () => {
  it('is loaded from its folder, and embeds as its settings say', async () => {
    const embedder = await createEmbedder(readConfig({ EMBEDDER: `local:${model}` }));
    const shipped = await createLocalEmbedder({ model: miniLm(model) });
    expect(embedder?.model).toMatch(/multilingual@\w{8}$/);
    expect(embedder?.dimensions).toBe(384);
    const vector = embedder && (await vectorOf(embedder));
    expect(vector).toEqual(await vectorOf(shipped));

    await writeFile(join(model, 'sentence_bert_config.json'), '{"max_seq_length": 4}');
    const short = await createLocalEmbedder({
      model: await findNamedModel({ name: model, cacheDir: home }),
    });
    const [one, other] = await short.embed(['lamps shine', 'lamps shine on and on']);
    expect(one).toEqual(other);
    await shipped.dispose();
    await short.dispose();
  });

  it('takes the state of the first token where the model was trained so', async () => {
    await mkdir(join(model, '1_Pooling'));
    await writeFile(join(model, '1_Pooling', 'config.json'), '{"pooling_mode_cls_token": true}');
    const found = await findNamedModel({ name: model, cacheDir: home });
    expect(found.pooling).toBe('cls');
    const first = await createLocalEmbedder({ model: found });
    const mean = await createLocalEmbedder({ model: { ...found, pooling: 'mean' } });
    expect(await vectorOf(first)).not.toEqual(await vectorOf(mean));
    await first.dispose();
    await mean.dispose();
  });

  describe('on a hub', () => {
    let hub: Server;
    let hubUrl: string;
    beforeEach(async () => {
      hub = createServer(async ({ url = '' }, response) => {
        const file = url.replace('/quill/lamps/resolve/main/', '');
        const bytes = await readFile(join(model, file)).catch(() => null);
        response.writeHead(bytes === null ? 404 : 200).end(bytes ?? undefined);
      });
      await new Promise<void>((done) => hub.listen(0, '127.0.0.1', done));
      hubUrl = `http://127.0.0.1:${(hub.address() as AddressInfo).port}`;
    });
    afterEach(() => new Promise((done) => hub.close(done)));

    it('is fetched once, with the smallest weights there are', async () => {
      const options = { name: 'quill/lamps', cacheDir: join(home, 'cache'), hubUrl };
      const { weights } = await findNamedModel(options);
      expect(weights).toBe(join(home, 'cache', 'quill', 'lamps', 'onnx', 'model_q4.onnx'));
      await rename(model, `${model}-gone`);
      const embedder = await createLocalEmbedder({ model: await findNamedModel(options) });
      expect(await vectorOf(embedder)).toHaveLength(384);
      await embedder.dispose();
    });

    it('that does not have it is told of, with the remedy', async () => {
      const options = { name: 'quill/none', cacheDir: join(home, 'cache'), hubUrl };
      await expect(findNamedModel(options)).rejects.toMatchObject({
        code: 'model-unavailable',
        message: expect.stringMatching(/quill\/none.*HTTP 404.*MODEL_FILES_DIR/),
      });
    });
  });

  it('that is neither a folder nor a name says so, and search goes on by keywords', async () => {
    const warnings: string[] = [];
    const config = readConfig({ EMBEDDER: `local:${join(home, 'none', 'at', 'all')}` });
    const onWarning = (sentence: string) => warnings.push(sentence);
    expect(await createEmbedder(config, { onWarning })).toBeNull();
    expect(warnings).toEqual([expect.stringMatching(/is no folder with a model.*keywords only/)]);
  });
});
