import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { withLogit } from '../src/answer/choose/choose.ts';
import { FEATURES } from '../src/answer/choose/features.ts';
import { readCandidates } from '../src/answer/choose/read.ts';
import { loadClassifiers } from '../src/answer/load.ts';
import { fillPlaceholders, mask } from '../src/answer/understand/mask.ts';
import { readConfig } from '../src/config.ts';
import type { Embedder, Reader } from '../src/domain.ts';
import { createEmbedder } from '../src/embedder.ts';
import { ServiceError } from '../src/errors.ts';
import { createReader } from '../src/models/reader.ts';
import { createKnowledge } from '../src/service.ts';
import { sentenceSpans } from '../src/text/sentences.ts';
import { loadTalks } from './evaluate/cases.ts';
import { openCorpus } from './evaluate/corpus.ts';
import { parseCommandLine, runScript } from './lib/run.ts';
import {
  accuracyAt,
  bestThreshold,
  crossValidate,
  fitChoice,
  learningCurve,
  outcomeOf,
} from './train/fit-choice.ts';
import { type Line, trainLabels } from './train/labels.ts';
import { MADE, madeCases } from './train/made-cases.ts';
import { madeTurns } from './train/made-turns.ts';
import { type Case, type CaseRows, groupOf, rowsOf, shortlisted, toExample } from './train/rows.ts';

const USAGE = `Usage: npm run train:choice [-- --labels] [--examples FILE] [--folds DIR]

Fits the choice between candidate answers to the cases in evaluation/ (their tuning part) and
writes models/answering/choice.json. All cases of one source are on the same side of a split.

  --labels         first fit the classifiers to src/language/en/acts.jsonl and wants.jsonl
  --examples FILE  only write the shortlist of each case, for training/tune.py
  --folds DIR      readers of training/tune.py that were each tuned on some of the sources: a case
                   that is tuned on is read by the one that has not seen it
  --help           this text`;

const PROFILES = 'evaluation/profiles';
const GOLDEN = 'evaluation/golden';
/** Kinds of cases whose messages do more than ask. */
const NOT_PLAIN: ReadonlySet<string> = new Set(['meta', 'injection', 'intro', 'two-part']);
/** Kinds of turns that ask, whatever they point to. */
const ASKING_KINDS: ReadonlySet<string> = new Set(['reference', 'task']);
const FOLDS = 4;
const ACTS = 'src/language/en/acts.jsonl';
const WANTS = 'src/language/en/wants.jsonl';

await runScript(async (signal) => {
  const { values } = parseCommandLine(USAGE, {
    labels: { type: 'boolean' },
    examples: { type: 'string' },
    folds: { type: 'string' },
  });
  const config = readConfig(process.env);
  const embedder = await createEmbedder(config, { signal });
  if (config.EMBEDDER !== 'local' || !embedder) {
    throw new ServiceError('invalid-settings', 'Training needs the local embedder: EMBEDDER=local');
  }
  if (values.labels) {
    const acts = await trainLabels(ACTS, 'act', embedder, await askedOf(embedder, signal));
    const wants = await trainLabels(WANTS, 'want', embedder);
    for (const report of [acts, wants]) {
      console.error(JSON.stringify({ ...report, confusions: report.confusions.slice(0, 12) }));
    }
  }
  const folds = values.folds === undefined ? null : await openFolds(values.folds);
  const reader = await createReader();
  const unbiased = (group: string, split: string | undefined) =>
    (split === 'test' ? undefined : folds?.readerOf(group)) ?? reader;
  const cases = await considered(embedder, () => null, signal);
  const labeled = reader.label ? await considered(embedder, unbiased, signal) : cases;
  const shortlist = fitChoice(labeled.filter(({ split }) => split === 'tune'));
  const shortlists = labeled.map((one) => shortlisted(one, shortlist));
  if (values.examples) {
    const lines = shortlists.map((one) => JSON.stringify(toExample(one)));
    writeFileSync(values.examples, `${lines.join('\n')}\n`);
    const told = (await messages(embedder, signal)).map((one) => JSON.stringify(one));
    writeFileSync(`${values.examples}.messages`, `${told.join('\n')}\n`);
    console.error(`Wrote what the reader is trained on to ${values.examples}.`);
    await reader.dispose();
    return;
  }
  const read: CaseRows[] = [];
  for (const one of shortlists) {
    signal.throwIfAborted();
    const candidates = one.rows.map(({ candidate }) => candidate);
    const logits = await readCandidates(candidates, unbiased(one.group, one.split), signal);
    read.push({
      ...one,
      rows: one.rows.map((row, i) => withLogit(row, logits[i] ?? 0)),
    });
  }
  await folds?.dispose();
  await reader.dispose();
  const data = {
    about: 'Made by npm run train:choice from the tuning part of the cases in evaluation/.',
    embedder: embedder.model,
    features: FEATURES,
    withReader: { ...fitted(read), shortlist },
    withoutReader: fitted(cases),
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
  const tested = cases.filter(({ split }) => split === 'test');
  const held = tested.map((one) => outcomeOf(one, coefficients));
  const round = (value: number) => Number(value.toFixed(3));
  const report = {
    cases: tuned.length,
    crossValidated: round(accuracyAt(validated, threshold)),
    heldOutCases: held.length,
    heldOut: round(accuracyAt(held, threshold)),
    learningCurve: learningCurve(tuned, tested, threshold).map((point) => ({
      ...point,
      heldOut: round(point.heldOut),
    })),
  };
  console.error(JSON.stringify(report));
  return { ...report, threshold, coefficients };
}

/** Questions for the classifier of acts: most of what visitors say asks, in more ways than its file has. */
async function askedOf(embedder: Embedder, signal: AbortSignal): Promise<Line[]> {
  const labels = new Set(linesOf(ACTS).map(({ act }) => act));
  const asked: Line[] = linesOf(WANTS).map(({ text, group }) => ({ text, group, label: 'ask' }));
  for (const { name, corpusDir, questions, talks } of profiles()) {
    const progress = { onProgress: () => {}, signal };
    const { names } = createKnowledge(await openCorpus(corpusDir, embedder, progress));
    for (const { id, kind, question, history, source, split } of questions) {
      if (split === 'test' || history || NOT_PLAIN.has(kind)) continue;
      const text = mask(question, names.find(question));
      asked.push({ text, label: 'ask', group: `${name}/${source ?? id}` });
    }
    for (const { kind, question, source, split } of talks === null ? [] : await loadTalks(talks)) {
      const label = ASKING_KINDS.has(kind) ? 'ask' : kind;
      if (split === 'test' || !labels.has(label) || sentenceSpans(question).length > 1) continue;
      const text = mask(question, names.find(question));
      asked.push({ text, label, group: `${name}/${source}` });
    }
  }
  return asked;
}

/** Labeled messages, for the reader to learn what they do and want. */
async function messages(embedder: Embedder, signal: AbortSignal) {
  const own = linesOf(ACTS).map(({ text, act, group }) => ({ text, act, group, own: 'act' }));
  const wanted = linesOf(WANTS).map(({ text, want, group }) => ({
    ...{ text, act: 'ask', want, group, own: 'want' },
  }));
  const asked = (await askedOf(embedder, signal)).slice(wanted.length);
  return [
    ...[...own, ...wanted].map((one) => ({ ...one, text: fillPlaceholders(one.text) })),
    ...asked.map(({ text, label, group }) => ({ text, act: label, group, own: null })),
  ];
}

/** The readers of a folder that `training/tune.py` wrote: folds.json tells which has not seen a group. */
async function openFolds(dir: string) {
  const foldOf: Record<string, number> = JSON.parse(readFileSync(`${dir}/folds.json`, 'utf8'));
  const count = Math.max(...Object.values(foldOf)) + 1;
  const readers = await Promise.all(
    Array.from({ length: count }, (_, fold) => createReader({ weights: `${dir}/${fold}.onnx` })),
  );
  return {
    readerOf: (group: string): Reader | undefined => readers[foldOf[group] ?? -1],
    dispose: () => Promise.all(readers.map((one) => one.dispose())),
  };
}

/**
 * All cases of all profiles, with what could be said to each.
 * @param readerOf what tells what a case of this group and split does and wants; null for the classifiers
 */
async function considered(
  embedder: Embedder,
  readerOf: (group: string, split: string | undefined) => Reader | null,
  signal: AbortSignal,
): Promise<CaseRows[]> {
  const cases: CaseRows[] = [];
  const classifiers = loadClassifiers();
  for (const { name, corpusDir, questions, talks } of profiles()) {
    const progress = { onProgress: () => {}, signal };
    const knowledge = createKnowledge(await openCorpus(corpusDir, embedder, progress));
    const turns: Case[] = talks === null ? [] : await loadTalks(talks);
    const all = [
      ...questions,
      ...turns,
      ...madeCases(knowledge, WANTS),
      ...madeTurns(knowledge, ACTS),
    ];
    console.error(`Considering ${all.length} questions on ${name} …`);
    const onModelError = (error: unknown) => {
      throw error;
    };
    for (const one of all) {
      signal.throwIfAborted();
      const reader = readerOf(groupOf(one, name), one.split);
      const parts = { knowledge, embedder, reader, classifiers, onModelError };
      const rows = await rowsOf(one, parts, name);
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
      talks: fileOrNull(`${PROFILES}/${name}/talks.jsonl`),
    }));
  const golden = readdirSync(GOLDEN)
    .filter((file) => file.endsWith('.jsonl'))
    .flatMap((file) => casesIn(`${GOLDEN}/${file}`));
  const shipped = [...golden, ...casesIn(`${PROFILES}/shipped-cases.jsonl`)];
  const talks = fileOrNull(`${PROFILES}/shipped-talks.jsonl`);
  return [{ name: 'shipped', corpusDir: 'corpus', questions: shipped, talks }, ...invented];
}

function fileOrNull(file: string): string | null {
  return existsSync(file) ? file : null;
}

function casesIn(file: string): Case[] {
  return linesOf(file);
}

function linesOf(file: string) {
  return readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
}
