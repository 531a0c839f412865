import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { readConfig } from '../src/config.ts';
import { createEmbedder } from '../src/embedder.ts';
import { ServiceError } from '../src/errors.ts';
import { LOG } from '../src/language/en/templates/owner.ts';
import { openReader } from '../src/reader.ts';
import {
  type Evaluation,
  evaluateCases,
  evaluatePromises,
  evaluateSentences,
  type Models,
  together,
} from './evaluate/all.ts';
import {
  type CaseSet,
  loadCases,
  loadFolder,
  loadProfiles,
  ofSplit,
  refuseForeign,
} from './evaluate/cases.ts';
import { choiceEvaluation } from './evaluate/choice-figures.ts';
import { differenceLine, readFigures, writeFigures } from './evaluate/committed.ts';
import { openCorpus } from './evaluate/corpus.ts';
import { evaluateBeir, evaluateCanard, evaluateClapNq } from './evaluate/outside.ts';
import { compareFigures, toMarkdown } from './evaluate/report.ts';
import { showProgress } from './lib/progress.ts';
import { parseCommandLine, runScript } from './lib/run.ts';

const PAGE = 'docs/evaluation.md';
const USAGE = `Usage: npm run evaluate [-- OPTIONS]

Measures the answers to the cases that are held out and compares the figures with the committed
ones; fails if a share fell by more than 0.02.

  --only PARTS     some of answers, promises, sentences, choice, with commas between
  --split SPLIT    tune, test or all: the cases to answer (test; all for --cases)
  --golden DIR     golden questions, *.jsonl      (evaluation/golden)
  --profiles DIR   invented profiles with cases   (evaluation/profiles)
  --claims DIR     sentences written from quotes  (evaluation/claims)
  --promises FILE  cases that must never fail     (evaluation/promises.jsonl)
  --cases FILE     the answers to these cases alone
  --corpus DIR     the corpus that these ask about (CORPUS_DIR)
  --clapnq PLACE   CLAP NQ's files of answerable and unanswerable questions, or their folder
  --canard FILE    conversations with human rewrites
  --beir DIR       a retrieval collection; may be repeated, as may --clapnq
  --ablate         leave out each pattern, maker and feature in turn, over the tuning cases
  --json           print JSON
  --markdown       print the tables alone
  --update         accept the figures: write figures.json and the tables of ${PAGE}
  --help           this text`;

const PARTS = ['answers', 'promises', 'sentences', 'choice'] as const;

await runScript(async (signal) => {
  const { values } = parseCommandLine(USAGE, {
    only: { type: 'string', default: PARTS.join() },
    split: { type: 'string' },
    golden: { type: 'string', default: 'evaluation/golden' },
    profiles: { type: 'string', default: 'evaluation/profiles' },
    promises: { type: 'string', default: 'evaluation/promises.jsonl' },
    claims: { type: 'string', default: 'evaluation/claims' },
    cases: { type: 'string' },
    corpus: { type: 'string' },
    clapnq: { type: 'string', multiple: true },
    canard: { type: 'string' },
    beir: { type: 'string', multiple: true },
    ablate: { type: 'boolean' },
    json: { type: 'boolean' },
    markdown: { type: 'boolean' },
    update: { type: 'boolean' },
  });
  if (values.ablate) return ablate(values.update ? ['--update'] : []);
  const only = new Set(values.only.split(',').map((part) => oneOf('only', part, PARTS)));
  const given = values.cases;
  const split = oneOf('split', values.split ?? (given ? 'all' : 'test'), ['tune', 'test', 'all']);
  if (given && values.update) {
    throw new ServiceError('invalid-request', `--update cannot commit the figures of ${given}.`);
  }
  const config = readConfig(process.env);
  const embedder = await createEmbedder(config, { signal });
  const progress = showProgress(LOG.embedding);
  const models: Models = {
    embedder,
    reader: await openReader(config),
    options: { onProgress: progress.update, signal },
  };
  const label = embedder ? split : `${split}, keyword search alone`;
  const corpusDir = values.corpus ?? config.CORPUS_DIR;
  const runs: Evaluation[] = [];
  if (given) {
    const set = { name: path.basename(given, '.jsonl'), corpusDir, cases: await loadCases(given) };
    runs.push(await evaluateCases(models, [inSplit(set)], label));
  } else {
    const golden = inSplit({ name: 'golden', corpusDir, cases: await loadFolder(values.golden) });
    const index = await openCorpus(corpusDir, embedder, models.options);
    const parts = { ...models, index };
    if (only.has('answers')) {
      const others = await loadProfiles(values.profiles, corpusDir);
      runs.push(await evaluateCases(models, [golden, ...others.map(inSplit)], label));
    }
    if (only.has('promises')) {
      const promises = await loadCases(values.promises);
      refuseForeign(promises, index.sources, corpusDir);
      runs.push(await evaluatePromises(parts, promises));
    }
    const { claims, profiles } = values;
    if (only.has('sentences')) {
      runs.push(await evaluateSentences({ claims, profiles, corpusDir }, 'test', signal));
    }
    if (only.has('choice')) runs.push(choiceEvaluation());
    if (values.clapnq) runs.push(await evaluateClapNq(values.clapnq, parts));
    if (values.canard) runs.push(await evaluateCanard(values.canard, parts));
    for (const folder of values.beir ?? []) runs.push(await evaluateBeir(folder, parts));
  }
  progress.stop();

  const { sections, failures } = together(runs);
  const differences = given ? [] : compareFigures(await readFigures(values.golden), sections);
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

  function inSplit(set: CaseSet): CaseSet {
    return { ...set, cases: ofSplit(set.cases, split) };
  }
});

/** In a process of its own: patterns are switched off in code that is loaded after the switches. */
async function ablate(flags: readonly string[]): Promise<void> {
  const folder = 'scripts/evaluate/ablate';
  const preloaded = ['--import', 'tsx', '--import', `./${folder}/switches.ts`];
  const child = spawn(process.execPath, [...preloaded, `${folder}/ablate.ts`, ...flags], {
    stdio: 'inherit',
  });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new ServiceError('internal-error', 'The ablation did not come to its end.');
}

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
