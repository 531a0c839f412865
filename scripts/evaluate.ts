import { readConfig } from '../src/config.ts';
import { createEmbedder } from '../src/embedder.ts';
import { ServiceError } from '../src/errors.ts';
import { LOG } from '../src/language/en/templates/owner.ts';
import { openReader } from '../src/reader.ts';
import {
  type Evaluation,
  evaluateGolden,
  evaluatePromises,
  evaluateSupport,
  type Parts,
  together,
} from './evaluate/all.ts';
import { differenceLine, readFigures, writeFigures } from './evaluate/committed.ts';
import { openCorpus } from './evaluate/corpus.ts';
import { loadCases, loadGolden, ofSplit, refuseForeign } from './evaluate/golden.ts';
import { evaluateBeir, evaluateCanard, evaluateClapNq } from './evaluate/outside.ts';
import { compareFigures, toMarkdown } from './evaluate/report.ts';
import { showProgress } from './lib/progress.ts';
import { parseCommandLine, runScript } from './lib/run.ts';

const PAGE = 'docs/evaluation.md';
const USAGE = `Usage: npm run evaluate [-- OPTIONS]

Measures the answers to the golden questions and compares the figures with the committed ones;
fails if a share fell by more than 0.02.

  --split SPLIT    tune, test or all           (all)
  --mode MODE      extractive, llm or both     (both)
  --golden DIR     golden questions, *.jsonl   (evaluation/golden)
  --promises FILE  cases that must never fail  (evaluation/promises.jsonl)
  --clapnq PLACE   CLAP NQ's files of answerable and unanswerable questions, or their folder
  --canard FILE    conversations with human rewrites
  --beir DIR       a retrieval collection; may be repeated, as may --clapnq
  --json           print JSON
  --markdown       print the tables alone
  --update         accept the figures: write figures.json and the tables of ${PAGE}
  --help           this text`;

await runScript(async (signal) => {
  const { values } = parseCommandLine(USAGE, {
    split: { type: 'string', default: 'all' },
    mode: { type: 'string', default: 'both' },
    golden: { type: 'string', default: 'evaluation/golden' },
    promises: { type: 'string', default: 'evaluation/promises.jsonl' },
    clapnq: { type: 'string', multiple: true },
    canard: { type: 'string' },
    beir: { type: 'string', multiple: true },
    json: { type: 'boolean' },
    markdown: { type: 'boolean' },
    update: { type: 'boolean' },
  });
  const split = oneOf('split', values.split, ['tune', 'test', 'all'] as const);
  const mode = oneOf('mode', values.mode, ['extractive', 'llm', 'both'] as const);
  const cases = ofSplit(await loadGolden(values.golden), split);
  const promises = await loadCases(values.promises);
  const config = readConfig(process.env);
  const embedder = await createEmbedder(config, { signal });
  const progress = showProgress(LOG.embedding);
  const options = { onProgress: progress.update, signal };
  const index = await openCorpus(config.CORPUS_DIR, embedder, options);
  refuseForeign([...cases, ...promises], index.sources, config.CORPUS_DIR);
  const reader = await openReader(config);
  const parts: Parts = { index, embedder, reader, options };
  const runs: Evaluation[] = [
    await evaluateGolden(parts, cases, { mode, split }),
    await evaluatePromises(parts, promises),
    await evaluateSupport(parts),
  ];
  if (values.clapnq) runs.push(await evaluateClapNq(values.clapnq, parts));
  if (values.canard) runs.push(await evaluateCanard(values.canard));
  for (const folder of values.beir ?? []) runs.push(await evaluateBeir(folder, parts));
  progress.stop();

  const { sections, failures } = together(runs);
  const differences = compareFigures(await readFigures(values.golden), sections);
  if (values.json) {
    console.log(JSON.stringify({ sections, failures, differences }, null, 2));
  } else {
    if (!values.markdown) for (const failure of failures) console.log(`- ${failure}`);
    console.log(toMarkdown(sections));
    if (!values.markdown) for (const one of differences) console.log(differenceLine(one));
  }
  if (values.update) await writeFigures(values.golden, PAGE, sections);
  else if (differences.some(({ isWorse }) => isWorse)) {
    throw new ServiceError('internal-error', worse(differences.map(differenceLine)));
  }
});

function worse(lines: readonly string[]): string {
  const fallen = lines.filter((line) => line.startsWith('WORSE'));
  return `Figures fell by more than 0.02; --update accepts them anyway:\n${fallen.join('\n')}`;
}

function oneOf<const T extends string>(name: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find((one) => one === value);
  if (found) return found;
  throw new ServiceError(
    'invalid-request',
    `--${name} ${value} must be one of ${allowed.join(', ')}.\n\n${USAGE}`,
  );
}
