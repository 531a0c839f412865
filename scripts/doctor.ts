import { readConfig } from '../src/config.ts';
import type { Diagnosis } from '../src/doctor/finding.ts';
import { examine } from '../src/doctor.ts';
import { command } from '../src/language/en/command.ts';
import { examined } from '../src/language/en/templates/owner-doctor.ts';
import { showProgress } from './lib/progress.ts';
import { parseCommandLine, runScript } from './lib/run.ts';

const USAGE = `Usage: ${command('doctor', '[--online] [--strict] [--json]')}

Says what is wrong with your profile, or looks so, by file and line: broken front matter, unknown
kinds and fields, references to nothing, duplicates and contradictions, topics and people that may be
misspelled, sources that their own title does not find, links without https, text that addresses
language models, hidden characters. Ends with code 1 if there are errors.

  --online      also follows all links
  --strict      ends with code 1 if there are warnings, too
  --json        the same as JSON
  --corpus DIR  folder of the profile   (CORPUS_DIR, else corpus)
  --help        this text`;

await runScript(async () => {
  const { values } = parseCommandLine(USAGE, {
    online: { type: 'boolean' },
    strict: { type: 'boolean' },
    json: { type: 'boolean' },
    corpus: { type: 'string' },
  });
  const config = readConfig(process.env);
  const corpusDir = values.corpus ?? config.CORPUS_DIR;
  const following = showProgress('Following links');
  const findings = await examine({
    corpusDir,
    followLinks: config.CORPUS_FOLLOW_LINKS,
    onLink: values.online ? following.update : null,
  }).finally(following.stop);
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  const warnings = findings.length - errors;
  if (values.json) console.log(JSON.stringify({ corpusDir, errors, warnings, findings }, null, 2));
  else console.log([...findings.map(inWords), examined(corpusDir, errors, warnings)].join('\n'));
  if (errors > 0 || (values.strict && warnings > 0)) process.exitCode = 1;
});

function inWords({ file, line, severity, message }: Diagnosis): string {
  const place = [file, line].filter((part) => part !== null).join(':');
  return `${place === '' ? '' : `${place}: `}${severity}: ${message}`;
}
