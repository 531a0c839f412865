import { describe, expect, it } from 'vitest';
import { items } from '../../../src/answer/makers/items.ts';
import type { Want } from '../../../src/answer/types.ts';
import { candidatesFor, knowledgeOf, shown } from '../../support/candidates.ts';

const PAGE = `# Mira Sollender

Mira Sollender is a geologist at the University of Vardal.

## Publications

- M. Sollender, E. Hornik. "Rivers that turned". Sediment Letters 4, 2018.
- M. Sollender. "Who moved the mud?" Quaternary Notes 9, 2021.
- E. Hornik, M. Sollender. "A clock made of silt". Sediment Letters 7, 2021.

## Degrees

- PhD in Geology, University of Vardal, 2009
  - Supervisor: Ole Brandt
- MSc in Physics, Ostrava, 2005

## Languages

- Swedish
- Czech
`;

async function proposed(question: string, wants: Want[] = []): Promise<string[][]> {
  const knowledge = await knowledgeOf({ 'home.md': PAGE });
  return (await candidatesFor(question, { maker: items, knowledge, wants })).map(shown);
}

const RIVERS = '- M. Sollender, E. Hornik. "Rivers that turned". Sediment Letters 4, 2018.';
const MUD = '- M. Sollender. "Who moved the mud?" Quaternary Notes 9, 2021.';
const CLOCK = '- E. Hornik, M. Sollender. "A clock made of silt". Sediment Letters 7, 2021.';

describe('lists in the text', () => {
  it('are proposed whole, each item with all its sentences, a title that asks included', async () => {
    expect(await proposed('Which publications are there?')).toContainEqual([
      'Publications:',
      RIVERS,
      MUD,
      CLOCK,
    ]);
  });

  it('are limited to a year', async () => {
    expect(await proposed('Which publications appeared in 2021?')).toContainEqual([
      'Publications:',
      MUD,
      CLOCK,
    ]);
  });

  it('are limited to a person whose first name the items shorten', async () => {
    expect(await proposed('Which publications are with Eva Hornik?')).toContainEqual([
      'Publications:',
      RIVERS,
      CLOCK,
    ]);
  });

  it('are limited to the items that have most words of the question', async () => {
    expect(await proposed('which publications were in sediment letters?')).toContainEqual([
      'Publications:',
      RIVERS,
      CLOCK,
    ]);
  });

  it('tell their number where it is asked for', async () => {
    const [lead] = (await proposed('How many publications are there?', ['count']))[0] ?? [];
    expect(lead).toBe('Publications (3):');
  });

  it('are found by what is wanted, whatever the words', async () => {
    expect(await proposed('What can she speak?', ['language'])).toContainEqual([
      'Languages:',
      '- Swedish',
      '- Czech',
    ]);
  });

  it('give a single item with what stands below it', async () => {
    expect(await proposed('Who was the supervisor?')).toContainEqual([
      'Degrees:',
      '- PhD in Geology, University of Vardal, 2009; Supervisor: Ole Brandt',
    ]);
  });

  it('quote what they say', async () => {
    const knowledge = await knowledgeOf({ 'home.md': PAGE });
    const candidates = await candidatesFor('Which publications?', { maker: items, knowledge });
    const statements = candidates.flatMap((one) => one.statements);
    expect(statements.length).toBeGreaterThan(0);
    for (const { text, quotes } of statements) {
      const words = quotes.map(({ passage, start, end }) => passage.text.slice(start, end));
      expect(words.join(' ').match(/\w+/g)).toEqual(text.match(/\w+/g));
    }
  });

  it('stay one item where passages divide it', async () => {
    const long = Array.from({ length: 30 }, (_, i) => `- Paper ${i}, on mud. Part ${i} of it.`);
    const knowledge = await knowledgeOf({ 'home.md': `# Mira\n\n## Papers\n\n${long.join('\n')}` });
    const candidates = await candidatesFor('Which papers?', { maker: items, knowledge });
    expect(candidates.map(shown)).toContainEqual([
      'Papers (30):',
      ...Array.from({ length: 12 }, (_, i) => `- Paper ${i}, on mud. Part ${i} of it.`),
    ]);
  });

  it('are the row of a table that is asked for, and no other', async () => {
    const table = '| Dig | Trenches |\n|---|---|\n| Nordwarf | 31 |\n| Brackenfell | 17 |\n';
    const knowledge = await knowledgeOf({ 'digs.md': `# Digs\n\n${table}` });
    const all = await candidatesFor('How many trenches did Brackenfell have?', {
      maker: items,
      knowledge,
    });
    expect(all.map(shown)).toContainEqual(['Digs:', '- Dig: Brackenfell; Trenches: 17.']);
    expect(all.map(shown).filter((lines) => lines.length > 2)).toEqual([]);
    const whole = await candidatesFor('Which digs are there?', { maker: items, knowledge });
    expect(whole.map(shown).some((lines) => lines.length === 3)).toBe(true);
  });
});
