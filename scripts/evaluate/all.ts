import type { Embedder, Reader } from '../../src/domain.ts';
import type { OpenIndex } from '../../src/search/store.ts';
import { createKnowledge, createService } from '../../src/service.ts';
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
import {
  failuresFigure,
  misbehaviorSections,
  supportedSentences,
  trueClaims,
} from './misbehavior.ts';
import { openScriptedService, runWriter } from './model-run.ts';
import { claimPairs, corpusPairs } from './pairs.ts';
import { evaluateProfile } from './profile.ts';
import { figure, type Section, share, shareOf } from './report.ts';
import { checkPairs, type LabeledPair, supportSection } from './support-check.ts';
import { FAITHFUL_WRITER } from './writers.ts';

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

/** The same check with a scripted model: one that is faithful, and those that misbehave. */
export async function evaluateModel(
  parts: Parts,
  cases: readonly Case[],
  label: string,
): Promise<Evaluation> {
  const { signal } = parts.options;
  const scripted = await openScriptedService(parts);
  try {
    const outcomes = await runWriter(scripted, FAITHFUL_WRITER, cases, signal);
    const errors = scripted.takeErrors();
    const claims = trueClaims(outcomes);
    const asked = outcomes.filter((one) => one.claims !== null);
    const faithful: Section = {
      table: `A faithful scripted model (${label})`,
      column: 'the model writes',
      figures: [
        figure('answers', asked.length, { unit: 'count' }),
        shareOf('true sentences dropped', claims, ({ isShown }) => !isShown, {
          better: 'less',
          target: 0.05,
        }),
        shareOf('sentences supported', supportedSentences(outcomes), Boolean, { target: 1 }),
        shareOf('citations valid', outcomes, ({ faults }) => faults.length === 0, { target: 1 }),
        failuresFigure(errors),
      ],
    };
    const dropped = claims.filter(({ isShown }) => !isShown);
    const misbehavior = await misbehaviorSections(scripted, cases, { split: label, signal });
    return {
      sections: [faithful, ...misbehavior.sections],
      failures: [
        ...new Set(errors),
        ...dropped.map(({ text }) => `dropped although true: ${text}`),
        ...misbehavior.failures,
      ],
    };
  } finally {
    await scripted.close();
  }
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

const CLAIMS = 'evaluation/claims.jsonl';

/** The support check on pairs made from the corpus, and on those written by hand. */
export async function evaluateSupport({ index, embedder, options }: Parts): Promise<Evaluation> {
  const { signal } = options;
  const knowledge = createKnowledge(index);
  const suffix = embedder ? '' : ', without vectors';
  const evaluate = async (column: string, pairs: readonly LabeledPair[]) => {
    const checked = await checkPairs(pairs, knowledge, embedder, signal);
    return {
      sections: [supportSection(column + suffix, checked)],
      failures: checked
        .filter(({ isSupported, isAccepted }) => isSupported !== isAccepted)
        .map(
          ({ kind, isAccepted, sentence }) =>
            `support check ${isAccepted ? 'accepts' : 'rejects'} (${kind}): ${sentence}`,
        ),
    };
  };
  return together([
    await evaluate('shipped corpus', await corpusPairs(knowledge, embedder, signal)),
    await evaluate(
      'own words',
      await claimPairs(CLAIMS, knowledge, embedder, { split: 'test', signal }),
    ),
  ]);
}

export function together(evaluations: readonly Evaluation[]): Evaluation {
  return {
    sections: evaluations.flatMap(({ sections }) => sections),
    failures: evaluations.flatMap(({ failures }) => failures),
  };
}
