import { expect, test } from 'vitest';
import { readCorpus } from '../../src/corpus/read.ts';
import { corpusOf } from '../support/corpus.ts';

test('people are shown as sentences have them, and what the file tells of their parts is kept', async () => {
  const written = ['{Tidewater Labs}', 'Ruiz Oliva, Pilar', 'Otto Rask'];
  const corpus = await corpusOf({
    'tide.md': `---\nid: tide\nkind: paper\ntitle: Tide\npeople: ${JSON.stringify(written)}\nyear: 2020\n---\nTide is a study.\n`,
  });
  const [source] = await readCorpus(corpus);
  expect(source?.people).toEqual(['Tidewater Labs', 'Pilar Ruiz Oliva', 'Otto Rask']);
  expect(source?.writtenNames).toEqual(written);
});
