import type { Coefficients } from '../../../src/answer/choose/choose.ts';
import { FEATURES } from '../../../src/answer/choose/features.ts';
import { type LoadedChoice, loadChoice } from '../../../src/answer/load.ts';
import { createRespond } from '../../../src/answer/respond.ts';
import type { Maker } from '../../../src/answer/types.ts';
import type { Answer, Embedder, Reader, Vector } from '../../../src/domain.ts';
import type { OpenIndex } from '../../../src/search/store.ts';
import { createKnowledge } from '../../../src/service.ts';
import type { Case } from '../cases.ts';
import { judge } from '../scoring.ts';
import { checkClaims, type OwnClaim } from '../sentences.ts';

/** Something that the code does and that can be judged, again and again. */
export interface Trial {
  readonly suite: 'questions' | 'sentences';
  run(): Promise<Result>;
}

export interface Result {
  /** All of it, to see whether anything changed. */
  readonly said: string;
  readonly isRight: boolean;
}

export interface Models {
  readonly embedder: Embedder | null;
  readonly reader: Reader | null;
}

/** The cases of a profile, answered by quotes. Nothing is remembered from other trials. */
export function caseTrials(
  index: OpenIndex,
  cases: readonly Case[],
  models: Models,
  changes: { readonly choice?: LoadedChoice; readonly makers?: readonly Maker[] },
  signal: AbortSignal,
): Trial[] {
  const onModelError = (error: unknown) => {
    throw error;
  };
  const respond = createRespond({
    ...{
      ...models,
      knowledge: createKnowledge(index),
      chatModel: null,
      checkModel: null,
      onModelError,
    },
    choice: loadChoice(models.embedder?.model ?? null),
    ...changes,
  });
  return cases.map((one) => ({
    suite: 'questions',
    async run() {
      for await (const event of respond(one, signal)) {
        if (event.type === 'end') return resultOf(one, event.answer);
      }
      throw new Error(`No end to the answer of: ${one.question}`);
    },
  }));
}

function resultOf(one: Case, answer: Answer): Result {
  const { status, answer: text, citations, followUps } = answer;
  const said = JSON.stringify([status, text, citations.map(({ quote }) => quote), followUps]);
  return { said, isRight: judge(one, answer).verdict === 'right' };
}

/** The check of written sentences, by their quotes alone. */
export function sentenceTrials(claims: readonly OwnClaim[], signal: AbortSignal): Trial[] {
  return claims.map(({ claim, names }) => ({
    suite: 'sentences',
    async run() {
      const [checked] = await checkClaims([claim], names, null, signal);
      const isShown = checked?.isShown ?? false;
      return { said: String(isShown), isRight: isShown === claim.isCarried };
    },
  }));
}

/** The choice without what a feature weighs. */
export function withoutFeature(
  choice: LoadedChoice,
  name: (typeof FEATURES)[number],
): LoadedChoice {
  const at = FEATURES.indexOf(name);
  const without = ({ constant, shared, makers }: Coefficients): Coefficients => {
    const zeroed = (weights: readonly number[], position: number) =>
      weights.map((weight, i) => (i === position ? 0 : weight));
    const own = Object.entries(makers).map(([maker, weights]) => [maker, zeroed(weights, at + 1)]);
    return { constant, shared: zeroed(shared, at), makers: Object.fromEntries(own) };
  };
  const { withReader, withoutReader } = choice;
  return {
    ...choice,
    withReader: {
      ...withReader,
      shortlist: without(withReader.shortlist),
      coefficients: without(withReader.coefficients),
    },
    withoutReader: { ...withoutReader, coefficients: without(withoutReader.coefficients) },
  };
}

/** The models with all that they said remembered, so that only the first pass over the trials waits for them. */
export function remembering({ embedder, reader }: Models): Models {
  const vectors = new Map<string, Vector>();
  const logits = new Map<string, number[]>();
  return {
    embedder: embedder && {
      ...embedder,
      embed: (texts, signal) =>
        remembered(vectors, texts, String, (some) => embedder.embed(some, signal)),
    },
    reader: reader && {
      ...reader,
      read: (question, passages, signal) =>
        remembered(
          logits,
          passages,
          (passage) => JSON.stringify([question, passage]),
          (some) => reader.read(question, some, signal),
        ),
    },
  };
}

async function remembered<Input, Output>(
  known: Map<string, Output>,
  inputs: readonly Input[],
  keyOf: (input: Input) => string,
  make: (some: readonly Input[]) => Promise<readonly Output[]>,
): Promise<Output[]> {
  const unknown = inputs.filter((input) => !known.has(keyOf(input)));
  const made = unknown.length > 0 ? await make(unknown) : [];
  unknown.forEach((input, i) => {
    const output = made[i];
    if (output !== undefined) known.set(keyOf(input), output);
  });
  return inputs.map((input) => {
    const output = known.get(keyOf(input));
    if (output === undefined) throw new Error(`No output for ${keyOf(input)}`);
    return output;
  });
}
