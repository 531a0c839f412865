import { readFile } from 'node:fs/promises';
import { collectAnswer } from '../src/api/answer-events.ts';
import { parse } from '../src/api/parse.ts';
import { chatRequestSchema } from '../src/api/schemas.ts';
import { readConfig } from '../src/config.ts';
import type { Answer, Service } from '../src/domain.ts';
import { ServiceError } from '../src/errors.ts';
import { command } from '../src/language/en/command.ts';
import { openService } from '../src/open-service.ts';
import { holdConversation } from './ask/conversation.ts';
import { parseCommandLine, runScript } from './lib/run.ts';

const USAGE = `Usage: ${command('ask', '"What should I read first?" [--json] [--history FILE]')}
       ${command('ask')}

With a question, prints the answer and its sources, numbered as in the text. Exits with 0 if the
question is answered, 3 if the profile does not cover it, 1 on an error.

Without one, holds a conversation: type a question, or the number of a suggested one. "exit", Ctrl-D
or Ctrl-C ends it. If the input is not a terminal, each line is a question of one conversation;
exits with 1 if one of them failed.

  --json          print each answer as POST /api/chat returns it, in a conversation one a line
  --history FILE  the conversation so far, as JSON: [{"role": "user", "content": "…"}, …]
  --help          this text`;

const NOT_COVERED = 3;
const WHOLE = 'The request';

await runScript(async (signal) => {
  const { values, positionals } = parseCommandLine(
    USAGE,
    { json: { type: 'boolean' }, history: { type: 'string' } },
    true,
  );
  const history = parse(
    chatRequestSchema.shape.history,
    values.history === undefined ? [] : await readHistory(values.history),
    'history',
  );
  if (positionals.length > 0) {
    const question = positionals.join(' ');
    const request = parse(chatRequestSchema, { question, history }, WHOLE);
    const answer = await collectAnswer((await open(signal)).ask(request, signal));
    await print(`${values.json ? JSON.stringify(answer, null, 2) : textOf(answer)}\n`);
    if (answer.status === 'not_covered') process.exitCode = NOT_COVERED;
    return;
  }
  const service = await open(signal);
  const isTerminal = process.stdin.isTTY && process.stdout.isTTY;
  if (isTerminal) await print(`${welcome(service)}\n\n`);
  const { turns, failures } = await holdConversation({
    ask: (request, interrupt) => {
      const either = AbortSignal.any([signal, interrupt]);
      return collectAnswer(service.ask(parse(chatRequestSchema, request, WHOLE), either));
    },
    history,
    suggestions: service.suggestions,
    show: values.json ? JSON.stringify : (answer) => `${textOf(answer)}${next(answer.followUps)}\n`,
    input: process.stdin,
    output: process.stdout,
    errors: process.stderr,
    isTerminal,
  });
  signal.throwIfAborted();
  await print('');
  if (isTerminal) return;
  if (turns === 0) throw new ServiceError('invalid-request', `There is no question.\n\n${USAGE}`);
  if (failures > 0) process.exitCode = 1;
});

// Only answers go to stdout, so that they can be piped.
function open(signal: AbortSignal): Promise<Service> {
  const { error: log } = console;
  return openService(readConfig(process.env), { log, warn: log, signal });
}

/** Resolves when everything before has been written, too. */
function print(text: string): Promise<void> {
  return new Promise((resolve) => process.stdout.write(text, () => resolve()));
}

function textOf({ answer, citations }: Answer): string {
  const sources = citations.map(
    ({ index, title, url, quote }) =>
      `[${index}] ${title}${url === null ? '' : ` – ${url}`}\n    “${quote.replace(/\s+/g, ' ')}”`,
  );
  return sources.length === 0 ? answer : `${answer}\n\nSources:\n${sources.join('\n')}`;
}

function next(suggestions: readonly string[]): string {
  const numbered = suggestions.map((question, i) => `${i + 1}. ${question}`);
  return numbered.length === 0 ? '' : `\n\nAsk next:\n${numbered.join('\n')}`;
}

function welcome({ researcher, suggestions }: Service): string {
  const about = researcher === null ? '' : ` about ${researcher}`;
  return `Ask${about}: type a question or the number of a suggestion; "exit" ends.${next(suggestions)}`;
}

async function readHistory(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (cause) {
    const detail = cause instanceof Error ? cause.message : String(cause);
    throw new ServiceError('invalid-request', `--history ${file} cannot be read: ${detail}.`, {
      cause,
    });
  }
}
