import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readerInputs } from '../../src/models/reader-input.ts';
import { CLS, SEP } from '../../src/models/transformer.ts';

/** A token for each letter. */
const letters = (text: string) => [...text].map((letter) => 1000 + letter.charCodeAt(0));
const passage = (...sentences: string[]) => ({ title: 't', heading: 'h', sentences });

describe('readerInputs', () => {
  it('puts question, title and heading before the sentences, each ended by [SEP]', () => {
    expect(readerInputs('q', passage('ab', 'c'), letters)).toEqual([
      {
        ids: [
          CLS,
          ...letters('q'),
          SEP,
          ...letters('t | h'),
          SEP,
          ...letters('ab'),
          SEP,
          ...letters('c'),
          SEP,
        ],
        types: [0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1],
        ends: [11, 13],
      },
    ]);
  });

  it('leaves out the bar where there is no heading', () => {
    const [input] = readerInputs('q', { ...passage('a'), heading: '' }, letters);
    expect(input?.ids).toEqual([
      CLS,
      ...letters('q'),
      SEP,
      ...letters('t'),
      SEP,
      ...letters('a'),
      SEP,
    ]);
  });

  it('reads what does not fit in a further input, with question and title again', () => {
    const inputs = readerInputs('q', passage('a'.repeat(128), 'b'.repeat(128)), letters);
    expect(inputs.map(({ ends }) => ends.length)).toEqual([1, 1]);
    expect(inputs[1]?.ids.slice(0, 9)).toEqual(inputs[0]?.ids.slice(0, 9));
  });

  it('gives each sentence one end, in order, in inputs of at most 256 tokens', () => {
    const text = fc.string({ maxLength: 300 });
    fc.assert(
      fc.property(
        text,
        text,
        text,
        fc.array(text, { maxLength: 12 }),
        (question, title, heading, sentences) => {
          const inputs = readerInputs(question, { title, heading, sentences }, letters);
          const read = inputs.flatMap(({ ids, types, ends }) => {
            expect(ids.length).toBeLessThanOrEqual(256);
            expect(types).toHaveLength(ids.length);
            expect(types.indexOf(1)).toBe(ids.indexOf(SEP) + 1);
            return ends.map((end, index) => {
              expect(ids[end]).toBe(SEP);
              const start = ends[index - 1] ?? ids.lastIndexOf(SEP, (ends[0] ?? 0) - 1);
              return ids.slice(start + 1, end);
            });
          });
          expect(read).toEqual(sentences.map((sentence) => letters(sentence).slice(0, 128)));
        },
      ),
    );
  });
});
