import type { Embedder, Reader } from '../../src/domain.ts';
import type { OpenIndex } from '../../src/search/store.ts';
import { createKnowledge, createService } from '../../src/service.ts';
import type { IndexOptions } from './corpus.ts';
import type { GoldenCase } from './golden.ts';
import { goldenSection } from './golden-figures.ts';
import { failures, type Outcome, quotedSentences, runGolden } from './golden-run.ts';
import {
  failuresFigure,
  misbehaviorSections,
  supportedSentences,
  trueClaims,
} from './misbehavior.ts';
import { openScriptedService, runWriter } from './model-run.ts';
import { claimPairs, corpusPairs } from './pairs.ts';
import { evaluateProfile } from './profile.ts';
import { figure, type Section, share } from './report.ts';
import { checkPairs, type LabeledPair, supportSection } from './support-check.ts';
import { FAITHFUL_WRITER } from './writers.ts';

export interface Evaluation {
  readonly sections: readonly Section[];
  /** One entry a failure, for people. */
  readonly failures: readonly string[];
}

export interface Parts {
  readonly index: OpenIndex;
  readonly embedder: Embedder | null;
  readonly reader: Reader | null;
  readonly options: IndexOptions;
}

export type Mode = 'extractive' | 'llm' | 'both';

/** The golden questions in the modes asked for; the model's with its misbehavior. */
export async function evaluateGolden(
  parts: Parts,
  cases: readonly GoldenCase[],
  { mode, split }: { mode: Mode; split: string },
): Promise<Evaluation> {
  const { index, embedder, reader } = parts;
  const { signal } = parts.options;
  const label = embedder ? split : `${split}, keyword search alone`;
  const table = `Golden questions (${label})`;
  const evaluations: Evaluation[] = [];
  if (mode !== 'llm') {
    const onModelError = () => {};
    const service = createService({ index, embedder, reader, chatModel: null, onModelError });
    const outcomes = await runGolden(service, cases, signal);
    const supported = quotedSentences(outcomes);
    const column = 'extractive';
    evaluations.push({
      sections: [goldenSection(outcomes, { table, column, supported, hasTargets: true })],
      failures: failures(outcomes, column),
    });
  }
  if (mode !== 'extractive') {
    const scripted = await openScriptedService(parts);
    try {
      const outcomes = await runWriter(scripted, FAITHFUL_WRITER, cases, signal);
      const supported = supportedSentences(outcomes);
      const claims = trueClaims(outcomes);
      const section = goldenSection(outcomes, {
        table,
        column: 'llm',
        supported,
        // The score is the scripted writer's choice of sentences, not a real model's.
        hasTargets: false,
      });
      const errors = scripted.takeErrors();
      const dropped = claims.filter(({ isShown }) => !isShown);
      section.figures.push(
        figure('true sentences dropped', 1 - share(claims, ({ isShown }) => isShown), {
          better: 'less',
          target: 0.05,
        }),
        failuresFigure(errors),
      );
      const misbehavior = await misbehaviorSections(scripted, cases, { split: label, signal });
      evaluations.push(
        {
          sections: [section],
          failures: [
            ...failures(outcomes, 'llm'),
            ...new Set(errors),
            ...dropped.map(({ text }) => `dropped although true: ${text}`),
          ],
        },
        misbehavior,
      );
    } finally {
      await scripted.close();
    }
  }
  return together(evaluations);
}

/** What the extractive answers promise for this profile, and the questions that it poses itself. */
export async function evaluatePromises(
  { index, embedder, reader, options }: Parts,
  cases: readonly GoldenCase[],
): Promise<Evaluation> {
  const { signal } = options;
  const label = embedder ? 'extractive' : 'keyword search alone';
  const service = createService({
    ...{ index, embedder, reader },
    chatModel: null,
    onModelError: () => {},
  });
  const outcomes = await runGolden(service, cases, signal);
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
            const ofKind = outcomes.filter(({ golden }) => golden.kind === kind);
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
    await evaluate('own words', await claimPairs(CLAIMS, knowledge, embedder, signal)),
  ]);
}

export function together(evaluations: readonly Evaluation[]): Evaluation {
  return {
    sections: evaluations.flatMap(({ sections }) => sections),
    failures: evaluations.flatMap(({ failures }) => failures),
  };
}
