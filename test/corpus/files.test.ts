import { mkdir, symlink } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { listFiles } from '../../src/corpus/files.ts';
import { inWords, readCorpus } from '../../src/corpus/read.ts';
import { corpusOf } from '../support/corpus.ts';

describe.skipIf(process.platform === 'win32')('links', () => {
  it('are followed within the folder, read once, and end', async () => {
    const dir = await corpusOf({ 'a.md': 'A.', '..v1/note.md': 'Note.' });
    await symlink('..v1', path.join(dir, '..data'));
    await symlink('..data/note.md', path.join(dir, 'note.md'));
    await symlink('a.md', path.join(dir, 'again.md'));
    await symlink('.', path.join(dir, 'loop'));
    expect(await listFiles(dir)).toEqual({ files: ['a.md', 'note.md'], skipped: [] });
  });

  it('out of the folder are named, and read only where the owner allows it', async () => {
    const root = await corpusOf({ 'corpus/a.md': 'A.', 'private/b.md': 'B.' });
    const dir = path.join(root, 'corpus');
    await mkdir(path.join(root, 'more'));
    await symlink('../private/b.md', path.join(dir, 'b.md'));
    await symlink('../gone.md', path.join(dir, 'gone.md'));
    const { files, skipped } = await listFiles(dir);
    expect(files).toEqual(['a.md']);
    expect(skipped.map(inWords).join('\n')).toMatch(/^b\.md: .*CORPUS_FOLLOW_LINKS.*\ngone\.md: /s);
    expect((await listFiles(dir, { followLinks: true })).files).toEqual(['a.md', 'b.md']);
  });
});

describe('what is left out', () => {
  it('is named: drafts, foreign fields, other files', async () => {
    const dir = await corpusOf({
      'a.md': '+++\ntitle = "A"\nauthors = ["B"]\n[params]\nsecret = "x"\n+++\nText.',
      'b.md': '---\ndraft: true\n---\nText.',
      'c.md': '+++\ntitle = "C"\npublished = false\n+++\nText.',
      '_drafts/d.md': 'Text.',
      'e.pdf': 'x',
    });
    const warnings: string[] = [];
    const sources = await readCorpus(dir, { onWarning: (warning) => warnings.push(warning) });
    expect(sources.map(({ id, title, body }) => [id, title, body])).toEqual([['a', 'A', 'Text.']]);
    expect(JSON.stringify(sources)).not.toContain('secret');
    for (const name of ['a.md:3', 'b.md', 'c.md', '_drafts/d.md', 'e.pdf']) {
      expect(warnings.filter((warning) => warning.startsWith(`${name}:`))).toHaveLength(1);
    }
  });

  it('broken TOML is a problem with its line', async () => {
    const dir = await corpusOf({ 'a.md': '+++\ntitle = "A\n+++\nText.' });
    await expect(readCorpus(dir)).rejects.toThrow('a.md:2: the front matter is not valid TOML');
  });
});
