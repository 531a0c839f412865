import { describe, expect, it } from 'vitest';
import { subsections } from '../../../src/answer/makers/subsections.ts';
import { candidatesFor, knowledgeOf, shown } from '../../support/candidates.ts';

const FILES = {
  'home.md': '# Mira Sollender\n\nMira Sollender is a geologist.',
  'talks.md':
    '# Talks\n\n## Rivers that turned\n\n- Sediment Days\n- Ostrava, 2018\n\n## Mud as a clock\n\nQuaternary Forum, 2021.',
  'projects/siltwatch.md': '# Siltwatch\n\nA probe that sinks by itself. It is cheap.',
  'projects/old-beds.md': '# Old Beds\n\nMaps of where rivers ran.',
};

async function proposed(question: string): Promise<string[][]> {
  const knowledge = await knowledgeOf(FILES);
  return (await candidatesFor(question, { maker: subsections, knowledge })).map(shown);
}

describe('lists whose items have headings or pages of their own', () => {
  it('are the sections below a heading', async () => {
    expect(await proposed('Which talks were given?')).toEqual([
      [
        'Talks:',
        '- Rivers that turned: Sediment Days; Ostrava, 2018',
        '- Mud as a clock: Quaternary Forum, 2021.',
      ],
    ]);
  });

  it('are the pages of a folder', async () => {
    expect(await proposed('Which projects are there?')).toEqual([
      ['- Old Beds: Maps of where rivers ran.', '- Siltwatch: A probe that sinks by itself.'],
    ]);
  });

  it('are not proposed where no heading or folder is asked for', async () => {
    expect(await proposed('Does she like cheese?')).toEqual([]);
  });
});
