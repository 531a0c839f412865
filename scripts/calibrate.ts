import { readConfig } from '../src/config.ts';
import { createEmbedder } from '../src/embedder.ts';
import { ServiceError } from '../src/errors.ts';
import { LOG } from '../src/language/en/templates/owner.ts';
import { openCorpus } from './evaluate/corpus.ts';
import { loadGolden } from './evaluate/golden.ts';
import { openClapNq } from './evaluate/outside.ts';
import { toTable } from './evaluate/report.ts';
import { showProgress } from './lib/progress.ts';
import { parseCommandLine, runScript } from './lib/run.ts';
import { collectRows, errorsAt, FEATURES, isFitted, type Part } from './train/gate.ts';
import { fitLogistic, predict } from './train/regression.ts';

const USAGE = `Usage: npm run calibrate -- --clapnq PLACE [--golden DIR]

Fits the regression by which the answering decides whether the corpus covers a question, and prints
its weights for src/answer/gate.ts with what they get wrong.

  --clapnq PLACE  CLAP NQ's files of answerable and unanswerable questions, or their folder
  --golden DIR    golden questions, *.jsonl   (evaluation/golden)
  --help          this text`;
const PARTS: readonly Part[] = ['asks', 'foreign', 'tune', 'test', 'CLAP NQ', 'CLAP NQ, held out'];
const THRESHOLDS = [-1, -0.5, 0, 0.5, 1];

await runScript(async (signal) => {
  const { values } = parseCommandLine(USAGE, {
    clapnq: { type: 'string', multiple: true },
    golden: { type: 'string', default: 'evaluation/golden' },
  });
  if (!values.clapnq) throw new ServiceError('invalid-request', `Name CLAP NQ.\n\n${USAGE}`);
  const config = readConfig(process.env);
  const embedder = await createEmbedder(config, { signal });
  if (!embedder) throw new ServiceError('invalid-request', 'The regression needs an embedder.');
  const progress = showProgress(LOG.embedding);
  const options = { onProgress: progress.update, signal };
  const index = await openCorpus(config.CORPUS_DIR, embedder, options);
  const clapNq = await openClapNq(values.clapnq);
  const golden = await loadGolden(values.golden);
  const rows = await collectRows({ index, embedder, clapNq, golden, options });
  progress.stop();
  const fit = fitLogistic(rows.filter(isFitted));

  const lines = FEATURES.map((name, i) => `  ${name}: ${rounded(fit.weights[i] ?? 0)},`);
  console.log(
    `const WEIGHTS = {\n${lines.join('\n')}\n  constant: ${rounded(fit.constant)},\n};\n`,
  );
  const errors = PARTS.flatMap((part) => {
    const ofPart = rows.filter((one) => one.part === part);
    return THRESHOLDS.map((threshold) => {
      const fitted = errorsAt(ofPart, threshold, ({ features }) => predict(fit, features));
      const shipped = errorsAt(ofPart, threshold, ({ shippedLogOdds }) => shippedLogOdds);
      const counts = [fitted, shipped].flatMap((one) => [
        `${one.wrongAnswers} of ${one.refusable}`,
        `${one.wrongRefusals} of ${one.answerable}`,
      ]);
      return [part, String(threshold), ...counts];
    });
  });
  const head = [
    '',
    'threshold',
    'wrong answers',
    'wrong refusals',
    'as shipped: answers',
    'refusals',
  ];
  console.log(toTable([head, ...errors]));
});

function rounded(weight: number): number {
  return Number(weight.toFixed(2));
}
