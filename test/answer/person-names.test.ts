import { expect, it } from 'vitest';
import { buildNameIndex } from '../../src/answer/names.ts';
import { sourceOf } from '../support/corpus.ts';

const names = buildNameIndex(
  [
    sourceOf({ id: 'ada', kind: 'person', title: 'Ada Quill' }),
    sourceOf({ id: 'lamp', title: 'Lamp', people: ['Jürgen Köstler', 'Ada Quill'] }),
    sourceOf({ id: 'wick', title: 'Wick', people: ['Anne-Lise Févre', 'Ada Quill'] }),
  ],
  () => true,
);

it.each<[string, string, string[]]>([
  ['Which paper is by J. Köstler?', 'person', ['lamp']],
  ['What did A.-L. Févre write?', 'person', ['wick']],
  ['What did Jürgen Köstler write?', 'person', ['lamp']],
  ['What did Köstler write?', 'person', ['lamp']],
  ['What did Professor Köstler write?', 'person', ['lamp']],
  ['What did M. Köstler write?', 'person', []],
  ['What did Hans Köstler write?', 'person', []],
  ['What did A. Quill write?', 'owner', ['ada']],
  ['What did R. Quill write?', 'person', []],
])('%s names a %s', (question, type, sourceIds) => {
  const found = names.find(question).filter((mention) => mention.type === type);
  expect(found.map((mention) => mention.sourceIds)).toEqual([sourceIds]);
});
