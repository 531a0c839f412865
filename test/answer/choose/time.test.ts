import { beforeEach, describe, expect, it } from 'vitest';
import { timeFit } from '../../../src/answer/choose/time.ts';
import type { Knowledge } from '../../../src/answer/knowledge.ts';
import { career } from '../../../src/answer/makers/career.ts';
import { candidatesFor, knowledgeOf } from '../../support/candidates.ts';

const stage = (id: string, title: string, fields: string) =>
  `---\nid: ${id}\nkind: position\ntitle: ${title}\n${fields}\n---\n\nWren measured rivers at the ${title}.\n`;
const FILES = {
  'wren.md': '---\nid: wren\nkind: person\ntitle: Ida Wren\n---\n\nIda Wren measures rivers.\n',
  'first.md': stage('first', 'Silt Office', 'start: "2005"\nend: "2010"'),
  'second.md': stage('second', 'Delta School', 'start: "2010"\nend: "2018"'),
  'third.md': stage('third', 'River House', 'start: "2018"\nasOf: "2026-01"'),
};

let knowledge: Knowledge;
beforeEach(async () => {
  knowledge = await knowledgeOf(FILES);
});

/** What is told at this fit of a question. */
async function toldAt(fit: number, question: string): Promise<string[]> {
  const all = await candidatesFor(question, { maker: career, knowledge });
  const fitting = all.filter((candidate) => timeFit(candidate, knowledge) === fit);
  return fitting.map(({ statements }) => statements.map(({ text }) => text).join(' '));
}

describe('the time of a career that a question asks for', () => {
  it.each([
    ['Where does she work now?', /River House/, /Silt Office/],
    ['Where did she work before?', /Silt Office/, /River House/],
    ['Where was she before the Delta School?', /Silt Office/, /Delta School|River House/],
    ['What came after the Silt Office?', /Delta School/, /Silt Office/],
  ])('%s', async (question, told, untold) => {
    const fitting = await toldAt(1, question);
    expect(fitting.join('\n')).toMatch(told);
    expect(fitting.join('\n')).not.toMatch(untold);
  });

  it('speaks against what tells of another time', async () => {
    expect((await toldAt(-1, 'Where did she work before?')).join('\n')).toMatch(/River House/);
  });

  it('is none in most questions', async () => {
    expect(await toldAt(1, 'Where does she measure rivers?')).toEqual([]);
    expect(await toldAt(-1, 'Where does she measure rivers?')).toEqual([]);
  });
});
