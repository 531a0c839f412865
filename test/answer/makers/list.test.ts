import { describe, expect, it } from 'vitest';
import { list } from '../../../src/answer/makers/list.ts';
import { together } from '../../../src/answer/makers/together.ts';
import { candidatesFor, knowledgeOf, shown } from '../../support/candidates.ts';

const record = (id: string, fields: string, body: string) =>
  `---\nid: ${id}\npeople: [Ida Wren]\nvenue: Silt\n${fields}\n---\n\n${body}\n`;
const FILES = {
  'wren.md': '---\nkind: person\ntitle: Ida Wren\nid: wren\n---\n\nIda Wren measures rivers.',
  'siltwatch.md': record(
    'siltwatch',
    'kind: project\ntitle: Siltwatch\nyear: 2020\nlinks:\n  - {label: Video of the talk, url: "https://wren.example/silt.mp4"}\n  - {label: Code, url: "https://code.example/silt"}',
    'Siltwatch is a probe for silt.',
  ),
  'beds.md': record(
    'beds',
    'kind: paper\ntitle: Old Beds\nyear: 2019\nlinks:\n  - {label: Video of the talk, url: "https://wren.example/beds.mp4"}',
    'Old Beds maps a river.',
  ),
  'ice.md': record('ice', 'kind: paper\ntitle: Ice\nyear: 2018', 'Ice dates the thaw.'),
  'delta.md':
    '---\nid: delta\nkind: project\ntitle: Delta\nasOf: "2026-01"\n---\n\nDelta is a model of a delta.',
  'prize.md':
    '---\nid: prize\nkind: award\ntitle: Best of Silt\nyear: 2019\n---\n\nBest of Silt is a prize.',
  'thesis.md': record('thesis', 'kind: thesis\ntitle: Mud\nyear: 2015', 'Mud is a thesis.'),
};

async function listsFor(question: string, wants: Parameters<typeof candidatesFor>[1]['wants']) {
  const knowledge = await knowledgeOf(FILES);
  const all = await candidatesFor(question, { maker: list, knowledge, wants: wants ?? [] });
  return all.map((one) => ({ ...one, lines: shown(one) }));
}

describe('lists', () => {
  it('have papers and the projects that stand for one, no theses, as papers', async () => {
    const lists = await listsFor('Which papers did she write?', ['list-works']);
    const papers = lists.find(({ lines }) => lines[0] === '3 papers:');
    expect(papers?.lines.join()).toMatch(/Siltwatch.*Old Beds.*Ice/);
  });

  it('have as many items as are asked for, and no list of all beside them', async () => {
    const lists = await listsFor('Her two most recent papers, please', ['list-works']);
    expect(lists.map(({ maker }) => maker)).not.toContain('list-all');
    const newest = lists.find(({ maker }) => maker === 'list-latest');
    expect(newest?.lines.join()).toMatch(/^2 .*Siltwatch.*Old Beds/);
    expect(newest?.lines.join()).not.toContain('Ice');
    const chapter = await listsFor('Which papers does chapter 2 of her thesis use?', []);
    expect(chapter.map(({ maker }) => maker)).toContain('list-all');
  });

  it('are of several kinds at once where a question names several', async () => {
    const knowledge = await knowledgeOf(FILES);
    const linesFor = async (question: string) =>
      (await candidatesFor(question, { maker: together, knowledge })).map(shown).join();
    expect(await linesFor('Add her papers and awards')).toMatch(
      /^Publications and awards:.*Siltwatch is a probe.*Best of Silt/,
    );
    expect(await linesFor('Which papers and articles did she publish?')).toBe('');
  });

  it('begin with what goes on where the newest is asked for', async () => {
    const lists = await listsFor('What is her current project?', ['list-works']);
    const newest = lists.filter(({ maker }) => maker === 'list-latest');
    expect(newest.map(({ lines }) => lines.join())).toEqual(['Delta is a model of a delta.']);
  });

  it('are of works whose records link what is asked for', async () => {
    const lists = await listsFor('Which papers come with a video?', ['list-works']);
    const linked = lists.filter(({ maker }) => maker === 'list-linked');
    expect(linked.map(({ statements }) => statements.length)).toContain(2);
    expect(linked.flatMap(({ lines }) => lines).join()).not.toContain('Ice');
  });

  it('are of works with a video where talks are asked for and there is no record of one', async () => {
    const lists = await listsFor('Are there videos of her talks?', ['list-talks']);
    const linked = lists.find(({ maker }) => maker === 'list-linked');
    expect(linked?.lines.join()).toContain('https://wren.example/beds.mp4');
    expect(linked?.gives).toContain('list-talks');
    const abstract = await listsFor('Write the abstract of a talk.', ['list-talks']);
    expect(abstract.some(({ maker }) => maker === 'list-linked')).toBe(false);
  });
});
