import { createInterface } from 'node:readline/promises';
import { readConfig } from '../src/config.ts';
import { ServiceError } from '../src/errors.ts';
import { moveAway } from '../src/import/empty.ts';
import { importProfile } from '../src/import/import-profile.ts';
import { reportInWords } from '../src/import/report.ts';
import { command } from '../src/language/en/command.ts';
import { ASK_NAME, CORPUS_FOLDER } from '../src/language/en/templates/owner-import.ts';
import { showProgress } from './lib/progress.ts';
import { parseCommandLine, runScript } from './lib/run.ts';

const USAGE = `Usage: ${command('init', '[--empty] [--name NAME] PATH...')}

Writes your profile from what you already have: BibTeX, a site of Jekyll, Hugo or Quarto, a homepage
(HTML), a CV (PDF, DOCX, Markdown, text), an ORCID record, JSON Resume, CSL-JSON, RIS. A PATH is a file or a
folder. Run it again when your files have changed: what you edited by hand in the corpus stays.

  --empty       first moves the profile that is in the folder to a dated folder beside it
  --name NAME   whose profile it is, if no file tells
  --corpus DIR  folder of the profile   (CORPUS_DIR, else corpus)
  --help        this text`;

await runScript(async () => {
  const { values, positionals } = parseCommandLine(
    USAGE,
    { empty: { type: 'boolean' }, name: { type: 'string' }, corpus: { type: 'string' } },
    true,
  );
  const corpusDir = values.corpus ?? readConfig(process.env).CORPUS_DIR;
  const empty = async () => {
    const target = await moveAway(corpusDir);
    console.log(
      target === null
        ? CORPUS_FOLDER.nothingToMove(corpusDir)
        : CORPUS_FOLDER.moved(corpusDir, target),
    );
  };
  if (positionals.length === 0) {
    if (values.empty) return empty();
    throw new ServiceError('invalid-request', USAGE);
  }
  const reading = showProgress('Reading');
  try {
    const report = await importProfile({
      paths: positionals,
      corpusDir,
      name: values.name,
      askName: process.stdin.isTTY && process.stdout.isTTY ? askName : null,
      onProgress: reading.update,
      makeRoom: async () => {
        reading.stop();
        if (values.empty) await empty();
      },
    });
    reading.stop();
    console.log(reportInWords(report));
  } finally {
    reading.stop();
  }
});

async function askName(): Promise<string | undefined> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const name = await terminal.question(ASK_NAME);
  terminal.close();
  return name.trim() || undefined;
}
