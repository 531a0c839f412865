import { expect } from 'vitest';
import type { Answer, AnswerEvent, Conversation, Service } from '../../src/domain.ts';

export interface Reply {
  readonly answer: Answer;
  readonly events: readonly AnswerEvent[];
}

/** Asks, and checks what every answer promises. */
export async function ask(
  service: Service,
  question: string,
  history: Conversation = [],
  signal: AbortSignal = new AbortController().signal,
): Promise<Reply> {
  const events: AnswerEvent[] = [];
  for await (const event of service.ask({ question, history }, signal)) events.push(event);
  const last = events.at(-1);
  if (last?.type !== 'end') throw new Error('The answer has no end');
  const reply = { answer: last.answer, events };
  expectSound(service, reply);
  return reply;
}

/** "Text [1][2]." → [1, 2] */
export function markersOf(text: string): number[] {
  return [...text.matchAll(/\[(\d+)\]/g)].map((match) => Number(match[1]));
}

/** The text without its markers. */
export function unmarked(text: string): string {
  return text.replace(/ ?\[\d+\]/g, '');
}

/**
 * One end; the pieces of text are the answer; each citation is announced once, before the text
 * that uses it, numbered upward in order of appearance, used, and verbatim; a refusal has none.
 * A number in brackets that is no citation stands in a quote.
 */
export function expectSound(service: Service, { answer, events }: Reply): void {
  expect(events.filter(({ type }) => type === 'end')).toHaveLength(1);
  let text = '';
  const announced: number[] = [];
  for (const event of events) {
    if (event.type === 'citation') announced.push(event.citation.index);
    if (event.type !== 'text-delta') continue;
    text += event.text;
    for (const marker of markersOf(event.text)) {
      const isQuoted = answer.citations.some(({ quote }) => quote.includes(`[${marker}]`));
      if (!isQuoted) expect(announced).toContain(marker);
    }
  }
  expect(text).toBe(answer.answer);
  expect(announced).toEqual(answer.citations.map(({ index }) => index));
  expect(announced).toEqual([...announced].sort((a, b) => a - b));
  expect(markersOf(answer.answer)).toEqual(expect.arrayContaining(announced));
  for (const { sourceId, start, end, quote, passageId } of answer.citations) {
    const source = service.sources.find(({ id }) => id === sourceId);
    expect(source?.body.slice(start, end)).toBe(quote);
    expect(quote.trim()).not.toBe('');
    expect(passageId.startsWith(`${sourceId}#`)).toBe(true);
  }
  if (answer.status === 'answered') expect(answer).not.toHaveProperty('reason');
  else expect(answer).toMatchObject({ citations: [], reason: expect.any(String) });
}
