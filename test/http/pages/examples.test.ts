import { afterAll, beforeAll, expect, it } from 'vitest';
import { exampleQuestions } from '../../../src/http/pages/examples.ts';
import { PAGES } from '../../../src/language/en/templates/pages.ts';
import { ask } from '../../support/answers.ts';
import { openProfileService } from '../../support/profile-index.ts';

let service: Awaited<ReturnType<typeof openProfileService>>;
beforeAll(async () => {
  service = await openProfileService();
}, 180_000);
afterAll(() => service?.close());

it('proposes questions that are answered', async () => {
  const questions = [...exampleQuestions(service, PAGES).text.matchAll(/value="([^"]+)"/g)].map(
    ([, question = '']) => question,
  );
  expect(questions.length).toBeGreaterThan(5);
  const declined: string[] = [];
  for (const question of questions) {
    const { answer } = await ask(service, question);
    if (answer.status !== 'answered') declined.push(question);
  }
  expect(declined).toEqual([]);
});
