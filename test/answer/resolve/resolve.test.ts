import { beforeEach, describe, expect, it } from 'vitest';
import type { Knowledge } from '../../../src/answer/knowledge.ts';
import { remember } from '../../../src/answer/memory.ts';
import { lastAsked } from '../../../src/answer/resolve/base.ts';
import { resolve } from '../../../src/answer/resolve/resolve.ts';
import type { Act } from '../../../src/answer/types.ts';
import type { Conversation } from '../../../src/domain.ts';
import { knowledgeOf } from '../../support/candidates.ts';
import { LANTERN } from '../../support/lantern.ts';

let knowledge: Knowledge;
beforeEach(async () => {
  knowledge = await knowledgeOf(LANTERN);
});

const talk = (...turns: string[]): Conversation =>
  turns.map((content, i) => ({ role: i % 2 === 0 ? 'user' : 'assistant', content }));

function readingsOf(text: string, history: Conversation = [], context = '') {
  const request = { text, acts: new Map(), wants: new Map(), joined: [] };
  return resolve(
    request,
    { context, history, base: null, memory: remember(history, knowledge) },
    knowledge,
  );
}

const questions = (...args: Parameters<typeof readingsOf>) =>
  readingsOf(...args).map(({ question }) => question);

const ABOUT_LANTERN = talk('What is Lantern?', 'Lantern is a framework for tracing.');
const ABOUT_BOTH = talk('What are Lantern and Heron?', 'Lantern traces. Heron schedules.');

describe('a request that stands alone', () => {
  it('has one reading, as it was typed', () => {
    expect(questions('Who wrote Heron?', ABOUT_LANTERN)).toEqual(['Who wrote Heron?']);
  });

  it('names its subjects, in its order', () => {
    const [reading] = readingsOf('Does Heron build on Lantern?');
    expect(reading?.subjects.map(({ id }) => id)).toEqual(['heron', 'lantern']);
    expect(reading?.isDangling).toBe(false);
  });
});

describe('in a text without records', () => {
  const TEXT = {
    'research.md': `# Research

Four projects.

## Glove Box

Glove Box is a keyboard for gloved hands. It has nine keys. A crew of two tested it.

## Outlook

We will see.`,
  };

  it('a request may point to a section that tells of one thing', async () => {
    knowledge = await knowledgeOf(TEXT);
    const pointedAfter = (reply: string) =>
      readingsOf('Who tested it?', talk('How is it?', reply)).filter(
        ({ way }) => way === 'pointed',
      );
    const [found] = pointedAfter('It has nine keys.');
    expect(found?.question).toBe('Who tested Glove Box?');
    expect(found?.passages.map(({ headings }) => headings.at(-1))).toEqual(['Glove Box']);
    expect(pointedAfter('We will see.')).toEqual([]);
  });
});

describe('a request that points to something said before may mean', () => {
  it.each([
    ['Who wrote it?', ABOUT_LANTERN, 'Who wrote Lantern?'],
    ["so it's for traces?", ABOUT_LANTERN, "so Lantern's for traces?"],
    ['What are its limits?', ABOUT_LANTERN, "What are Lantern's limits?"],
    ['Does that project use Rust?', ABOUT_LANTERN, 'Does that project use Rust (Lantern)?'],
    [
      'What else did that person build?',
      talk('Who built Lantern?', 'Bo Lind wrote the first prototype of Lantern in Rust.'),
      'What else did that person build (Bo Lind)?',
    ],
    ['And Heron?', talk('Who wrote Lantern?', 'Ada Quill.'), 'Who wrote Heron?'],
    ['and in 2019?', talk('What appeared in 2021?', 'Lantern.'), 'What appeared in 2019?'],
    ['Tell me more about the second one', ABOUT_BOTH, 'Heron'],
    ['Who wrote the latter?', ABOUT_BOTH, 'Who wrote the latter (Heron)?'],
    [
      'where is the second one',
      talk('Any walks?', 'Walks:\n\n- Along the river\n- Up the hill at dawn'),
      'where is the second one (Up the hill at dawn)',
    ],
    [
      'Who wrote both?',
      talk(
        'What is Heron?',
        'Heron schedules.',
        'And Lantern?',
        'Lantern is for tracing, by Bo Lind.',
      ),
      'Who wrote Lantern and Heron?',
    ],
    [
      'Who wrote it?',
      talk('What builds on Lantern?', 'Heron builds on Lantern to measure queues.'),
      'Who wrote Lantern?',
    ],
    [
      'Who wrote it?',
      talk('What else is there besides Lantern?', 'Heron is a scheduler for batch jobs.'),
      'Who wrote Heron?',
    ],
    ['Who wrote them?', ABOUT_BOTH, 'Who wrote Heron and Lantern?'],
  ])('%s', (text, history, meant) => {
    const found = questions(text, history);
    expect(found[0]).toBe(text);
    expect(found.slice(1).join('\n')).toContain(meant);
  });

  it('what the same message says besides', () => {
    expect(questions('Who wrote it?', [], 'I read about Lantern.')).toContain('Who wrote Lantern?');
  });

  it('the researcher, who needs no name', () => {
    expect(questions('Where does she work?')).toEqual(['Where does she work?']);
  });

  it('nothing that is known; then it dangles', () => {
    const [typed] = readingsOf('Who wrote it?');
    expect(typed?.isDangling).toBe(true);
  });
});

describe('the readings of a request', () => {
  it('are four at most, each once, the typed one first and nearest', () => {
    const found = readingsOf('And what about them?', ABOUT_BOTH, 'I like Lantern and Heron.');
    expect(found.length).toBeLessThanOrEqual(4);
    expect(new Set(found.map(({ question }) => question)).size).toBe(found.length);
    expect(found[0]?.distance).toBe(0);
    for (const { distance } of found.slice(1)) expect(distance).toBeGreaterThan(0);
  });

  it('are no longer than a question may be', () => {
    const found = readingsOf(`Who wrote it? ${'word '.repeat(2000)}`, ABOUT_LANTERN);
    for (const { question } of found) expect(question.length).toBeLessThanOrEqual(2000);
  });
});

describe('a message that asks on', () => {
  const base = {
    text: 'Which papers are on tracing?',
    acts: new Map(),
    wants: new Map(),
    joined: [],
  };
  const waysAfter = (text: string, act: Act) =>
    resolve(
      { text, acts: new Map([[act, 1]]), wants: new Map(), joined: [] },
      { context: '', history: ABOUT_LANTERN, base, memory: remember(ABOUT_LANTERN, knowledge) },
      knowledge,
    ).map(({ way, question }) => [way, question]);

  it('asks the last question again', () => {
    expect(waysAfter('More, please.', 'continue')).toContainEqual(['again', base.text]);
  });

  it('and wants what that did so far as it asks nothing new', () => {
    const wants = new Map([['language' as const, 1]]);
    const acts = new Map<Act, number>([
      ['ask', 0.6],
      ['check', 0.2],
    ]);
    const code = { ...base, wants: new Map([['code' as const, 1]]) };
    const said = { context: '', history: ABOUT_LANTERN, base: code, memory: { told: () => [] } };
    const request = { text: 'Which language, you think?', acts, wants, joined: [] };
    const again = resolve(request, said, knowledge).find(({ way }) => way === 'again');
    expect(again?.wants.get('code')).toBeCloseTo(0.25);
    expect(again?.wants.get('language')).toBeCloseTo(0.75);
  });

  it('or with what it adds', () => {
    const both = 'Which papers are on tracing? Only those of 2019.';
    expect(waysAfter('Only those of 2019.', 'narrow')).toContainEqual(['narrowed', both]);
  });

  it('and neither where it asks something new', () => {
    const ways = waysAfter('Who wrote Heron?', 'ask').map(([way]) => way);
    expect(ways).not.toContain('again');
    expect(ways).not.toContain('narrowed');
  });
});

it('"the second one" is the second item of a list', () => {
  const list = '2 papers:\n\n- Heron builds on Lantern [1].\n- Lantern traces requests [2].';
  expect(questions('What is the second one about?', talk('Which papers?', list))).toContain(
    'What is the second one about (Lantern)?',
  );
});

describe('the last question of a conversation', () => {
  /** Acts by the first word. */
  const ACTS: Readonly<Record<string, Act>> = { more: 'continue', only: 'narrow', thanks: 'thank' };
  const asked = async (...turns: string[]) => {
    const hear = async (message: string) => {
      const act = ACTS[/\w+/.exec(message)?.[0].toLowerCase() ?? ''] ?? 'ask';
      const request = { text: message, acts: new Map([[act, 1]]), wants: new Map(), joined: [] };
      return { act, requests: [request], context: '' };
    };
    return (await lastAsked(talk(...turns), knowledge.names, hear))?.text;
  };

  it('is the one before "more" and "thanks"', async () => {
    expect(await asked('What is Lantern?', 'A framework.', 'More!', 'It traces.', 'Thanks!')).toBe(
      'What is Lantern?',
    );
  });

  it('has what later messages changed behind it', async () => {
    const turns = ['Which papers?', 'Two.', 'Only 2019.', 'Heron.', 'More!', 'That is all.'];
    expect(await asked(...turns)).toBe('Which papers? Only 2019.');
  });

  it('names what it pointed to, as the reply did', async () => {
    expect(await asked('Who wrote it?', 'The authors of Lantern are Ada Quill.')).toBe(
      'Who wrote Lantern?',
    );
  });

  it('names the thing that was talked about where the reply names a person', async () => {
    const turns = ['What is Lantern?', 'A framework.', 'Who wrote it?', 'Bo Lind and others.'];
    expect(await asked(...turns)).toBe('Who wrote Lantern?');
  });

  it('is none where nothing was asked', async () => {
    expect(await asked('Thanks!', "You're welcome!")).toBeUndefined();
  });
});
