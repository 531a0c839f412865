import { randomUUID } from 'node:crypto';
import { collectAnswer } from '../../api/answer-events.ts';
import { MAX_QUESTION_LENGTH } from '../../api/schemas.ts';
import type { AnswerEvent, Service } from '../../domain.ts';
import type { ClientTask } from './client-tasks.ts';

const MAX_ITEMS = 3;
const MAX_TITLE = { words: 6, characters: 60 } as const;
const MAX_SUMMARY = 300;

/**
 * Does a client's task from the conversation and the profile: a title from the first question, tags
 * from the names in the conversation, questions that the profile answers. Other tasks get an empty
 * result in the requested form.
 */
export async function* answerTask(
  task: ClientTask,
  service: Service,
  signal: AbortSignal,
): AsyncGenerator<AnswerEvent> {
  const answer = textOf(task, await resultOf(task, service, signal));
  if (answer !== '') yield { type: 'text-delta', text: answer };
  const asked = task.conversation.findLast(({ role }) => role === 'user')?.content ?? '';
  yield {
    type: 'end',
    answer: {
      id: randomUUID(),
      status: 'answered',
      mode: 'extractive',
      question: asked.slice(0, MAX_QUESTION_LENGTH),
      answer,
      citations: [],
      followUps: [],
    },
  };
}

async function resultOf(
  { kind, conversation, mostWords }: ClientTask,
  service: Service,
  signal: AbortSignal,
): Promise<string | readonly string[]> {
  const questions = conversation.filter(({ role }) => role === 'user');
  switch (kind) {
    case 'title':
      return titleOf(questions[0]?.content ?? '', mostWords ?? MAX_TITLE.words);
    case 'tags':
      return namesIn(conversation.map(({ content }) => content).join('\n'), service);
    case 'questions':
      return followUpsOf(questions.at(-1)?.content.trim() ?? '', service, signal);
    case 'emoji':
      return '💬';
    case 'summary': {
      const answer = conversation.findLast(({ role }) => role === 'assistant')?.content ?? '';
      return cut(answer.trim(), MAX_SUMMARY);
    }
    // Answers come only from the profile, so queries for a web search would not help.
    case 'queries':
    case 'other':
      return [];
  }
}

/** As the requested JSON object, with the result under the key of the same type; otherwise as lines of text. */
function textOf({ shape }: ClientTask, result: string | readonly string[]): string {
  if (shape === null) return typeof result === 'string' ? result : result.join('\n');
  const isList = typeof result !== 'string';
  const fitting = Object.entries(shape).find(([, empty]) => Array.isArray(empty) === isList)?.[0];
  const [first] = Object.entries(shape)[0] ?? [];
  const key = fitting ?? (isList ? undefined : first);
  return JSON.stringify(
    key === undefined ? shape : { ...shape, [key]: fitting ? result : [result] },
  );
}

const LEAD =
  /^(?:(?:hi|hello|hey|please)\b[\s,!.]*)?(?:(?:can|could|would) you (?:please )?)?(?:tell me (?:more )?about|explain|describe|what(?:['’]s| is| are| was| were| does| do| did)|who(?:['’]s| is| are| was)|how (?:does|do|did|is|are)|where (?:is|was|were)|when (?:is|was|did|were)|which|why (?:is|are|do|does|did))\s+(?:(?:the|an?)\s+)?/i;

/** A question as a title: without its question words, cut between words. */
function titleOf(question: string, mostWords: number): string {
  const [line = ''] = question.trim().split('\n');
  const topic = line
    .slice(0, 500)
    .replace(LEAD, '')
    .replace(/[\s?!.…,;:"“”]+$/, '');
  const words = topic.split(/\s+/).slice(0, mostWords).join(' ');
  const title = cut(words, MAX_TITLE.characters);
  return title.charAt(0).toUpperCase() + title.slice(1);
}

/** Titles and topics of the profile that a text mentions, in order of mention. */
function namesIn(text: string, { sources }: Service): string[] {
  const names = new Set(
    sources.flatMap(({ kind, title, topics }) => (kind === 'list' ? topics : [title, ...topics])),
  );
  const lower = ` ${text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' ')} `;
  const mentions = [...names].flatMap((name) => {
    const position = lower.indexOf(
      ` ${name
        .toLowerCase()
        .replace(/[^\p{L}\p{N}]+/gu, ' ')
        .trim()} `,
    );
    return position < 0 || name.trim() === '' ? [] : [{ name, position }];
  });
  return mentions
    .sort((a, b) => a.position - b.position)
    .slice(0, MAX_ITEMS)
    .map(({ name }) => name);
}

/** The follow-up questions that the service itself would suggest. */
async function followUpsOf(
  question: string,
  service: Service,
  signal: AbortSignal,
): Promise<readonly string[]> {
  if (question === '' || question.length > MAX_QUESTION_LENGTH) return [];
  const { followUps } = await collectAnswer(service.ask({ question, history: [] }, signal));
  return followUps.slice(0, MAX_ITEMS);
}

function cut(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1).replace(/\s+\S*$/, '')}…`;
}
