import { describe, expect, it } from 'vitest';
import { factsOf, withFacts } from '../../src/corpus/facts.ts';
import { sourceOf } from '../support/corpus.ts';

const texts = (fields: Parameters<typeof sourceOf>[0]) =>
  factsOf(sourceOf(fields)).map((fact) => fact.text);

describe('factsOf', () => {
  it('tells of a publication in sentences that stand alone', () => {
    expect(
      texts({
        fullTitle: 'The Benefit of Hindsight',
        people: ['Lei Zhang', 'Jonathan Mace'],
        venue: 'NSDI',
        year: 2023,
        pages: '321-339',
        awards: ['Best Paper Award'],
        links: [
          { label: 'Code on GitLab', url: 'https://gitlab.example/h' },
          { label: 'PDF', url: 'https://nsdi.example/h.pdf' },
        ],
      }),
    ).toEqual([
      'Hindsight was published as “The Benefit of Hindsight” (NSDI 2023, pages 321–339).',
      'The authors of Hindsight are Lei Zhang and Jonathan Mace.',
      'Hindsight received the Best Paper Award.',
      'The code of Hindsight is public on GitLab at https://gitlab.example/h.',
      'Pages about Hindsight: PDF, https://nsdi.example/h.pdf.',
    ]);
  });

  it('says who wrote a thesis', () => {
    expect(texts({ kind: 'thesis', title: 'Tracing', people: ['George Sun'], year: 2020 })).toEqual(
      ['George Sun wrote the thesis “Tracing” (2020).'],
    );
  });

  it('says nothing where front matter says nothing', () => {
    const source = sourceOf();
    expect(factsOf(source)).toEqual([]);
    expect(withFacts(source)).toBe(source);
  });
});
