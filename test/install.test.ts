import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const read = (file: string) => JSON.parse(readFileSync(file, 'utf8'));

it('runs no install script of onnxruntime-node, which would fetch CUDA files from elsewhere', () => {
  expect(read('package.json').allowScripts['onnxruntime-node']).toBe(false);
  // npm that does not know `allowScripts` runs what the lock file announces. Where npm has put the
  // line back, remove it.
  const locked = read('package-lock.json').packages['node_modules/onnxruntime-node'];
  expect(locked).toMatchObject({ version: expect.any(String) });
  expect(locked).not.toHaveProperty('hasInstallScript');
});

it('gives the place of the shell to each command that signals must reach', () => {
  const { scripts } = read('package.json');
  for (const name of [
    'start',
    'build',
    'init',
    'doctor',
    'index',
    'ask',
    'mcp',
    'keys',
    'gaps',
    'prune:production',
  ]) {
    expect(scripts[name], name).toMatch(/^exec node /);
  }
});

it('needs no package of development for the commands of a production install', () => {
  const { scripts, dependencies } = read('package.json');
  expect(Object.keys(dependencies)).toEqual(expect.arrayContaining(['tsx', 'esbuild']));
  const imported = [
    'build',
    'init',
    'doctor',
    'index',
    'ask',
    'mcp',
    'keys',
    'gaps',
    'prune-production',
    'lib/run',
    'lib/progress',
  ]
    .map((name) => readFileSync(`scripts/${name}.ts`, 'utf8'))
    .flatMap((text) => [...text.matchAll(/ from '([^'.][^']*)'/g)].map(([, name = '']) => name));
  expect(imported.length).toBeGreaterThan(0);
  const missing = imported.filter((name) => !name.startsWith('node:') && !(name in dependencies));
  expect(missing).toEqual([]);
  expect(scripts.build).not.toContain('tsc');
});

it('checks out with the same line endings everywhere', () => {
  expect(readFileSync('.gitattributes', 'utf8')).toMatch(/^\* text=auto eol=lf$/m);
});
