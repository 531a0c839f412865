import { readFile } from 'node:fs/promises';
import { collectAnswer } from '../src/api/answer-events.ts';
import { parse } from '../src/api/parse.ts';
import { chatRequestSchema } from '../src/api/schemas.ts';
import { readConfig } from '../src/config.ts';
import type { Answer } from '../src/domain.ts';
import { ServiceError } from '../src/errors.ts';
import { openService } from '../src/open-service.ts';
import { parseCommandLine, runScript } from './lib/run.ts';

const USAGE = `Usage: npm run ask -- "What is Hindsight?" [--json] [--history FILE]

Prints the answer and its sources, numbered as in the text.
Exits with 0 if the question is answered, 3 if the profile does not cover it, 1 on an error.

  --json          print the answer as POST /api/chat returns it
  --history FILE  the conversation so far, as JSON: [{"role": "user", "content": "…"}, …]
  --help          this text`;

const NOT_COVERED = 3;

await runScript(async (signal) => {
  const { values, positionals } = parseCommandLine(
    USAGE,
    { json: { type: 'boolean' }, history: { type: 'string' } },
    true,
  );
  if (positionals.length === 0) {
    throw new ServiceError('invalid-request', `There is no question.\n\n${USAGE}`);
  }
  const question = positionals.join(' ');
  const history = values.history === undefined ? [] : await readHistory(values.history);
  const request = parse(chatRequestSchema, { question, history }, 'The request');
  // Only the answer goes to stdout, so that it can be piped.
  const service = await openService(readConfig(process.env), {
    log: console.error,
    warn: console.error,
    signal,
  });
  const answer = await collectAnswer(service.ask(request, signal));
  const printed = values.json ? JSON.stringify(answer, null, 2) : textOf(answer);
  await new Promise((resolve) => process.stdout.write(`${printed}\n`, resolve));
  if (answer.status === 'not_covered') process.exitCode = NOT_COVERED;
});

function textOf({ answer, citations }: Answer): string {
  const sources = citations.map(
    ({ index, title, url, quote }) =>
      `[${index}] ${title}${url === null ? '' : ` – ${url}`}\n    “${quote.replace(/\s+/g, ' ')}”`,
  );
  return sources.length === 0 ? answer : `${answer}\n\nSources:\n${sources.join('\n')}`;
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
