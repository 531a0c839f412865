import { beforeEach, describe, expect, it } from 'vitest';
import { supplemented } from '../../../src/answer/choose/supplement.ts';
import type { Knowledge } from '../../../src/answer/knowledge.ts';
import { list } from '../../../src/answer/makers/list.ts';
import { prose } from '../../../src/answer/makers/prose.ts';
import { sentencesOf } from '../../../src/answer/makers/say.ts';
import { quoted } from '../../../src/answer/statement.ts';
import type { Candidate } from '../../../src/answer/types.ts';
import { candidatesFor, knowledgeOf, shown } from '../../support/candidates.ts';

const SENTENCES = [
  'Siltwatch is a probe for silt.',
  'The probe was tested in nine rivers.',
  'A battery drives it.',
  'It failed where the river was frozen.',
] as const;
const FILES = {
  'wren.md': '---\nkind: person\ntitle: Ida Wren\nid: wren\n---\n\nIda Wren measures rivers.',
  'siltwatch.md': `---\nid: siltwatch\nkind: project\ntitle: Siltwatch\npeople: [Ida Wren]\nvenue: Silt\nyear: 2020\n---\n\n${SENTENCES.join(' ')}`,
  'beds.md': `---\nid: beds\nkind: page\ntitle: Old Beds\n---\n\nOld Beds maps a river.\n\n${Array.from({ length: 30 }, (_, i) => `Map ${i} is full of words.`).join(' ')}`,
};

let knowledge: Knowledge;
let candidate: Candidate;
beforeEach(async () => {
  knowledge = await knowledgeOf(FILES);
  const [first] = await candidatesFor('Was Siltwatch tested?', { maker: prose, knowledge });
  if (!first) throw new Error('No prose.');
  candidate = first;
});

/** A candidate of some sentences of a source. */
function of(id: string, ...indexes: number[]): Candidate {
  const source = knowledge.source(id);
  if (!source) throw new Error(id);
  const all = sentencesOf(knowledge, source);
  const statements = indexes.flatMap((i) => {
    const one = all[i];
    return one ? [quoted(source, one.passage, one.sentence)] : [];
  });
  return { ...candidate, statements };
}

describe('an answer between two passages', () => {
  it('says what both say, once, in the order of the text', () => {
    const both = supplemented(of('siltwatch', 1, 3), of('siltwatch', 0, 1));
    expect(shown(both)).toEqual([SENTENCES[0], SENTENCES[1], SENTENCES[3]]);
  });

  it('is one passage where the other is about something else', () => {
    const best = of('siltwatch', 3);
    expect(supplemented(best, of('beds', 0))).toBe(best);
  });

  it('adds two sentences at most, and none to an answer that is long', () => {
    expect(supplemented(of('siltwatch', 3), of('siltwatch', 0, 1, 2)).statements).toHaveLength(3);
    const long = of('beds', ...Array.from({ length: 25 }, (_, i) => i + 1));
    expect(supplemented(long, of('siltwatch', 0))).toEqual(long);
  });

  it('is one record, or those of two things that may be meant', () => {
    const record = { ...of('siltwatch', 1), isComplete: true };
    expect(supplemented(record, of('siltwatch', 0))).toBe(record);
    const other = { ...of('beds', 0), isComplete: true };
    expect(shown(supplemented(record, other))).toEqual([SENTENCES[1], 'Old Beds maps a river.']);
  });

  it('leaves lists and other readings alone', async () => {
    const [works] = await candidatesFor('List her publications.', { maker: list, knowledge });
    const best = of('siltwatch', 1);
    expect(works && supplemented(best, works)).toBe(best);
    const reading = { ...candidate.reading, question: 'Were the maps tested?' };
    expect(supplemented(best, { ...of('beds', 0), reading })).toBe(best);
  });
});
