import { beforeEach, describe, expect, it } from 'vitest';
import { forVisitor, proposeFollowUps, proposeNear } from '../../src/answer/follow-ups.ts';
import type { Knowledge } from '../../src/answer/knowledge.ts';
import { remember } from '../../src/answer/memory.ts';
import type { Conversation, Vector } from '../../src/domain.ts';
import { knowledgeOf } from '../support/candidates.ts';
import { LANTERN } from '../support/lantern.ts';

let knowledge: Knowledge;
beforeEach(async () => {
  knowledge = await knowledgeOf(LANTERN);
});

const WHAT = 'Lantern is a framework for distributed tracing that keeps spans in ring buffers.';
const talk = (...turns: string[]): Conversation =>
  turns.map((content, i) => ({ role: i % 2 === 0 ? 'user' : 'assistant', content }));

/** What is proposed after an answer of these sentences. */
function proposed(shown: readonly string[], history: Conversation = []): string[] {
  const statements = shown.flatMap((text) => knowledge.locate(text) ?? []);
  return proposeFollowUps([], statements, options(history)).map(({ question }) => question);
}

function options(history: Conversation) {
  return {
    knowledge,
    memory: remember(history, knowledge),
    questions: [],
    history,
    suggestions: ['What is Heron?', 'Which projects are there?'],
  };
}

describe('questions to ask next', () => {
  it('are about what was not shown of the thing', () => {
    const all = proposed([WHAT]);
    expect(all).not.toContain('What is Lantern?');
    expect(all).toContain('How does Lantern work?');
    expect(all).toContain('Where is the code for Lantern?');
  });

  it('ask for nothing that the conversation has shown', () => {
    const people = 'The authors of Lantern are Ada Quill and Bo Lind.';
    expect(proposed([WHAT])).toContain('Who are the authors of Lantern?');
    expect(proposed([WHAT], talk('Who wrote it?', `${people} [1]`))).not.toContain(
      'Who are the authors of Lantern?',
    );
  });

  it('were not asked before', () => {
    expect(proposed([WHAT], talk('where is the code for lantern', 'I do not know.'))).not.toContain(
      'Where is the code for Lantern?',
    );
  });

  it('lead elsewhere, too, at each turn to something else', () => {
    const third = (history: Conversation) => proposed([WHAT], history)[2];
    const first = third([]);
    expect(first).toBe('Which projects are there?');
    expect(third(talk('Hello', 'Hello!'))).not.toBe(first);
  });

  it('begin with the thing itself where nothing was told of it', () => {
    const lantern = knowledge.source('lantern');
    const near = proposeNear(lantern ? [lantern] : [], options([]));
    expect(near[0]?.question).toBe('What is Lantern?');
  });
});

describe('what is proposed to a visitor', () => {
  const proposals = ['Who wrote it?', 'Where is the code?', 'Did it win a prize?'].map(
    (question) => ({
      question,
      sort: question,
    }),
  );
  const vectorOf = (text: string): Vector =>
    Float32Array.from([Number(/code|engineer/i.test(text)), Number(/prize|reporter/i.test(text))]);
  const embed = async (texts: readonly string[]) => texts.map(vectorOf);

  it.each([
    ["I'm an engineer.", 'Where is the code?'],
    ["I'm a reporter.", 'Did it win a prize?'],
    ['', 'Who wrote it?'],
  ])('who says %s comes first', async (visitor, expected) => {
    expect((await forVisitor(proposals, visitor, knowledge, embed))[0]).toBe(expected);
  });
});
