import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { collectAnswer } from '../../src/api/answer-events.ts';
import { continued } from '../../src/api/history.ts';
import type { Answer, Conversation, Service } from '../../src/domain.ts';
import { ServiceError } from '../../src/errors.ts';

/** What a visitor says, message by message. */
export interface Script {
  readonly title: string;
  readonly messages: readonly string[];
}

/** A question and its answer. */
export interface Exchange {
  readonly question: string;
  readonly answer: Answer;
}

/** A turn of a conversation; `tried` has the answers to its suggestions, each asked in this place. */
export interface Turn extends Exchange {
  readonly tried: readonly Exchange[];
}

/** A conversation as it was held. */
export interface Held {
  readonly title: string;
  readonly turns: readonly Turn[];
}

/** The conversations in a folder, one a file: a message a line, and perhaps a title after "#". */
export async function readScripts(folder: string): Promise<Script[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.txt')).sort();
  if (names.length === 0) {
    throw new ServiceError('invalid-request', `There are no conversations, *.txt, in ${folder}.`);
  }
  return Promise.all(
    names.map(async (name) =>
      parseScript(path.basename(name, '.txt'), await readFile(path.join(folder, name), 'utf8')),
    ),
  );
}

export function parseScript(name: string, text: string): Script {
  const lines = text.split('\n').map((line) => line.trim());
  const [first = '', ...others] = lines.filter((line) => line !== '');
  return first.startsWith('#')
    ? { title: first.replace(/^#+\s*/, ''), messages: others }
    : { title: name, messages: [first, ...others] };
}

/** Holds a conversation: each message is asked with the service's own answers before it. */
export async function hold(
  service: Service,
  { title, messages }: Script,
  options: { readonly tries: boolean; readonly signal: AbortSignal },
): Promise<Held> {
  const turns: Turn[] = [];
  let history: Conversation = [];
  for (const question of messages) {
    const answer = await ask(question);
    history = continued(history, question, answer);
    const tried: Exchange[] = [];
    for (const suggestion of options.tries ? answer.followUps : []) {
      tried.push({ question: suggestion, answer: await ask(suggestion) });
    }
    turns.push({ question, answer, tried });
  }
  return { title, turns };

  function ask(question: string): Promise<Answer> {
    return collectAnswer(service.ask({ question, history }, options.signal));
  }
}
