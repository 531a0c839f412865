import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { loadClassifiers } from '../src/answer/load.ts';
import { readConfig } from '../src/config.ts';
import type { Reader } from '../src/domain.ts';
import { createEmbedder } from '../src/embedder.ts';
import { ServiceError } from '../src/errors.ts';
import { createReader } from '../src/models/reader.ts';
import { createKnowledge } from '../src/service.ts';
import { openCorpus } from './evaluate/corpus.ts';
import { parseCommandLine, runScript } from './lib/run.ts';
import {
  accuracyAt,
  bestThreshold,
  type CaseRows,
  crossValidate,
  fitChoice,
  outcomeOf,
} from './train/fit-choice.ts';
import { trainLabels } from './train/labels.ts';
import { type Case, rowsOf } from './train/rows.ts';

const USAGE = `Usage: npm run train:choice [-- --labels] [--json FILE]

Fits the choice between candidate answers to the cases in evaluation/ (their tuning part) and
writes models/answering/choice.json. All cases of one source are on the same side of a split.

  --labels     first fit the classifiers to src/language/en/acts.jsonl and wants.jsonl
  --json FILE  write the figures there, too
  --help       this text`;

const PROFILES = 'evaluation/profiles';
const GOLDEN = 'evaluation/golden';
const FOLDS = 4;

await runScript(async (signal) => {
  const { values } = parseCommandLine(USAGE, {
    labels: { type: 'boolean' },
    json: { type: 'string' },
  });
  const config = readConfig(process.env);
  const embedder = await createEmbedder(config, { signal });
  if (config.EMBEDDER !== 'local' || !embedder) {
    throw new ServiceError('invalid-settings', 'Training needs the local embedder: EMBEDDER=local');
  }
  if (values.labels) {
    for (const [name, field] of [
      ['acts', 'act'],
      ['wants', 'want'],
    ] as const) {
      const report = await trainLabels(`src/language/en/${name}.jsonl`, field, embedder);
      console.error(`${name}: ${JSON.stringify({ ...report, confusions: undefined })}`);
    }
  }
  const full = await createReader({ size: 'full' });
  const figures = {
    withReader: await fitted(full),
    withoutReader: await fitted(null),
  };
  const round = (value: number) => Number(value.toFixed(3));
  const data = {
    about: 'Made by npm run train:choice from the tuning part of the cases in evaluation/.',
    embedder: embedder.model,
    ...Object.fromEntries(
      Object.entries(figures).map(([name, { model, ...rest }]) => [
        name,
        { ...rest, threshold: round(model.threshold), coefficients: model.coefficients },
      ]),
    ),
  };
  writeFileSync('models/answering/choice.json', `${JSON.stringify(data)}\n`);
  if (values.json) writeFileSync(values.json, `${JSON.stringify(data, null, 2)}\n`);
  await full.dispose();

  async function fitted(reader: Reader | null) {
    const cases: (CaseRows & { readonly split: Case['split'] })[] = [];
    for (const { name, corpusDir, questions } of profiles()) {
      signal.throwIfAborted();
      console.error(`Considering ${questions.length} questions on ${name} …`);
      if (!embedder) throw new Error('unreachable');
      const progress = { onProgress: () => {}, signal };
      const index = await openCorpus(corpusDir, embedder, progress);
      const parts = {
        ...{ knowledge: createKnowledge(index), embedder, reader },
        classifiers: loadClassifiers(),
        onModelError: (error: unknown) => {
          throw error;
        },
      };
      for (const one of questions) {
        if (one.expect.status === 'any') continue;
        const rows = await rowsOf(one, parts, name);
        const [first] = rows;
        if (!first) continue;
        cases.push({
          ...{ id: first.caseId, kind: one.kind, group: first.group, split: one.split, rows },
          isAnswerable: one.expect.status === 'answered',
          isRefused: first.isRefused,
        });
      }
    }
    const tuned = cases.filter(({ split }) => split !== 'test');
    const held = cases.filter(({ split }) => split === 'test');
    const validated = crossValidate(tuned, FOLDS);
    const threshold = bestThreshold(validated);
    const coefficients = fitChoice(tuned);
    const outcomes = held.map((one) => outcomeOf(one, coefficients));
    const report = {
      cases: tuned.length,
      crossValidated: round(accuracyAt(validated, threshold)),
      heldOut: round(accuracyAt(outcomes, threshold)),
      heldOutCases: held.length,
    };
    console.error(JSON.stringify(report));
    return { ...report, model: { threshold, coefficients } };
  }
});

/** The profiles with their cases: the shipped one, and the invented ones. */
function profiles() {
  const invented = readdirSync(PROFILES, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => ({
      name,
      corpusDir: `${PROFILES}/${name}/corpus`,
      questions: casesIn(`${PROFILES}/${name}/cases.jsonl`),
    }));
  const golden = readdirSync(GOLDEN)
    .filter((file) => file.endsWith('.jsonl'))
    .flatMap((file) => casesIn(`${GOLDEN}/${file}`));
  const shipped = [...golden, ...casesIn(`${PROFILES}/shipped-cases.jsonl`)];
  return [{ name: 'shipped', corpusDir: 'corpus', questions: shipped }, ...invented];
}

function casesIn(file: string): Case[] {
  return readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
}
