import type { Embedder, Reader } from '../../src/domain.ts';
import type { OpenIndex } from '../../src/search/store.ts';
import { createService } from '../../src/service.ts';
import {
  answerabilitySection,
  answersSection,
  kindsSection,
  stageSections,
} from './case-figures.ts';
import {
  type Belief,
  believe,
  failures,
  type Outcome,
  quotedSentences,
  runCases,
} from './case-run.ts';
import { type Case, type CaseSet, refuseForeign } from './cases.ts';
import { type IndexOptions, openCorpus } from './corpus.ts';
import { evaluateProfile } from './profile.ts';
import { figure, type Section, share } from './report.ts';
import { type ClaimFolders, checkClaims, loadClaims, sentencesSection } from './sentences.ts';

export interface Evaluation {
  readonly sections: readonly Section[];
  /** One entry a failure, for people. */
  readonly failures: readonly string[];
}

export interface Models {
  readonly embedder: Embedder | null;
  readonly reader: Reader | null;
  readonly options: IndexOptions;
}

export interface Parts extends Models {
  readonly index: OpenIndex;
}

interface Run {
  readonly name: string;
  readonly outcomes: readonly Outcome[];
  readonly beliefs: readonly Belief[];
}

/** The quoted answers to sets of cases: in all, by set, by kind, whether they may be given, and how fast. */
export async function evaluateCases(
  models: Models,
  sets: readonly CaseSet[],
  label: string,
): Promise<Evaluation> {
  const runs: Run[] = [];
  for (const { name, corpusDir, cases } of sets) {
    const index = await openCorpus(corpusDir, models.embedder, models.options);
    refuseForeign(cases, index.sources, corpusDir);
    const parts = { ...models, index };
    const outcomes = await runCases(extractive(parts), cases, models.options.signal);
    runs.push({ name, outcomes, beliefs: await believe(parts, cases) });
  }
  const [first, ...others] = runs;
  const pooled = (name: string, some: readonly Run[]): Run => ({
    name,
    outcomes: some.flatMap(({ outcomes }) => outcomes),
    beliefs: some.flatMap(({ beliefs }) => beliefs),
  });
  const all = pooled('all', runs);
  const columns = others.length > 0 ? [...runs, all] : runs;
  // A profile has too few questions of a kind to stand alone.
  const grouped = first && others.length > 0 ? [first, pooled('the others', others), all] : runs;
  const table = `Answers (${label})`;
  return {
    sections: [
      ...columns.map(({ name, outcomes }) =>
        answersSection(outcomes, { table, column: name, supported: quotedSentences(outcomes) }),
      ),
      ...grouped.map(({ name, outcomes }) =>
        kindsSection(outcomes, `Answers by kind (${label})`, name),
      ),
      ...grouped.flatMap(({ name, beliefs }) => answerabilitySection(beliefs, name, label)),
      ...stageSections(all.outcomes),
    ],
    failures: runs.flatMap(({ name, outcomes }) => failures(outcomes, name)),
  };
}

function extractive({ index, embedder, reader }: Parts) {
  return createService({ index, embedder, reader, chatModel: null, onModelError: () => {} });
}

/** What the extractive answers promise for this profile, and the questions that it poses itself. */
export async function evaluatePromises(parts: Parts, cases: readonly Case[]): Promise<Evaluation> {
  const { index, embedder, options } = parts;
  const { signal } = options;
  const label = embedder ? 'extractive' : 'keyword search alone';
  const service = extractive(parts);
  const outcomes = await runCases(service, cases, signal);
  const isKept = ({ judgment, faults }: Outcome) =>
    judgment.verdict === 'right' && faults.length === 0;
  const kinds = [...new Set(cases.map(({ kind }) => kind))];
  return together([
    {
      sections: [
        {
          table: 'Promises',
          column: label,
          figures: kinds.map((kind) => {
            const ofKind = outcomes.filter(({ asked }) => asked.kind === kind);
            return figure(`${kind} (${ofKind.length})`, share(ofKind, isKept), { target: 1 });
          }),
        },
      ],
      failures: failures(outcomes, label),
    },
    await evaluateProfile(service, index, { label, signal }),
  ]);
}

/** The check of sentences written freely, true and false, by their quotes alone. */
export async function evaluateSentences(
  folders: ClaimFolders,
  split: 'tune' | 'test',
  signal: AbortSignal,
): Promise<Evaluation> {
  const claims = await loadClaims(folders, split);
  const checked = [];
  for (const { claim, names } of claims) {
    checked.push(...(await checkClaims([claim], names, null, signal)));
  }
  return {
    sections: [sentencesSection(checked, `quotes (${split})`)],
    failures: checked
      .filter(({ isCarried, isShown }) => isCarried && !isShown)
      .map(({ reason, sentence }) => `dropped although true (${reason}): ${sentence}`),
  };
}

export function together(evaluations: readonly Evaluation[]): Evaluation {
  return {
    sections: evaluations.flatMap(({ sections }) => sections),
    failures: evaluations.flatMap(({ failures }) => failures),
  };
}
