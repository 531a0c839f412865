import { writeFile } from 'node:fs/promises';
import { readConfig } from '../src/config.ts';
import { openService } from '../src/open-service.ts';
import { type Held, hold, readScripts } from './converse/hold.ts';
import { countRepetition, type Share } from './converse/repetition.ts';
import { transcript } from './converse/transcript.ts';
import { parseCommandLine, runScript } from './lib/run.ts';

const FOLDER = 'docs/conversations';
const PAGE = 'docs/conversations.md';
const USAGE = `Usage: npm run converse [-- --report]

Holds the conversations in ${FOLDER} with the service, whose own answers are the history, and
writes them to ${PAGE}.

  --report  instead, print how much is said twice, and whether the suggestions are answered
  --help    this text`;

const ABOUT = `The conversations in [conversations/](conversations), held and written here by \`npm run converse\`. Nothing is edited. The answers are quoted from the profile that ships with the project, without a language model.`;

await runScript(async (signal) => {
  const { values } = parseCommandLine(USAGE, { report: { type: 'boolean' } });
  const tries = values.report === true;
  const scripts = await readScripts(FOLDER);
  const service = await openService(readConfig({ ...process.env, CHAT_MODEL: '' }), {
    log: console.error,
    warn: console.error,
    signal,
  });
  const held: Held[] = [];
  for (const script of scripts) held.push(await hold(service, script, { tries, signal }));
  if (tries) return report(held);
  await writeFile(PAGE, transcript(held, ABOUT));
  console.log(`Wrote ${held.length} conversations to ${PAGE}.`);
});

function report(held: readonly Held[]): void {
  const { repeated, answered, stale } = countRepetition(held);
  console.log(line('answers of which at least half was shown before', repeated));
  for (const one of repeated.found) console.log(`  ${one}`);
  console.log(line('suggestions that are answered', answered));
  console.log(line('suggestions asked before, or answered by what was shown', stale));
  for (const one of stale.found) console.log(`  ${one}`);
}

function line(what: string, { found, of }: Share): string {
  const share = of === 0 ? '' : ` (${Math.round((found.length / of) * 100)}%)`;
  return `${found.length} of ${of}${share} ${what}`;
}
