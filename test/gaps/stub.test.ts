import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readCorpus } from '../../src/corpus/read.ts';
import { checkCase, readCases } from '../../src/gaps/cases.ts';
import type { Gap } from '../../src/gaps/find.ts';
import { writeStub } from '../../src/gaps/stub.ts';
import { buildIndex } from '../../src/indexer.ts';
import { openIndex } from '../../src/search/store.ts';
import { createService } from '../../src/service.ts';
import { corpusOf, temporaryFolder } from '../support/corpus.ts';
import { LANTERN } from '../support/lantern.ts';

const QUESTION = 'Does Lantern run on Windows?';
const { signal } = new AbortController();

const GAP: Gap = {
  question: QUESTION,
  wordings: [
    { question: QUESTION, count: 2 },
    { question: 'Is there a version: "Lantern" --> Windows?', count: 1 },
  ],
  declined: 3,
  downVoted: 0,
  outOfScope: false,
  reasons: {},
  firstAsked: new Date('2026-11-01'),
  lastAsked: new Date('2026-11-20'),
  counts: [0, 0, 0, 0, 0, 0, 0, 3],
  trend: 'rising',
  nearest: [{ id: 'lantern', title: 'Lantern' }],
};

async function serviceOver(corpusDir: string) {
  const indexDir = await temporaryFolder();
  await buildIndex({ corpusDir, indexDir, embedder: null });
  const index = await openIndex(indexDir);
  return createService({ index, embedder: null, chatModel: null, onModelError: () => {} });
}

async function resultOf(corpusDir: string): Promise<(string | null)[]> {
  const service = await serviceOver(corpusDir);
  const cases = await readCases(corpusDir);
  return Promise.all(cases.map((one) => checkCase(one, service, signal)));
}

describe('a stub', () => {
  it('is a draft that is not published, and a case that fails until it is written', async () => {
    const corpusDir = await corpusOf(LANTERN);
    const before = await readCorpus(corpusDir);
    const file = await writeStub(corpusDir, GAP);
    expect(file).toBe('does-lantern-run-on-windows.md');
    const warnings: string[] = [];
    const after = await readCorpus(corpusDir, { onWarning: (line) => void warnings.push(line) });
    expect(after).toEqual(before);
    expect(warnings).toContainEqual(
      expect.stringMatching(/^does-lantern-.*is a draft \(draft: true\)/),
    );
    expect(warnings.join()).not.toContain('questions.yaml');
    expect(await resultOf(corpusDir)).toEqual([expect.stringContaining('is a draft')]);

    const stub = path.join(corpusDir, file);
    const draft = await readFile(stub, 'utf8');
    expect(draft).toMatch(/^---\n# Remove the next line [^\n]*\ndraft: true\nid: does-/);
    const cases = await readFile(path.join(corpusDir, 'questions.yaml'), 'utf8');
    expect(cases).toMatch(/^# [^\n]*\n- question: Does Lantern run on Windows\?\n {2}source: /);
    expect(draft).toContain('Unanswered 3 times, last on 2026-11-20.');
    expect(draft).toContain('What comes closest: lantern.');
    const published = draft.replace(/^draft: true\n/m, '');
    await writeFile(stub, published);
    await expect(readCorpus(corpusDir)).rejects.toThrow(/does-lantern-run-on-windows\.md/);
    await writeFile(stub, `${published}\nLantern runs on Windows since version 3.\n`);
    expect(await resultOf(corpusDir)).toEqual([null]);
    const { asks } = (await readCorpus(corpusDir)).find(({ title }) => title === QUESTION) ?? {};
    expect(asks).toEqual(GAP.wordings.map(({ question }) => question));
    // Of late, only the other wording was used.
    const later = { ...GAP, question: String(asks?.[1]), wordings: GAP.wordings.slice(1) };
    await expect(writeStub(corpusDir, later)).rejects.toThrow(/has been noted before, for the/);
  });

  it('is written once for a question, and over no file or id that is there', async () => {
    const id = 'does-lantern-run-on-windows';
    const page = (name: string) => `---\nid: ${name}\nkind: page\ntitle: ${name}\n---\nIt does.\n`;
    const others = { 'notes/other.md': page(id), [`${id}-2.md`]: page('third') };
    const corpusDir = await corpusOf({ ...LANTERN, ...others });
    expect(await writeStub(corpusDir, GAP)).toBe(`${id}-3.md`);
    const names = await readdir(corpusDir);
    // Also where another wording has become the most frequent.
    for (const gap of [
      GAP,
      { ...GAP, wordings: GAP.wordings.toReversed(), question: 'Windows?' },
    ]) {
      await expect(writeStub(corpusDir, gap)).rejects.toThrow(
        /^"Does Lantern run .* has been noted before, for the source/,
      );
    }
    expect(await readdir(corpusDir)).toEqual(names);
  });

  it('leaves the cases and comments that are there as they are', async () => {
    const own = '# Mine\n- question: Who wrote Lantern? # of everybody\n';
    const corpusDir = await corpusOf({ ...LANTERN, 'questions.yaml': own });
    await writeStub(corpusDir, GAP);
    const text = await readFile(path.join(corpusDir, 'questions.yaml'), 'utf8');
    expect(text).toBe(`${own}- question: ${QUESTION}\n  source: does-lantern-run-on-windows\n`);
    expect(await resultOf(corpusDir)).toEqual([null, expect.stringContaining('is a draft')]);
  });

  it('has a name in any script', async () => {
    const corpusDir = await corpusOf(LANTERN);
    const question = '它能在视窗上运行吗？';
    expect(await writeStub(corpusDir, { ...GAP, question })).toBe('question.md');
  });
});

describe('a case', () => {
  it('says whether it is declined, or from which source it is answered', async () => {
    const yaml = `- question: ${QUESTION}\n- question: Who wrote Lantern?\n  source: heron\n`;
    const corpusDir = await corpusOf({ ...LANTERN, 'questions.yaml': yaml });
    expect(await resultOf(corpusDir)).toEqual([
      'It is declined.',
      'It is answered from lantern, not from "heron".',
    ]);
  });

  it.each([
    ['- question: [', /questions\.yaml is not YAML: /],
    ['- question: Why?\n- who: me\n', /questions\.yaml: entry 2 cannot be read/],
    ['question: Why?', /questions\.yaml: entry 1 cannot be read/],
  ])('that cannot be read is named, and nothing is written over it: %s', async (yaml, message) => {
    const corpusDir = await corpusOf({ ...LANTERN, 'questions.yaml': yaml });
    await expect(readCases(corpusDir)).rejects.toThrow(message);
    await expect(writeStub(corpusDir, GAP)).rejects.toThrow(message);
    expect(await readFile(path.join(corpusDir, 'questions.yaml'), 'utf8')).toBe(yaml);
  });
});
