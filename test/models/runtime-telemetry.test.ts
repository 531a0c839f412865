import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { disableRuntimeTelemetry } from '../../src/models/runtime-telemetry.ts';

afterEach(() => vi.unstubAllEnvs());

describe('disableRuntimeTelemetry', () => {
  it('turns it off for the process, whatever the environment said', () => {
    vi.stubEnv('ORT_DISABLE_TELEMETRY', '0');
    disableRuntimeTelemetry();
    expect(process.env['ORT_DISABLE_TELEMETRY']).toBe('1');
  });

  it.each([
    ['1', 'quiet'],
    ['0', 'model-unavailable: ORT_DISABLE_TELEMETRY=1'],
  ])('in a thread of a process that says %s: %s', async (value, expected) => {
    const file = path.resolve('src/models/runtime-telemetry.ts');
    const code = `
      require('tsx/cjs/api').register();
      const { parentPort } = require('node:worker_threads');
      const { disableRuntimeTelemetry } = require(${JSON.stringify(file)});
      try {
        disableRuntimeTelemetry();
        parentPort.postMessage('quiet');
      } catch ({ code, message }) {
        parentPort.postMessage(code + ': ' + /ORT_\\w+=1/.exec(message)?.[0]);
      }`;
    const worker = new Worker(code, { eval: true, env: { ORT_DISABLE_TELEMETRY: value } });
    const said = await new Promise((resolve, reject) => {
      worker.on('message', resolve).on('error', reject);
    });
    expect(said).toBe(expected);
  });
});

it('is called before the library is loaded, wherever that is', () => {
  const files = ['src', 'scripts', 'examples'].flatMap((dir) =>
    readdirSync(dir, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => `${dir}/${file}`),
  );
  const loading: string[] = [];
  for (const file of files) {
    const text = readFileSync(file, 'utf8');
    expect(text, file).not.toMatch(/^import (?!type)[^;]*'onnxruntime-node'/m);
    // Threads that have nothing to do with models do not load it.
    const loads = file.startsWith('src/models/')
      ? /import\('onnxruntime-node'\)|startThread\(/.exec(text)
      : /import\('onnxruntime-node'\)/.exec(text);
    if (!loads) continue;
    loading.push(file);
    const calls = text.indexOf('disableRuntimeTelemetry();');
    expect(calls, file).toBeGreaterThan(0);
    expect(calls, file).toBeLessThan(loads.index);
  }
  expect(loading.sort()).toEqual(['src/models/transformer.ts', 'src/models/worker-pool.ts']);
});
