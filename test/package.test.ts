import { type ChildProcessWithoutNullStreams, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasSqlite } from '../src/journal/library.ts';
import { listen, type Wire } from './http/wire.ts';
import { type LanternFolders, lanternFolders } from './support/lantern-folders.ts';

/**
 * A place from which a program sees the package as npm would install it: what is packed lies in its
 * own `node_modules`, all other libraries are found further up.
 */
let home: string;
let installed: string;
const QUESTION = 'What is Lantern?';

const run = promisify(execFile);
const bin = (name: string) => path.resolve('node_modules/.bin', name);

let lantern: LanternFolders;
let wire: Wire;
let tarball: string;
let packed: readonly string[];
beforeAll(async () => {
  lantern = await lanternFolders();
  wire = await listen({ service: lantern.service });
  const cache = path.resolve('node_modules/.cache');
  await mkdir(cache, { recursive: true });
  // Of this run alone: another may go on beside it.
  home = await mkdtemp(path.join(cache, 'packed-'));
  installed = path.join(home, 'node_modules/ask-the-researcher');
  await mkdir(installed, { recursive: true });
  // Packs what `npm pack` would, after its script `prepack`.
  const { stdout } = await run('npm', ['pack', '--json', '--pack-destination', home]);
  const [{ filename, files }] = JSON.parse(stdout.slice(stdout.indexOf('[\n')));
  packed = files.map((file: { path: string }) => file.path);
  tarball = path.join(home, filename);
  await run('tar', ['-xzf', tarball, '-C', installed, '--strip-components', '1']);
  await cp('examples', home, { recursive: true });
  await writeFile(path.join(home, 'package.json'), '{"type":"module"}');
});
afterAll(async () => {
  await wire.close();
  await lantern.remove();
  await rm(home, { recursive: true, force: true });
});

test('packs the library, its types, the commands, the pages, the models, and no more', () => {
  const others = packed
    .filter((file) => !/^dist\/package\/(?:src|scripts)\/.+\.(?:js|d\.ts)$/.test(file))
    .map((file) => file.replace(/widget-(later-|de-)?\w+/, 'widget-$1HASH'));
  expect(others.sort()).toEqual([
    'LICENSE',
    'README.md',
    'dist/package/public/admin.css',
    'dist/package/public/copy.js',
    'dist/package/public/docs.css',
    'dist/package/public/embed.css',
    'dist/package/public/embed.js',
    'dist/package/public/frame.js',
    'dist/package/public/icon.svg',
    'dist/package/public/layouts.css',
    'dist/package/public/page.css',
    'dist/package/public/page.js',
    'dist/package/public/publications.css',
    'dist/package/public/search.js',
    'dist/package/public/widget-HASH.js',
    'dist/package/public/widget-de-HASH.js',
    'dist/package/public/widget-later-HASH.js',
    'dist/package/public/widget.js',
    'models/answering/acts.json',
    'models/answering/choice.json',
    'models/answering/wants.json',
    'models/reader/LICENSE',
    'models/reader/README.md',
    'models/reader/labels.json',
    'models/reader/reader.onnx',
    'models/reader/tokenizer.json',
    'models/reader/tokenizer_config.json',
    'package.json',
  ]);
  expect(packed).toContain('dist/package/src/models/local-embedder-worker.js');
  expect(packed).toContain('dist/package/src/models/reader-worker.js');
  expect(packed).toContain('dist/package/src/journal/sqlite-worker.js');
});

test('publint finds nothing to complain about', async () => {
  const { stdout } = await run(bin('publint'), [installed, '--strict', '--pack', 'false']);
  expect(stdout).toContain('All good!');
});

test('attw finds its types where it looks for them', async () => {
  const { stdout } = await run(bin('attw'), [tarball, '--profile', 'esm-only', '--format', 'json']);
  const { analysis } = JSON.parse(stdout);
  const { entrypoints, problems } = analysis;
  expect(Object.keys(entrypoints)).toEqual(['.', './langchain']);
  const asModules = problems.filter(({ resolutionKind }: { resolutionKind: string }) =>
    /^(bundler|node16-esm)$/.test(resolutionKind),
  );
  expect(asModules).toEqual([]);
});

test('its types compile where it is used, and so do the examples', async () => {
  const { compilerOptions } = JSON.parse(await readFile('tsconfig.json', 'utf8'));
  const files = (await readdir(home)).filter((file) => file.endsWith('.ts'));
  expect(files.length).toBeGreaterThan(4);
  const settings = { compilerOptions: { ...compilerOptions, skipLibCheck: false }, files };
  await writeFile(path.join(home, 'tsconfig.json'), JSON.stringify(settings));
  // The types of some libraries are looser than our settings; they are not ours to judge.
  const { stdout } = await run(bin('tsc'), ['-p', home]).catch((error) => error);
  expect(stdout.split('\n').filter((line: string) => line.includes(path.basename(home)))).toEqual(
    [],
  );
});

describe('the commands of the package', () => {
  const settings = { EMBEDDER: 'none', READER: 'none', PORT: '0' };
  /** Run in an empty folder. */
  const command = async (...args: string[]) => {
    const { bin } = JSON.parse(await readFile(path.join(installed, 'package.json'), 'utf8'));
    const script = path.join(installed, bin['ask-the-researcher']);
    const cwd = path.join(home, 'empty');
    await mkdir(cwd, { recursive: true });
    return { file: process.execPath, args: [script, ...args], cwd };
  };
  const outcome = async (...args: string[]) => {
    const { file, args: all, cwd } = await command(...args);
    return run(file, all, { cwd, env: { ...process.env, ...settings } }).then(
      ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
      ({ code, stdout, stderr }) => ({ code, stdout, stderr }),
    );
  };

  test('init writes a profile, doctor looks through it, and start serves it with the widget', async () => {
    const bibliography = path.join(home, 'papers.bib');
    const entry = '@book{b, title = {Reading Gauges}, author = {Ada Quill}, year = {2021}}';
    await writeFile(bibliography, entry);
    const imported = await outcome('init', bibliography);
    expect(imported.stdout).toContain('then run: npx ask-the-researcher start');
    expect((await outcome('doctor', '--strict')).code).toBe(0);
    const { file, args, cwd } = await command('start');
    const server = spawn(file, args, { cwd, env: { ...process.env, ...settings } });
    const address = await addressOf(server);
    expect(await (await fetch(address)).text()).toContain('Who is Ada Quill?');
    expect((await fetch(`${address}/widget.js`)).status).toBe(200);
    const feedback = { answerId: 'a', question: 'Why?', rating: 'up' };
    const rated = await fetch(`${address}/api/feedback`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(feedback),
    });
    expect(rated.status).toBe(hasSqlite() ? 204 : 404);
    expect(existsSync(path.join(cwd, '.journal/journal.sqlite'))).toBe(hasSqlite());
    server.kill('SIGTERM');
    expect(await once(server, 'exit')).toEqual([0, null]);
  });

  test('are listed, also where a name is wrong', async () => {
    expect((await outcome()).stdout).toContain('Usage: npx ask-the-researcher COMMAND');
    const { code, stderr } = await outcome('strat');
    expect([code, stderr]).toEqual([1, expect.stringMatching(/^"strat" is not a command\./)]);
  });
});

/** The address that a service prints when it is ready. */
async function addressOf({ stdout }: ChildProcessWithoutNullStreams): Promise<string> {
  let printed = '';
  for await (const text of stdout) {
    printed += text;
    const address = /Ask at (http\S+)/.exec(printed)?.[1];
    if (address !== undefined) return address;
  }
  throw new Error(`It ended: ${printed}`);
}

describe('examples', () => {
  async function example(file: string, question: string, settings: Record<string, string> = {}) {
    const env = {
      ...process.env,
      ...lantern.settings,
      ASK_URL: `http://127.0.0.1:${wire.port}`,
      ...settings,
    };
    const [command, ...args] = file.endsWith('.ts')
      ? [process.execPath, '--import', 'tsx', path.join(home, file)]
      : ['sh', path.join(home, file)];
    const { stdout } = await run(command ?? '', [...args, question], { env, cwd: home });
    return stdout;
  }

  test.each(['functions.ts', 'openai.ts', 'ai-sdk.ts', 'mcp.ts', 'curl.sh'])(
    '%s prints an answer and its source',
    async (file) => {
      const printed = await example(file, QUESTION);
      expect(printed).toContain('Lantern is a framework for distributed tracing');
      expect(printed).toContain('https://quill.example/lantern');
    },
  );

  test('langchain.ts prints passages', async () => {
    const printed = await example('langchain.ts', 'ring buffers');
    expect(printed).toMatch(/Lantern: .*ring buffers/);
  });

  test('the built package reads in threads of its own', async () => {
    const program = `
      import { openReader, readConfig } from 'ask-the-researcher';
      const reader = await openReader(readConfig({ READER: 'local' }));
      const sentences = ['The gate is green.', 'Nuri Falk built it.'];
      const [logits] = await reader.read('Who built it?', [{ title: 'Gate', heading: '', sentences }]);
      console.log(logits[1] > logits[0]);
    `;
    const args = ['--input-type=module', '--eval', program];
    const { stdout } = await run(process.execPath, args, { cwd: home });
    expect(stdout).toBe('true\n');
  });

  test('the built package embeds in a thread of its own', async () => {
    const settings = {
      EMBEDDER: 'local',
      MODEL_CACHE_DIR: path.resolve('.models'),
      INDEX_DIR: path.join(home, 'index'),
    };
    const printed = await example('functions.ts', QUESTION, settings);
    expect(printed).toContain('ring buffers');
    const manifest = await readFile(path.join(home, 'index/manifest.json'), 'utf8');
    expect(manifest).toContain('MiniLM');
  });
});
