import { readFileSync } from 'node:fs';
import type { Knowledge } from '../../src/answer/knowledge.ts';
import { define, factOf } from '../../src/answer/makers/say.ts';
import type { Statement } from '../../src/answer/statement.ts';
import type { Act, Candidate } from '../../src/answer/types.ts';
import { isOneOf } from '../../src/corpus/kinds.ts';
import { publicationsOf } from '../../src/corpus/works.ts';
import type { Conversation } from '../../src/domain.ts';
import { MADE, type MadeCase, randomNumbers } from './made-cases.ts';

/** Turns made of each act. */
const PER_ACT = 3;
/** Acts that a reply of the assistant's own words answers. */
const TALK: readonly Act[] = [
  ...(['greet', 'thank', 'acknowledge', 'goodbye', 'about-assistant'] as const),
  ...(['provoke', 'complain', 'small-talk'] as const),
];
/** Acts that ask for what was shown, or for what else is told of it. */
const AGAIN: readonly Act[] = ['repeat', 'check', 'shorten', 'summarize'];
const ON: readonly Act[] = ['continue', 'deepen', 'simplify'];
const LIST_SHOWN = 12;

/**
 * Second turns of a conversation, made from labeled phrasings: small talk, and what asks on after a
 * thing was defined or a list was cut short.
 * @param labels the file of labeled acts
 */
export function madeTurns(knowledge: Knowledge, labels: string): MadeCase[] {
  const all = readFileSync(labels, 'utf8')
    .trim()
    .split('\n')
    .map((line): { readonly text: string; readonly act: Act } => JSON.parse(line))
    .filter(({ text }) => !text.includes('{'));
  const next = randomNumbers();
  const works = knowledge.sources.filter(
    (source) =>
      isOneOf(source.kind, 'undertaking', 'publication') && define(knowledge, source).length > 1,
  );
  const made: MadeCase[] = [];
  for (let i = 0; i < PER_ACT; i++) {
    for (const act of [...TALK, ...AGAIN, ...ON]) {
      const work = works[next() % Math.max(1, works.length)];
      if (!work) continue;
      const shown = define(knowledge, work);
      const texts = new Set(shown.map(({ text }) => text));
      const isTalk = TALK.includes(act);
      const judge = ({ acts, statements, lead }: Candidate) => {
        if (isTalk) return statements.length === 0 && Boolean(acts?.includes(act));
        if (AGAIN.includes(act)) return Boolean(acts?.includes(act)) && statements.every(isKnown);
        const isNew = statements.length > 0 && !statements.some(isKnown);
        return (
          isNew && lead === undefined && statements.every((one) => !one.isItem && isOfWork(one))
        );
      };
      const isKnown = ({ text }: Statement) => texts.has(text);
      const isOfWork = ({ quotes }: Statement) => quotes.every(({ source }) => source === work);
      const history = isTalk && i === 0 ? [] : talk(`What is ${work.title}?`, shown);
      add(act, history, work.id, judge);
    }
  }
  const publications = publicationsOf(knowledge.sources);
  const items = publications.flatMap((work) => factOf(knowledge, work, 'publication') ?? []);
  for (let i = 0; i < PER_ACT && items.length > LIST_SHOWN; i++) {
    const shown = items.slice(0, LIST_SHOWN).map((one) => ({ ...one, isItem: true }));
    const left = new Set(items.slice(LIST_SHOWN).map(({ text }) => text));
    const history = talk('Which publications are there?', shown);
    add('rest', history, 'publications', ({ statements }) => {
      const told = statements.filter(({ text }) => left.has(text)).length;
      return told === Math.min(left.size, LIST_SHOWN) && told === statements.length;
    });
  }
  return made;

  function add(act: Act, history: Conversation, source: string, judge: MadeCase['judge']): void {
    const fitting = all.filter((one) => one.act === act);
    const { text: question = '' } = fitting[next() % Math.max(1, fitting.length)] ?? {};
    const expect = { status: 'answered' as const };
    const id = `made-turn-${made.length}`;
    made.push({
      id,
      kind: `${MADE}${act}`,
      question,
      history,
      source,
      expect,
      ...(judge && { judge }),
    });
  }
}

function talk(question: string, shown: readonly Statement[]): Conversation {
  const lines = shown.map(({ text, isItem }, i) => `${isItem ? '\n- ' : ''}${text} [${i + 1}]`);
  return [
    { role: 'user', content: question },
    { role: 'assistant', content: lines.join(' ') },
  ];
}
