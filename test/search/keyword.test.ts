import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildKeywordData, openKeywordIndex } from '../../src/search/keyword.ts';
import { contentStems } from '../../src/text/words.ts';

const open = (texts: readonly string[]) => openKeywordIndex(buildKeywordData(texts));
const ids = (texts: readonly string[], query: string, limit = 10) =>
  open(texts)
    .search(query, limit)
    .map((match) => match.id);

/** BM25 as its definition has it, over every text. */
function bm25(texts: readonly string[], query: string): { id: number; score: number }[] {
  const documents = texts.map(contentStems);
  const mean = documents.reduce((sum, { length }) => sum + length, 0) / documents.length || 1;
  return documents
    .map((document, id) => {
      const score = contentStems(query).reduce((sum, stem) => {
        const n = documents.filter((other) => other.includes(stem)).length;
        const idf = Math.log(1 + (documents.length - n + 0.5) / (n + 0.5));
        const f = document.filter((other) => other === stem).length;
        const k = 1.2 * (1 - 0.75 + (0.75 * document.length) / mean);
        return sum + (idf * f * 2.2) / (f + k);
      }, 0);
      return { id, score };
    })
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || a.id - b.id);
}

describe('keyword search', () => {
  it.each([
    ['Wer hat über Lampen geschrieben?', 'Sie untersucht die Lampe und ihr Licht.'],
    ['Quelles lampes sont dans le musée?', 'Elle étudie la lampe de la ville.'],
    ['¿Qué lámparas estudia?', 'Ella estudia la lámpara de la torre.'],
    ['哪些灯塔研究光学？', '她研究灯塔的光学。'],
    ['Who wrote Das Licht der Lampen?', 'Das Licht der Lampen ist ein Buch von Ada Quill.'],
  ])('finds for %s what is in its language: %s', (query, text) => {
    expect(ids(['A museum has many towers.', text, 'Elle habite en ville.'], query)[0]).toBe(1);
  });

  it('scores as BM25 is defined, for any texts and query', () => {
    const words = fc.array(
      fc.constantFrom(
        'trace',
        'traces',
        'sampling',
        'the',
        'cloud',
        '2015',
        'Schäfer',
        'constructor',
      ),
      { maxLength: 12 },
    );
    const text = words.map((list) => list.join(' '));
    fc.assert(
      fc.property(fc.array(text, { maxLength: 30 }), text, fc.nat(12), (texts, query, limit) => {
        const index = open(texts);
        const expected = bm25(texts, query).slice(0, limit);
        // Twice: a search leaves nothing behind.
        for (const matches of [index.search(query, limit), index.search(query, limit)]) {
          expect(matches.map(({ score }) => score.toFixed(9))).toEqual(
            expected.map(({ score }) => score.toFixed(9)),
          );
          for (const { coverage } of matches) expect(coverage).toSatisfy((c) => c > 0 && c <= 1);
        }
      }),
    );
  });

  it('prefers the rarer word, because it tells more', () => {
    expect(
      ids(['tracing clouds', 'tracing baggage', 'tracing logs', 'clouds'], 'clouds baggage')[0],
    ).toBe(1);
  });

  it('prefers the shorter of two texts that have the word once', () => {
    expect(ids(['a trace among many other words of prose', 'a trace'], 'trace')).toEqual([1, 0]);
  });

  it('keeps the order of texts that score alike', () => {
    expect(ids(['same words', 'same words', 'same words'], 'words')).toEqual([0, 1, 2]);
  });

  it('finds a word in its other forms, and names without their diacritics', () => {
    expect(ids(['He traced requests', 'Nicolas Schäfer'], 'tracing')).toEqual([0]);
    expect(ids(['He traced requests', 'Nicolas Schäfer'], 'schafer')).toEqual([1]);
  });

  it('finds nothing for stop words, nothing and unknown words', () => {
    for (const query of ['what is the', '', 'zebra', '!?'])
      expect(ids(['tracing'], query)).toEqual([]);
  });

  it('says how much of the question a text covers', () => {
    const [full, half] = open(['trace cloud', 'trace log']).search('trace cloud', 2);
    expect(full?.coverage).toBe(1);
    expect(half?.coverage).toBeLessThan(0.5);
  });

  it('holds words that objects have by themselves', () => {
    expect(ids(['constructor and toString', 'valueOf'], 'constructor')).toEqual([0]);
    expect(open(['x']).has('constructor')).toBe(false);
  });

  it('writes the same data for the same texts', () => {
    const texts = ['b a 2015 c', 'c 1999 b'];
    expect(JSON.stringify(buildKeywordData(texts))).toBe(JSON.stringify(buildKeywordData(texts)));
  });
});
