import { createInterface } from 'node:readline/promises';
import type { Readable, Writable } from 'node:stream';
import { continued } from '../../src/api/history.ts';
import type { Answer, ChatRequest, Conversation } from '../../src/domain.ts';
import { complaint } from '../lib/run.ts';

const PROMPT = '> ';
const END = /^(?:exit|quit)$/i;

export interface ConversationOptions {
  /** @throws if there is no answer; the conversation goes on without that turn */
  readonly ask: (request: ChatRequest, signal: AbortSignal) => Promise<Answer>;
  readonly history: Conversation;
  /** Questions that can be asked by number before there is an answer. */
  readonly suggestions: readonly string[];
  readonly show: (answer: Answer) => string;
  readonly input: Readable;
  readonly output: Writable;
  readonly errors: Writable;
  /** Whether a person types: with a prompt, and Ctrl-C ends it. Otherwise each line is a turn. */
  readonly isTerminal: boolean;
}

/** What happened, for the exit code. */
export interface Held {
  readonly turns: number;
  readonly failures: number;
}

/** Asks each line of the input, with the turns before it, until the input ends or says "exit". */
export async function holdConversation(options: ConversationOptions): Promise<Held> {
  const { ask, show, input, output, errors, isTerminal } = options;
  const lines = createInterface({ input, output, terminal: isTerminal, prompt: PROMPT });
  const interrupt = new AbortController();
  lines.once('SIGINT', () => {
    interrupt.abort();
    lines.close();
  });
  let isClosed = false;
  lines.once('close', () => {
    isClosed = true;
  });
  const prompt = () => isTerminal && !isClosed && lines.prompt();
  let { history } = options;
  let { suggestions } = options;
  let turns = 0;
  let failures = 0;

  prompt();
  for await (const line of lines) {
    const typed = line.trim();
    if (END.test(typed) || interrupt.signal.aborted) break;
    if (typed !== '') {
      const suggested = suggestions[Number(typed) - 1];
      if (suggested !== undefined) output.write(`${PROMPT}${suggested}\n`);
      await turn(suggested ?? typed);
    }
    prompt();
  }
  lines.close();
  // Ctrl-C and Ctrl-D leave the cursor behind the prompt.
  if (isTerminal) output.write('\n');
  return { turns, failures };

  async function turn(question: string): Promise<void> {
    turns++;
    try {
      const answer = await ask({ question, history }, interrupt.signal);
      history = continued(history, question, answer);
      suggestions = answer.followUps;
      output.write(`${show(answer)}\n`);
    } catch (error) {
      if (interrupt.signal.aborted) return;
      failures++;
      errors.write(`${complaint(error)}\n`);
    }
  }
}
