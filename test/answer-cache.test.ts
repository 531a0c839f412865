import { describe, expect, it } from 'vitest';
import { withAnswerCache } from '../src/answer-cache.ts';
import type { Answer, ChatRequest, Service } from '../src/domain.ts';
import { answerTo, citation, fakeService } from './http/fake-service.ts';
import { ask } from './support/answers.ts';

/** A service that says how often it was asked. */
function start(max = 10, given: Partial<Answer> = {}) {
  const asked: ChatRequest[] = [];
  const service: Service = {
    ...fakeService(),
    async *ask(request) {
      asked.push(request);
      const answer = `${request.question} ${asked.length} times. [1]`;
      yield { type: 'citation', citation };
      yield { type: 'text-delta', text: answer };
      const id = `answer-${asked.length}`;
      yield { type: 'end', answer: { ...answerTo(request.question), answer, id, ...given } };
    },
  };
  return { asked, service: withAnswerCache(service, max) };
}

describe('withAnswerCache', () => {
  it('gives an answer again, event by event, with an id of its own', async () => {
    const { service, asked } = start();
    const [first, second] = [await ask(service, 'Why?'), await ask(service, 'Why?')];
    expect(asked).toHaveLength(1);
    expect(second.answer).toEqual({ ...first.answer, id: expect.any(String) });
    expect(second.answer.id).not.toBe(first.answer.id);
    expect(second.events.map(({ type }) => type)).toEqual(['citation', 'text-delta', 'end']);
  });

  it('tells questions apart by the conversation before them', async () => {
    const { service, asked } = start();
    const history = [{ role: 'user', content: 'What is Lantern?' }] as const;
    await ask(service, 'Why?');
    await ask(service, 'Why?', history);
    await ask(service, 'Why?', history);
    expect(asked).toHaveLength(2);
  });

  it('keeps no answer that a model should have written', async () => {
    const { service, asked } = start(10, { fallback: 'timeout' });
    await ask(service, 'Why?');
    await ask(service, 'Why?');
    expect(asked).toHaveLength(2);
  });

  it('keeps no answer that a visitor did not wait for', async () => {
    const { service, asked } = start();
    for await (const _ of service.ask(
      { question: 'Why?', history: [] },
      new AbortController().signal,
    ))
      break;
    await ask(service, 'Why?');
    expect(asked).toHaveLength(2);
  });

  it('forgets the answer that was given longest ago', async () => {
    const { service, asked } = start(2);
    for (const question of ['a', 'b', 'a', 'c', 'a', 'b']) await ask(service, question);
    expect(asked.map(({ question }) => question)).toEqual(['a', 'b', 'c', 'b']);
  });

  it('is nothing at all where no answers are kept', async () => {
    const { service, asked } = start(0);
    await ask(service, 'Why?');
    await ask(service, 'Why?');
    expect(asked).toHaveLength(2);
  });
});
