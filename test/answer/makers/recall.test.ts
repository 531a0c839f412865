import { beforeEach, describe, expect, it } from 'vitest';
import { gather } from '../../../src/answer/evidence.ts';
import type { Knowledge } from '../../../src/answer/knowledge.ts';
import { citation } from '../../../src/answer/makers/citation.ts';
import { recall } from '../../../src/answer/makers/recall.ts';
import { withUnseen } from '../../../src/answer/makers/unseen.ts';
import { remember } from '../../../src/answer/memory.ts';
import { resolve } from '../../../src/answer/resolve/resolve.ts';
import type { Act, Candidate, Maker, Want } from '../../../src/answer/types.ts';
import { knowledgeOf, shown } from '../../support/candidates.ts';
import { LANTERN } from '../../support/lantern.ts';

let knowledge: Knowledge;
beforeEach(async () => {
  knowledge = await knowledgeOf(LANTERN);
});

const WHAT = 'Lantern is a framework for distributed tracing that keeps spans in ring buffers.';
const DROPS = 'Lantern does not drop rare requests.';
const COPIES = 'Lantern stores three copies of each span before a trigger fires.';
const HERON = 'Heron is a scheduler for batch jobs.';

/** What a maker proposes after these replies to a message that does this. */
async function proposed(
  maker: Maker,
  act: Act,
  replies: readonly string[],
  want?: Want,
): Promise<Candidate[]> {
  const history = replies.flatMap((content) => [
    { role: 'user' as const, content: 'What is Lantern?' },
    { role: 'assistant' as const, content },
  ]);
  const request = {
    text: 'And now?',
    acts: new Map([[act, 1]]),
    wants: new Map(want ? [[want, 1]] : []),
    joined: [],
  };
  const base = { ...request, text: 'What is Lantern?' };
  const memory = remember(history, knowledge);
  const readings = resolve(request, { context: '', history, base, memory }, knowledge);
  const made = readings.map(async (reading) =>
    maker(await gather(reading, null, memory, knowledge), knowledge),
  );
  return (await Promise.all(made)).flat();
}

describe('what was shown is told again', () => {
  it.each([
    ['repeat', [WHAT, DROPS]],
    ['check', ['Here is where the profile says so:', WHAT, DROPS]],
    ['shorten', [WHAT]],
  ] as const)('on %s', async (act, expected) => {
    expect((await proposed(recall, act, [`${WHAT} ${DROPS}`])).map(shown)).toContainEqual(expected);
  });

  it('in short, a sentence of each reply in their order', async () => {
    const all = (await proposed(recall, 'summarize', [`${WHAT} ${DROPS}`, HERON])).map(shown);
    expect(all).toEqual([['In short, what I told you:', `- ${WHAT}`, `- ${HERON}`]]);
  });
});

describe('what is told besides of the same thing', () => {
  it.each(['continue', 'deepen', 'simplify'] as const)('is new on %s', async (act) => {
    const all = await proposed(recall, act, [`${WHAT} ${DROPS}`]);
    expect(all.length).toBeGreaterThan(0);
    for (const { statements } of all) {
      expect(statements.map(({ text }) => text)).not.toContain(WHAT);
      expect(statements.every(({ quotes }) => quotes[0]?.source.id === 'lantern')).toBe(true);
    }
  });

  it('goes on in the order of the text', async () => {
    const [next] = await proposed(recall, 'continue', [`${WHAT} ${DROPS}`]);
    expect(shown(next as Candidate)).toEqual([
      COPIES,
      'Lantern grew out of a workshop in 2017.',
      'Bo Lind wrote the first prototype of Lantern in Rust.',
    ]);
  });

  it('is nothing where nothing was shown', async () => {
    expect(await proposed(recall, 'continue', ['Hello!'])).toEqual([]);
  });
});

describe('the rest of a list that stands in a text', () => {
  const TALKS = `# Talks

- A river in a bottle, told to schools
- The sound of gravel, an evening lecture
- Maps that lie, at the library`;

  it('is what was not told of it', async () => {
    knowledge = await knowledgeOf({ 'talks.md': TALKS });
    const told = ['- The sound of gravel, an evening lecture'];
    const all = (await proposed(recall, 'rest', told)).map(shown);
    expect(all).toContainEqual([
      'The other 2:',
      '- A river in a bottle, told to schools',
      '- Maps that lie, at the library',
    ]);
  });
});

describe('a candidate that was shown in part', () => {
  const statementsOf = (...texts: string[]) =>
    texts.flatMap((text) => knowledge.locate(text) ?? []).map((one) => ({ ...one, isItem: true }));
  const candidate = (statements: Candidate['statements'], more?: Candidate['statements']) =>
    ({
      maker: 'list',
      lead: '3 things:',
      reading: { way: 'again' },
      statements,
      more,
    }) as unknown as Candidate;
  const memory = () => remember([{ role: 'assistant', content: WHAT }], knowledge);

  it('has one beside it that has the rest', () => {
    const list = candidate(statementsOf(WHAT, DROPS), statementsOf(COPIES));
    const [whole, rest] = withUnseen([list], memory());
    expect(whole).toBe(list);
    expect(shown(rest as Candidate)).toEqual(['The other 2:', `- ${DROPS}`, `- ${COPIES}`]);
  });

  it('stays alone where all of it or none of it was shown', () => {
    const lists = [candidate(statementsOf(WHAT)), candidate(statementsOf(DROPS))];
    expect(withUnseen(lists, memory())).toEqual(lists);
  });
});

describe('a citation', () => {
  it('is of what was shown last where nothing is named', async () => {
    const [bibtex] = (await proposed(citation, 'ask', [WHAT], 'citation')).map(shown);
    expect(bibtex?.[0]).toMatch(/^Here is the BibTeX:\n\n```bibtex\n@inproceedings\{/);
    expect(bibtex?.[0]).toContain('author = {Quill, Ada and Lind, Bo}');
    expect(bibtex?.[1]).toBe('Lantern was published (NSDI 2021).');
  });
});
