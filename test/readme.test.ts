import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { configSchema } from '../src/config.ts';
import { listen, type Wire } from './http/wire.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const readme = readFileSync(`${root}README.md`, 'utf8');
const run = promisify(execFile);

/** The code blocks of a language, in order. */
function blocks(language: string): string[] {
  return [...readme.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, 'g'))].map(
    (match) => match[1] ?? '',
  );
}

const snippets = [...blocks('ts'), ...blocks('sh').filter((code) => code.startsWith('curl'))];

describe('the README', () => {
  let wire: Wire;
  beforeAll(async () => {
    wire = await listen();
  });
  afterAll(() => wire.close());

  it('shows each way to ask in at most five lines', () => {
    expect(snippets.length).toBeGreaterThanOrEqual(5);
    for (const code of snippets) expect(code.trim().split('\n').length).toBeLessThanOrEqual(5);
  });

  it.each(snippets)('shows code that runs: %#', async (code) => {
    const local = code.replaceAll('http://localhost:3000', `http://127.0.0.1:${wire.port}`);
    const isShell = code.startsWith('curl');
    // Inside node_modules, so that its imports resolve.
    const file = `${root}node_modules/.cache-readme-${process.pid}-${snippets.indexOf(code)}.${isShell ? 'sh' : 'mts'}`;
    await writeFile(file, local);
    try {
      const { stdout } = isShell
        ? await run('bash', [file])
        : await run(process.execPath, ['--import', 'tsx', file], { cwd: root });
      expect(stdout).toContain('wind');
    } finally {
      await rm(file, { force: true });
    }
  });

  it('names only commands that exist', () => {
    const { scripts } = JSON.parse(readFileSync(`${root}package.json`, 'utf8'));
    const named = [...readme.matchAll(/npm run (?:--silent )?([\w:-]+)/g)].map((match) => match[1]);
    expect(named.filter((name) => name !== undefined && !(name in scripts))).toEqual([]);
    expect(scripts).toMatchObject({ start: expect.any(String), test: expect.any(String) });
  });

  it('names only settings that exist', () => {
    const table = readme.slice(readme.indexOf('## Settings'));
    const named = [...table.matchAll(/`([A-Z][A-Z_]{3,})`/g)].map((match) => match[1]);
    expect(named.filter((name) => name !== undefined && !(name in configSchema.shape))).toEqual([]);
  });
});
