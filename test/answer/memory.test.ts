import { beforeEach, describe, expect, it } from 'vitest';
import type { Knowledge } from '../../src/answer/knowledge.ts';
import { remember } from '../../src/answer/memory.ts';
import { knowledgeOf } from '../support/candidates.ts';
import { LANTERN } from '../support/lantern.ts';

let knowledge: Knowledge;
beforeEach(async () => {
  knowledge = await knowledgeOf(LANTERN);
});

const replied = (...replies: string[]) =>
  remember(
    replies.flatMap((content) => [
      { role: 'user' as const, content: 'Go on.' },
      { role: 'assistant' as const, content },
    ]),
    knowledge,
  );
const DROPS = 'Lantern does not drop rare requests';
const PREEMPTS = 'Heron never preempts running jobs';

describe('what a conversation has shown', () => {
  it.each([
    ['as it was sent', `${DROPS} [1]. ${PREEMPTS} [2].`],
    ['without its markers', `${DROPS}. ${PREEMPTS}.`],
    ['in Markdown of a client', `**${DROPS}** [1].\n\n- ${PREEMPTS} [2].`],
  ])('is known %s', (_, reply) => {
    const { replies, isShown } = replied(reply);
    expect(replies.map((all) => all.map(({ text }) => text))).toEqual([
      [`${DROPS}.`, `${PREEMPTS}.`],
    ]);
    expect(isShown(`${DROPS}.`)).toBe(true);
    expect(isShown('Lantern grew out of a workshop in 2017.')).toBe(false);
  });

  it('is told by reply, the newest first, without those that quote nothing', () => {
    const { replies } = replied(`${DROPS} [1].`, "You're welcome!", `${PREEMPTS} [1].`);
    expect(replies.map((all) => all[0]?.text)).toEqual([`${PREEMPTS}.`, `${DROPS}.`]);
  });

  it('quotes the corpus where it stands', () => {
    const quote = replied(`${DROPS} [1].`).replies[0]?.[0]?.quotes[0];
    expect(quote?.passage.text.slice(quote.start, quote.end)).toBe(`${DROPS}.`);
  });

  it('is nothing where nobody has spoken', () => {
    const { replies, isShown } = remember([], knowledge);
    expect(replies).toEqual([]);
    expect(isShown('')).toBe(false);
  });
});
