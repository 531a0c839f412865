import { readFile } from 'node:fs/promises';
import { ServiceError } from '../src/errors.ts';
import { createReader } from '../src/models/reader.ts';
import { type ReaderCase, readerFigures } from './evaluate/reader-figures.ts';
import { showProgress } from './lib/progress.ts';
import { parseCommandLine, runScript } from './lib/run.ts';

const USAGE = `Usage: npm run evaluate:reader -- FILE

Measures the reader of models/reader on the cases that training/evaluate.py --cases writes.

  --help  this text`;

await runScript(async (signal) => {
  const { positionals } = parseCommandLine(USAGE, {}, true);
  const [file] = positionals;
  if (!file) throw new ServiceError('invalid-request', `Name the file of the cases.\n\n${USAGE}`);
  const lines = (await readFile(file, 'utf8')).split('\n').filter((line) => line !== '');
  const cases = lines.map((line): ReaderCase => JSON.parse(line));
  console.log('| set | right sentence first | AUC | ms a paragraph |');
  console.log('|---|---|---|---|');
  const reader = await createReader({ threads: 1 });
  const progress = showProgress(`Reading with ${reader.model}`);
  const started = performance.now();
  const logits: number[][] = [];
  for (const { question, title, sentences } of cases) {
    logits.push(...(await reader.read(question, [{ title, heading: '', sentences }], signal)));
    progress.update(logits.length, cases.length);
  }
  progress.stop();
  const each = ((performance.now() - started) / cases.length).toFixed(1);
  for (const { set, answered, rightFirst, unanswered, auc } of readerFigures(cases, logits)) {
    const right = `${rightFirst.toFixed(3)} of ${answered}`;
    const apart = `${auc.toFixed(3)} against ${unanswered}`;
    console.log(`| ${[set, right, apart, each].join(' | ')} |`);
  }
  await reader.dispose();
});
