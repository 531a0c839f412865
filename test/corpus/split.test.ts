import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withFacts } from '../../src/corpus/facts.ts';
import { PASSAGE_LENGTH, splitSource } from '../../src/corpus/split.ts';
import { sourceOf } from '../support/corpus.ts';

const split = async (body: string) =>
  (await splitSource(sourceOf({ body }))).map(({ headings, text }) => ({ headings, text }));

describe('splitSource', () => {
  it('knows the headings above each passage', async () => {
    expect(await split('Intro.\n\n# A\n\nIn A.\n\n## B ##\n\nIn B.\n\n# C\n\nIn C.')).toEqual([
      { headings: [], text: 'Intro.' },
      { headings: ['A'], text: 'In A.' },
      { headings: ['A', 'B'], text: 'In B.' },
      { headings: ['C'], text: 'In C.' },
    ]);
  });

  it.each(['```', '~~~~'])('takes a "#" in code fenced by %s for a comment', async (fence) => {
    const [passage, ...others] = await split(`# A\n\n${fence}sh\n# make it\nmake\n${fence}\nDone.`);
    expect(others).toEqual([]);
    expect(passage?.headings).toEqual(['A']);
    expect(passage?.text).toContain('# make it');
  });

  it('finds headings again below the fence', async () => {
    expect(await split('```\n# no\n```\n# Yes\ntext')).toEqual([
      { headings: [], text: '```\n# no\n```' },
      { headings: ['Yes'], text: 'text' },
    ]);
  });

  it('makes passages of headings that have nothing below them', async () => {
    expect(await split('# Papers\n## Hindsight\n## Retro #')).toEqual([
      { headings: ['Papers'], text: 'Hindsight' },
      { headings: ['Papers'], text: 'Retro' },
    ]);
  });

  it('keeps a derived fact one sentence, whatever its title ends with', async () => {
    const source = withFacts(
      sourceOf({ fullTitle: 'Why? Because. So!', venue: 'NSDI', year: 2023, people: ['A B'] }),
    );
    const told = (await splitSource(source)).flatMap(({ text, sentences }) =>
      sentences.flatMap(({ start, end, facet }) =>
        facet ? [[facet, text.slice(start, end)]] : [],
      ),
    );
    expect(told).toEqual([
      ['publication', 'Hindsight was published as “Why? Because. So!” (NSDI 2023).'],
      ['people', 'The author of Hindsight is A B.'],
    ]);
  });

  const anyText = fc
    .array(
      fc.oneof(
        { weight: 3, arbitrary: fc.lorem({ mode: 'sentences', maxCount: 12 }) },
        { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 60 }) },
        fc.constantFrom('# One', '## Two', '```', '~~~', '- item', '', '   ', '😀'.repeat(700)),
      ),
      { maxLength: 30 },
    )
    .map((lines) => lines.join('\n'));

  it('covers any text but headings and white space, in order, with exact offsets', async () => {
    await fc.assert(
      fc.asyncProperty(anyText, async (body) => {
        let last = 0;
        for (const { start, end, text } of await splitSource(sourceOf({ body }))) {
          expect(start).toBeGreaterThanOrEqual(last);
          expect(body.slice(start, end)).toBe(text);
          expect(text).toBe(text.trim());
          expect(text).not.toBe('');
          expect(text.length).toBeLessThanOrEqual(PASSAGE_LENGTH);
          expect(body.slice(last, start)).toMatch(/^(?:\s*#.*|\s*)*$/);
          last = end;
        }
        expect(body.slice(last)).toMatch(/^(?:\s*#.*|\s*)*$/);
      }),
    );
  });

  it('never cuts a character in two', async () => {
    const passages = await split('😀'.repeat(2000));
    expect(passages.length).toBeGreaterThan(1);
    for (const { text } of passages) expect(text).not.toMatch(/\p{Surrogate}/u);
  });

  it('gives sentences as offsets into the text, in order, that cover it', async () => {
    await fc.assert(
      fc.asyncProperty(anyText, async (body) => {
        for (const { text, sentences } of await splitSource(sourceOf({ body }))) {
          // A heading by itself is found, and never quoted.
          if (sentences.length === 0) continue;
          let last = 0;
          for (const { start, end } of sentences) {
            expect(start).toBeGreaterThanOrEqual(last);
            expect(end).toBeGreaterThan(start);
            expect(text.slice(last, start)).toMatch(/^(?:\s|[-*+•]|\d{1,3}[.)]|[`~]{3}.*)*$/u);
            last = end;
          }
          expect(text.slice(last)).toMatch(/^(?:\s|[-*+•]|\d{1,3}[.)]|[`~]{3}.*)*$/u);
        }
      }),
    );
  });
});
