import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import type { Source } from '../../src/domain.ts';

/** A new folder that is gone when the test is over. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'test-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** A folder with these files, by their path in it. */
export async function corpusOf(files: Readonly<Record<string, string | Buffer>>): Promise<string> {
  const folder = await temporaryFolder();
  await writeFiles(folder, files);
  return folder;
}

export async function writeFiles(
  folder: string,
  files: Readonly<Record<string, string | Buffer>>,
): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(folder, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, content);
  }
}

/** A project named Hindsight, unless told otherwise. */
export function sourceOf(fields: Partial<Source> = {}): Source {
  return {
    id: 'hindsight',
    kind: 'project',
    title: 'Hindsight',
    aliases: [],
    links: [],
    people: [],
    awards: [],
    topics: [],
    related: [],
    asks: [],
    body: 'Hindsight traces edge cases.',
    ...fields,
  };
}
