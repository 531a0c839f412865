import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Source } from '../../src/domain.ts';

/**
 * Where the code names the researcher or a project of these sources, as in "answer/draft.ts: Ada":
 * it is to know no profile. Examples in comments and in messages may name what they like.
 */
export async function namesInCode(sources: readonly Source[]): Promise<string[]> {
  const words = sources.flatMap(({ kind, id, title }) => {
    if (kind === 'person') return [title, title.split(' ').at(-1) ?? title];
    return kind === 'project' ? [id, title] : [];
  });
  const found: string[] = [];
  for (const file of await readdir('src', { recursive: true })) {
    if (!file.endsWith('.ts')) continue;
    const text = withoutExamples(await readFile(path.join('src', file), 'utf8'));
    for (const word of new Set(words)) {
      if (isWordOf(text, word)) found.push(`${file}: ${word}`);
    }
  }
  return found;
}

/** Whether a text has these words, not as a part of others. */
function isWordOf(text: string, word: string): boolean {
  const escaped = word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`(?<![\\w-])${escaped}(?![\\w-])`).test(text);
}

function withoutExamples(code: string): string {
  return code.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$|\bas in .*$/gm, '');
}
