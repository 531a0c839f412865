import { expect, it } from 'vitest';
import { questionsAbout } from '../../../scripts/bench/questions.ts';

it('asks as many different questions as are wanted', () => {
  const titles = Array.from({ length: 20 }, (_, i) => `Paper ${i}`);
  const questions = questionsAbout(titles, 500);
  expect(new Set(questions).size).toBe(500);
});

it('comes back to a title only when each has been asked about', () => {
  const titles = ['Lantern', 'Harbor', 'Meadow'];
  const first = questionsAbout(titles, 3);
  expect(titles.every((title) => first.some((question) => question.includes(title)))).toBe(true);
});

it('asks fewer of few titles', () => {
  expect(questionsAbout(['Lantern', 'Harbor'], 100).length).toBeLessThan(100);
  expect(questionsAbout([], 100)).toEqual([]);
});
