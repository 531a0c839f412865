import type {
  AnswerEvent,
  ChatModel,
  ChatRequest,
  Embedder,
  FallbackReason,
  Hit,
  Reader,
  RecordTiming,
  TakenReading,
} from '../domain.ts';
import { ModelError } from '../errors.ts';
import { MAX_QUESTION, recentTurns } from './bounds.ts';
import { type Decided, decide } from './decide.ts';
import { declineOf, noteOf } from './decline.ts';
import { forVisitor, proposeFollowUps, proposeNear, proposeQuestions } from './follow-ups.ts';
import { generateStatements, type Material, shownTexts } from './generate/generate.ts';
import type { Knowledge } from './knowledge.ts';
import { shapeOf } from './layout.ts';
import type { LoadedChoice } from './load.ts';
import type { Statement } from './statement.ts';
import type { Maker } from './types.ts';
import { researcherInFull } from './wording.ts';
import { createWriter, withMergedQuotes, withoutRepeats } from './write.ts';

export interface RespondParts {
  readonly knowledge: Knowledge;
  readonly embedder: Embedder | null;
  readonly reader: Reader | null;
  readonly choice: LoadedChoice;
  readonly chatModel: ChatModel | null;
  /** Checks what the chat model writes; null where its quotes, names and numbers are checked alone. */
  readonly checkModel: ChatModel | null;
  /** Called when a model failed; the visitor gets the extractive answer, or search by keyword. */
  readonly onModelError: (error: unknown) => void;
  /** Called when the quoted answer is given because no quote supports what the chat model wrote. */
  readonly onUnsupported?: (() => void) | undefined;
  /** The address under which the service's own pages are reached. */
  readonly publicUrl?: string | undefined;
  readonly makers?: readonly Maker[];
}

/** Answers questions from the corpus: each as a stream of events that ends with the whole answer. */
export function createRespond(parts: RespondParts) {
  const { knowledge, embedder, chatModel } = parts;
  const name = researcherInFull(knowledge.names.owner);
  const suggestions = proposeQuestions(knowledge, 3);
  return async function* respond(
    { question: asked, history: conversation }: ChatRequest,
    signal: AbortSignal,
    record?: RecordTiming,
  ): AsyncGenerator<AnswerEvent> {
    const history = recentTurns(conversation);
    const decision = await decide(asked, history, parts, signal, record);
    const questions = decision.parts.map(({ likeliest }) => likeliest.reading.question);
    const question = (questions.join(' ') || asked).slice(0, MAX_QUESTION);
    const writer = createWriter(question, parts.publicUrl, knowledge.names.owner);
    const declined = declineOf(decision, knowledge);
    const isForModel = ({ chosen, ambiguous }: Decided) =>
      chosen ? !chosen.isComplete : ambiguous.length === 0;
    const { memory, visitor } = decision;
    const followUpOptions = { knowledge, memory, questions, history, suggestions };
    const forThem = (proposals: Parameters<typeof forVisitor>[0]) =>
      forVisitor(proposals, visitor, knowledge, toVectors);
    const told = decision.parts.filter(({ chosen }) => chosen !== null);
    const shaped = told.flatMap(({ chosen }) =>
      chosen ? { ...chosen, shape: shapeOf(chosen) } : [],
    );
    const blocks = withMergedQuotes(withoutRepeats(shaped));
    reserve();
    let isWritten = false;
    let fallback: FallbackReason | undefined;
    const shown: Statement[] = [];
    const untold: Decided[] = [];
    for (const part of decision.parts) {
      const before = shown.length;
      let isUntold = false;
      if (chatModel && isForModel(part)) {
        const statements = written(part, chatModel);
        let step = await statements.next();
        for (; !step.done; step = await statements.next()) {
          shown.push(step.value);
          yield* writer.statements([step.value]);
        }
        isUntold = step.value.isUntold && shown.length === before;
        if (shown.length === before && part.chosen && !isUntold && !fallback) {
          fallback = 'unsupported';
          parts.onUnsupported?.();
        }
      }
      if (shown.length > before) {
        isWritten = true;
        continue;
      }
      if (!part.chosen || isUntold) untold.push(part);
      // Where the model has read that the passages do not tell it, no quote is put in its place.
      if (isUntold) continue;
      const block = blocks[told.indexOf(part)];
      if (!block) continue;
      shown.push(...block.statements);
      yield* writer.block(block);
    }
    const isDeclined = untold.length === decision.parts.length;
    const readings = decision.parts.map((part): TakenReading => {
      const { question } = part.likeliest.reading;
      if (!untold.includes(part)) return { question, outcome: 'answered' };
      const isAskedBack =
        part.ambiguous.length > 0 || (isDeclined && declined.reason === 'ambiguous');
      return { question, outcome: isAskedBack ? 'asked-back' : 'declined' };
    });
    if (isDeclined) {
      yield writer.note(declined.text);
      const near = proposeNear(declined.near, followUpOptions);
      const followUps = declined.choices.length > 0 ? declined.choices : await forThem(near);
      yield writer.end('extractive', followUps, readings, {
        reason: declined.reason,
        fallback,
      });
      return;
    }
    for (const part of untold) yield writer.note(noteOf(part, knowledge));
    const proposed = decision.parts.flatMap(({ candidates }) => candidates);
    const choices = untold.flatMap(({ ambiguous }) => ambiguous.map((reading) => reading.question));
    const followUps =
      choices.length > 0
        ? choices
        : await forThem(proposeFollowUps(proposed, shown, followUpOptions));
    yield writer.end(isWritten ? 'llm' : 'extractive', followUps, readings, {
      fallback,
      ...(isWritten && { check: parts.checkModel ? 'model' : 'quotes' }),
    });

    async function toVectors(texts: readonly string[]) {
      try {
        return embedder && parts.choice.readsVectors ? await embedder.embed(texts, signal) : null;
      } catch (error) {
        signal.throwIfAborted();
        parts.onModelError(error);
        return null;
      }
    }

    /** Numbers in brackets that stand in what may be shown are no numbers of citations. */
    function reserve(): void {
      for (const { lead, statements } of blocks) {
        const above = typeof lead === 'string' ? lead : (lead?.text ?? '');
        writer.reserve([above, ...statements.map(({ text }) => text)]);
      }
      if (!chatModel) return;
      for (const part of decision.parts.filter(isForModel)) {
        writer.reserve(shownTexts(materialOf(part)));
      }
    }

    /** What the model writes to a request; nothing where it fails before its first sentence. */
    async function* written(part: Decided, model: ChatModel) {
      const { checkModel } = parts;
      const options = { name, names: knowledge.names, chatModel: model, checkModel, history };
      const material = materialOf(part);
      const isReduced = model.isReduced?.() ?? false;
      try {
        const end = yield* generateStatements({ ...options, material, visitor, signal, record });
        if (isReduced) fallback ??= 'budget';
        return end;
      } catch (error) {
        signal.throwIfAborted();
        fallback ??= error instanceof ModelError ? error.reason : 'provider_failed';
        parts.onModelError(error);
        return { isUntold: false };
      }
    }
  };
}

/** What a model writes from: what was found, and before it what was chosen without being found. */
function materialOf({ chosen, likeliest: { reading, hits } }: Decided): Material {
  const quoted = (chosen?.statements ?? []).flatMap(({ quotes }) => quotes);
  const added = new Map<string, Hit>();
  for (const { source, passage } of quoted) {
    if (hits.some((hit) => hit.passage === passage)) continue;
    added.set(passage.id, { source, passage, score: 1, why: { named: false } });
  }
  return { question: reading.question, hits: [...added.values(), ...hits] };
}
