import { readConfig } from '../src/config.ts';
import { ServiceError } from '../src/errors.ts';
import { checkCase, createCaseOf, readCases } from '../src/gaps/cases.ts';
import { gapsAsCsv } from '../src/gaps/export.ts';
import { createFindGaps, type Gap, type GapReport } from '../src/gaps/find.ts';
import { writeStub } from '../src/gaps/stub.ts';
import { command } from '../src/language/en/command.ts';
import { CASES, GAPS } from '../src/language/en/templates/owner-journal.ts';
import { openJournal, whyNoJournal } from '../src/open-journal.ts';
import { openService } from '../src/open-service.ts';
import { parseCommandLine, runScript } from './lib/run.ts';

const USAGE = `Usage: ${command('gaps', '[--since 30d] [--json | --csv] [--stub N]')}
       ${command('gaps', '--check')}

Lists unanswered questions: those that were declined, or whose answers visitors voted down,
grouped by meaning, the most frequent first.

  --since TIME  a day as in 2026-11-01, or a number of days as in 7d   (30d)
  --json        the same as JSON
  --csv         the same for a spreadsheet
  --stub N      writes a draft about number N into the profile, not published until you have written
                its text, and a case into questions.yaml there
  --check       asks the questions of questions.yaml; ends with code 1 if one is not answered, or not
                from the source that it names
  --help        this text`;

// Lists go to stdout alone, so that they can be piped.
const reporter = { log: console.error, warn: console.error };

await runScript(async (signal) => {
  const { values } = parseCommandLine(USAGE, {
    since: { type: 'string', default: '30d' },
    json: { type: 'boolean' },
    csv: { type: 'boolean' },
    stub: { type: 'string' },
    check: { type: 'boolean' },
  });
  if (values.check) return check(signal);
  const since = dayOf(values.since);
  const config = readConfig({ ...process.env, READER: 'none', CHAT_MODEL: '' });
  const journal = await openJournal(config, reporter);
  if (journal === null) throw new ServiceError('invalid-settings', whyNoJournal(config) ?? '');
  try {
    const service = await openService(config, { ...reporter, signal });
    const report = await createFindGaps(journal, service)(since, signal);
    if (values.stub !== undefined) {
      const gap = chosen(report.gaps, values.stub);
      console.log(GAPS.stubWritten(config.CORPUS_DIR, await writeStub(config.CORPUS_DIR, gap)));
    } else if (values.json) console.log(JSON.stringify(report, null, 2));
    else if (values.csv) process.stdout.write(gapsAsCsv(report));
    else {
      // What is wrong with the file is said when a draft is written or checked.
      const cases = await readCases(config.CORPUS_DIR).catch(() => []);
      console.log(inWords(report, createCaseOf(cases, service.sources)));
    }
  } finally {
    await journal.close();
  }
});

/** As without a chat model, so that checking costs nothing. */
async function check(signal: AbortSignal): Promise<void> {
  const config = readConfig({ ...process.env, CHAT_MODEL: '' });
  const cases = await readCases(config.CORPUS_DIR);
  if (cases.length === 0) return console.log(CASES.none(config.CORPUS_DIR));
  const service = await openService(config, { ...reporter, signal });
  let failed = 0;
  for (const one of cases) {
    const reason = await checkCase(one, service, signal);
    if (reason !== null) failed += 1;
    console.log(reason === null ? CASES.passes(one.question) : CASES.fails(one.question, reason));
  }
  console.log(CASES.summary(cases.length, failed));
  if (failed > 0) process.exitCode = 1;
}

function chosen(gaps: readonly Gap[], text: string): Gap {
  const gap = /^\d+$/.test(text) ? gaps[Number(text) - 1] : undefined;
  if (gap) return gap;
  throw new ServiceError('invalid-request', GAPS.noSuchNumber(text, gaps.length));
}

function dayOf(text: string): Date {
  const [, days] = /^(\d{1,5})d$/.exec(text) ?? [];
  if (days !== undefined) return new Date(Date.now() - Number(days) * 86_400_000);
  const day = /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(text) : null;
  // 31 February would be one in March.
  if (day && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text)) return day;
  throw new ServiceError('invalid-request', GAPS.badSince(text));
}

function inWords({ since, gaps, left }: GapReport, caseOf: (gap: Gap) => unknown): string {
  const list = gaps.map((gap, i) => {
    const others = gap.wordings.slice(1, 4).map(({ question }) => question);
    return [
      `${i + 1}. ${gap.question}`,
      GAPS.counts(gap),
      ...(caseOf(gap) ? [GAPS.noted] : []),
      ...(others.length > 0 ? [GAPS.others(others)] : []),
      ...(gap.nearest.length > 0 ? [GAPS.nearest(gap.nearest.map(({ title }) => title))] : []),
    ].join('\n   ');
  });
  return [GAPS.head(gaps, since), ...list, ...(left > 0 ? [GAPS.left(left)] : [])].join('\n\n');
}
