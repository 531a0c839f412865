import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Answer, Source } from '../../src/domain.ts';
import { wordsOf } from '../../src/text/words.ts';
import { ask } from '../support/answers.ts';
import { openProfileService } from '../support/profile-index.ts';

const MAX_ANSWER_LENGTH = 2400;
/** Three sentences at most, or four with what a thing is. */
const MAX_PROSE_WORDS = 140;

let service: Awaited<ReturnType<typeof openProfileService>>;
let told: readonly Source[];

beforeAll(async () => {
  service = await openProfileService();
  told = service.sources.filter(({ kind }) => kind !== 'list');
}, 180_000);
afterAll(() => service?.close());

const flat = (text: string) => text.replace(/\s+/g, ' ').trim();

/** The texts of an answer, each with what its markers quote. */
function quotedTexts({ answer, citations }: Answer): { text: string; quotes: string[] }[] {
  const parts = answer.split(/ ((?:\[\d+\])+)/);
  const texts = parts.filter((_, i) => i % 2 === 0);
  return texts.slice(0, -1).map((text, i) => ({
    // Behind a marker stands what ends its sentence; before a list what it is a list of.
    text: flat(
      text
        .replace(/^[.!?:]?\s*/, '')
        .replace(/^[^.[\]]*:\s*(?=- )/, '')
        .replace(/^- /, ''),
    ),
    quotes: [...(parts[2 * i + 1] ?? '').matchAll(/\d+/g)].map(([index]) =>
      flat(citations[Number(index) - 1]?.quote ?? ''),
    ),
  }));
}

function problemsOf({ status, mode, answer, citations, ...rest }: Answer): string[] {
  const problems: string[] = [];
  const reply = { status, mode, answer, citations, ...rest };
  if (mode !== 'extractive') problems.push('not extractive');
  if (answer.length > MAX_ANSWER_LENGTH) problems.push(`${answer.length} characters`);
  if (status === 'not_covered') return problems;
  if (citations.length === 0) problems.push('no citation');
  for (const { text, quotes } of quotedTexts(reply)) {
    if (!quotes.some((quote) => quote.includes(text))) problems.push(`not quoted: ${text}`);
  }
  const prose = answer
    .split('\n')
    .filter((line) => !line.startsWith('- '))
    .join(' ');
  const words = wordsOf(prose).length;
  if (words > MAX_PROSE_WORDS) problems.push(`${words} words of prose`);
  return problems;
}

/** Every answer is checked by `ask` for offsets, markers and order, too. */
async function problemsWith(questions: readonly string[]): Promise<string[]> {
  const problems: string[] = [];
  for (const question of questions) {
    const { answer } = await ask(service, question);
    problems.push(...problemsOf(answer).map((problem) => `${question} – ${problem}`));
  }
  return problems;
}

const every = <T>(items: readonly T[], step: number) => items.filter((_, i) => i % step === 0);

describe('answers from a profile', () => {
  it('quote what they say of every source, asked by its title', async () => {
    const questions = told.flatMap(({ title }) => [title, `What is ${title}?`]);
    expect(await problemsWith(questions)).toEqual([]);
  });

  it.each([
    'who wrote …',
    'Where was … published, and when?',
    'How does … relate to Eddyline?',
    'Is the code of … public?',
    'I am a student. What should I read about …?',
  ])('quote what they say of it, asked "%s"', async (template) => {
    const questions = told.map(({ title }) => template.replace('…', () => title));
    expect(await problemsWith(questions)).toEqual([]);
  });

  it('quote what they say when asked in the words of a visitor', async () => {
    const asks = told.flatMap((source) => source.asks);
    expect(asks.length).toBeGreaterThan(100);
    // The choice is fitted, so a few may go wrong.
    expect((await problemsWith(asks)).length).toBeLessThan(asks.length * 0.02);
  });

  it('are the same for the same question', async () => {
    for (const { title } of every(told, 4)) {
      const question = `What did she do about ${title}?`;
      const [one, two] = [await ask(service, question), await ask(service, question)];
      expect({ ...one.answer, id: '' }).toEqual({ ...two.answer, id: '' });
    }
  });

  it('propose up to three other questions, and answer each', async () => {
    const asks = every(
      told.flatMap((source) => source.asks.slice(0, 2)),
      3,
    );
    const titles = every(told, 2).map(({ title }) => `What is ${title}?`);
    const questions = [...titles, ...asks];
    const proposed = new Set<string>();
    for (const question of questions) {
      const { answer } = await ask(service, question);
      expect(answer.followUps.length).toBeLessThanOrEqual(3);
      expect(new Set(answer.followUps).size).toBe(answer.followUps.length);
      expect(answer.followUps).not.toContain(question);
      for (const followUp of answer.followUps) proposed.add(followUp);
    }
    expect(proposed.size).toBeGreaterThan(30);
    const refused: string[] = [];
    for (const question of proposed) {
      if ((await ask(service, question)).answer.status !== 'answered') refused.push(question);
    }
    expect(refused).toEqual([]);
  });

  it('propose nothing that the conversation has asked', async () => {
    const first = await ask(service, 'What is Pondskater?');
    const history = first.answer.followUps.flatMap((content) => [
      { role: 'user' as const, content },
      { role: 'assistant' as const, content: 'Yes.' },
    ]);
    const { answer } = await ask(service, 'What is Pondskater?', history);
    for (const asked of first.answer.followUps) expect(answer.followUps).not.toContain(asked);
  });

  it('are there for the suggestions', async () => {
    expect(service.suggestions).toHaveLength(3);
    expect(await problemsWith(service.suggestions)).toEqual([]);
    for (const question of service.suggestions) {
      expect((await ask(service, question)).answer.status).toBe('answered');
    }
  });
});
