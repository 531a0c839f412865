import type { Conversation, Embedder, Reader, RecordTiming } from '../../domain.ts';
import { composedCandidate } from '../composed.ts';
import { consider, hear } from '../consider.ts';
import { type Draft, type Found, refuse } from '../draft.ts';
import { type Evidence, gather } from '../evidence.ts';
import { readIntent } from '../intent.ts';
import type { Knowledge } from '../knowledge.ts';
import type { Candidate, Request } from '../types.ts';
import { type Choice, choose } from './choose.ts';

export interface ChooseParts {
  readonly knowledge: Knowledge;
  readonly embedder: Embedder | null;
  readonly reader: Reader | null;
  readonly choice: Choice;
  readonly onModelError: (error: unknown) => void;
}

/** An answer before it is written out, and what was found for it. */
export interface Drafted {
  readonly found: Found;
  readonly draft: Draft;
}

/**
 * Chooses between what the rules make of a message and all else that could be said to what it asks;
 * a message that asks for nothing, or for several things, is left to the rules.
 */
export async function chooseDraft(
  message: string,
  history: Conversation,
  rules: Drafted,
  parts: ChooseParts,
  signal: AbortSignal,
  record?: RecordTiming,
): Promise<Drafted> {
  const { knowledge, choice } = parts;
  const heard = { ...parts, classifiers: choice.classifiers };
  const { requests, context } = await hear(message, heard, signal);
  const [request, other] = requests;
  if (!request || other) return rules;
  const considered = await consider(request, { context, history }, heard, signal, record);
  const ruled = await ruledCandidate(request);
  const evidence = [...considered.evidence, ...(ruled ? [ruled.evidence] : [])];
  const candidates = [...considered.candidates, ...(ruled ? [ruled.candidate] : [])];
  const isRefused = rules.draft.type === 'refusal';
  if (candidates.length === 0) return rules;
  const { best, probability } = await choose(
    candidates,
    evidence,
    isRefused,
    parts,
    signal,
    record,
  );
  const { threshold } = parts.reader ? choice.withReader : choice.withoutReader;
  if (!best || probability < threshold) {
    return { ...rules, draft: isRefused ? rules.draft : refuse(rules.found, 'not_in_corpus') };
  }
  if (best === ruled?.candidate) return rules;
  return drafted(best);

  /** What the rules composed, as a candidate beside the others. */
  async function ruledCandidate(asked: Request) {
    const candidate = composedCandidate(rules, asked, knowledge);
    if (!candidate) return null;
    const { reading } = candidate;
    const same = considered.evidence.find(
      (one) => one.reading.question === reading.question && one.vector !== null,
    );
    const found: Evidence = same
      ? { ...same, reading }
      : gather(reading, rules.found.vector, knowledge, record);
    return { candidate, evidence: found };
  }

  function drafted({ reading, lead, statements, isComplete }: Candidate): Drafted {
    const found = evidence.find((one) => one.reading === reading);
    if (!found) throw new Error('A candidate needs the evidence that it was made from.');
    const { question, mentions } = reading;
    const intent = readIntent(question, mentions, knowledge.names);
    const { vector, hits, wide } = found;
    return {
      found: { understanding: { question, mentions, intent }, vector, hits, wide },
      draft: { type: 'answer', lead, statements, isComplete },
    };
  }
}
