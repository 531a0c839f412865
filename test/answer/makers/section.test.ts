import { describe, expect, it } from 'vitest';
import { section } from '../../../src/answer/makers/section.ts';
import { candidatesFor, knowledgeOf, shown } from '../../support/candidates.ts';

const LONG = Array.from({ length: 20 }, (_, i) => `Fact number ${i} of the delta is told here.`);
const PAGE = `# Mira Sollender

## Siltwatch

Siltwatch is a probe for silt. It sinks by itself. It cannot be used in frozen rivers.

## Old Beds

Old Beds maps where rivers ran. It uses drills.

## Languages

Swedish and Czech.

## Delta

${LONG.join(' ')}

## Open problems

Why do rivers turn? I have a guess but no proof.
`;

async function proposed(question: string): Promise<string[][]> {
  const knowledge = await knowledgeOf({ 'home.md': PAGE });
  return (await candidatesFor(question, { maker: section, knowledge })).map(shown);
}

describe('sections', () => {
  it('are proposed whole where they are short', async () => {
    expect(await proposed('What are the weak points of Siltwatch?')).toContainEqual([
      'Siltwatch is a probe for silt.',
      'It sinks by itself.',
      'It cannot be used in frozen rivers.',
    ]);
  });

  it('are proposed in two parts where they are long', async () => {
    const found = (await proposed('What is known of the delta?')).filter(([first]) =>
      first?.startsWith('Fact'),
    );
    expect(found.map((texts) => texts[0])).toEqual([LONG[0], expect.any(String)]);
    expect(found.map((texts) => texts.at(-1))).toEqual([expect.any(String), LONG.at(-1)]);
    for (const texts of found) expect(texts.length).toBeLessThan(LONG.length);
  });

  it('of one sentence are proposed where their heading is asked for', async () => {
    expect(await proposed('Which languages does she know?')).toContainEqual(['Swedish and Czech.']);
  });

  it('are put beside each other where a question names several', async () => {
    expect(await proposed('Compare Siltwatch with Old Beds')).toContainEqual([
      ...['Siltwatch is a probe for silt.', 'It sinks by itself.'],
      ...['Old Beds maps where rivers ran.', 'It uses drills.'],
    ]);
  });

  it('show the question that a sentence answers', async () => {
    expect(await proposed('What are open problems?')).toContainEqual([
      'Why do rivers turn? I have a guess but no proof.',
    ]);
  });
});
