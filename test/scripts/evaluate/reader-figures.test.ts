import { expect, it } from 'vitest';
import { readerFigures } from '../../../scripts/evaluate/reader-figures.ts';

const caseOf = (set: string, ...answers: number[]) => ({
  set,
  question: 'q',
  title: 't',
  sentences: ['a', 'b', 'c'],
  answers,
});

it('tells of each set how often the best sentence is right, and how well its logit separates', () => {
  const cases = [
    caseOf('one', 1),
    caseOf('one', 0, 2),
    caseOf('one'),
    caseOf('one'),
    caseOf('two', 0),
  ];
  const logits = [
    [0, 3, 1],
    [1, 2, 0],
    [1, 2, 0],
    [-1, -2, -3],
    [-5, -6, -7],
  ];
  expect(readerFigures(cases, logits)).toEqual([
    // 3 is above 2 and -1; 2 ties with 2 and is above -1.
    { set: 'one', answered: 2, rightFirst: 0.5, unanswered: 2, auc: 3.5 / 4 },
    { set: 'two', answered: 1, rightFirst: 1, unanswered: 0, auc: Number.NaN },
  ]);
});
