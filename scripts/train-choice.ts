import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { FEATURES, toFeature } from '../src/answer/choose/features.ts';
import { readCandidates } from '../src/answer/choose/read.ts';
import { loadClassifiers } from '../src/answer/load.ts';
import { readConfig } from '../src/config.ts';
import type { Embedder } from '../src/domain.ts';
import { createEmbedder } from '../src/embedder.ts';
import { ServiceError } from '../src/errors.ts';
import { createReader } from '../src/models/reader.ts';
import { createKnowledge } from '../src/service.ts';
import { openCorpus } from './evaluate/corpus.ts';
import { parseCommandLine, runScript } from './lib/run.ts';
import {
  accuracyAt,
  bestThreshold,
  crossValidate,
  fitChoice,
  outcomeOf,
} from './train/fit-choice.ts';
import { trainLabels } from './train/labels.ts';
import { MADE, madeCases } from './train/made-cases.ts';
import { type Case, type CaseRows, rowsOf, shortlisted, toExample } from './train/rows.ts';

const USAGE = `Usage: npm run train:choice [-- --labels] [--examples FILE] [--unseen FILE]

Fits the choice between candidate answers to the cases in evaluation/ (their tuning part) and
writes models/answering/choice.json. All cases of one source are on the same side of a split.

  --labels         first fit the classifiers to src/language/en/acts.jsonl and wants.jsonl
  --examples FILE  also write the shortlist of each case, for training/tune.py
  --unseen FILE    fit the choice with the reader to the cases that this file names, a line each:
                   those that the reader was not tuned on
  --help       this text`;

const PROFILES = 'evaluation/profiles';
const GOLDEN = 'evaluation/golden';
const FOLDS = 4;
const WANTS = 'src/language/en/wants.jsonl';

await runScript(async (signal) => {
  const { values } = parseCommandLine(USAGE, {
    labels: { type: 'boolean' },
    examples: { type: 'string' },
    unseen: { type: 'string' },
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
  const reader = await createReader();
  const unseen = values.unseen && new Set(readFileSync(values.unseen, 'utf8').trim().split('\n'));
  const cases = await considered(embedder, signal);
  const withoutReader = fitted(cases);
  const shortlists = cases.map((one) => shortlisted(one, withoutReader.coefficients));
  if (values.examples) {
    const lines = shortlists.map((one) => JSON.stringify(toExample(one)));
    writeFileSync(values.examples, `${lines.join('\n')}\n`);
    console.error(`Wrote what the reader is trained on to ${values.examples}.`);
  }
  const read: CaseRows[] = [];
  for (const one of shortlists) {
    signal.throwIfAborted();
    if (unseen && one.split === 'tune' && !unseen.has(one.id)) continue;
    const candidates = one.rows.map(({ candidate }) => candidate);
    const logits = await readCandidates(candidates, reader, signal);
    read.push({
      ...one,
      rows: one.rows.map((row, i) => ({
        ...row,
        features: { ...row.features, reader: toFeature(logits[i] ?? 0) },
      })),
    });
  }
  await reader.dispose();
  const data = {
    about: 'Made by npm run train:choice from the tuning part of the cases in evaluation/.',
    embedder: embedder.model,
    features: FEATURES,
    withReader: fitted(read),
    withoutReader,
  };
  writeFileSync('models/answering/choice.json', `${JSON.stringify(data)}\n`);
});

/** A model for some cases, with how it does on those that are held out. */
function fitted(cases: readonly CaseRows[]) {
  const tuned = cases.filter(({ split }) => split === 'tune');
  const validated = crossValidate(tuned, FOLDS);
  // Made cases are as many of each sort as there are sources and phrasings: no measure of what is asked.
  const threshold = bestThreshold(validated.filter(({ kind }) => !kind.startsWith(MADE)));
  const coefficients = fitChoice(tuned);
  const held = cases
    .filter(({ split }) => split === 'test')
    .map((one) => outcomeOf(one, coefficients));
  const round = (value: number) => Number(value.toFixed(3));
  const report = {
    cases: tuned.length,
    crossValidated: round(accuracyAt(validated, threshold)),
    heldOutCases: held.length,
    heldOut: round(accuracyAt(held, threshold)),
  };
  console.error(JSON.stringify(report));
  return { ...report, threshold, coefficients };
}

/** All cases of all profiles, with what could be said to each. */
async function considered(embedder: Embedder, signal: AbortSignal): Promise<CaseRows[]> {
  const cases: CaseRows[] = [];
  const classifiers = loadClassifiers();
  for (const { name, corpusDir, questions } of profiles()) {
    const progress = { onProgress: () => {}, signal };
    const knowledge = createKnowledge(await openCorpus(corpusDir, embedder, progress));
    const all = [...questions, ...madeCases(knowledge, WANTS)];
    console.error(`Considering ${all.length} questions on ${name} …`);
    const onModelError = (error: unknown) => {
      throw error;
    };
    for (const one of all) {
      signal.throwIfAborted();
      const rows = await rowsOf(one, { knowledge, embedder, classifiers, onModelError }, name);
      if (rows) cases.push(rows);
    }
  }
  return cases;
}

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
