import { randomUUID } from 'node:crypto';
import type {
  AnswerEvent,
  AnswerMode,
  ChatModel,
  ChatRequest,
  Embedder,
  Reader,
  RecordTiming,
  RefusalReason,
  Source,
} from '../domain.ts';
import { recentTurns } from './bounds.ts';
import type { Choice } from './choose/choose.ts';
import { chooseDraft } from './choose/choose-draft.ts';
import { composeByRule } from './composed.ts';
import type { Answer } from './draft.ts';
import { proposeFollowUps, proposeQuestions } from './follow-ups.ts';
import { generateStatements, shownTexts } from './generate.ts';
import type { Knowledge } from './knowledge.ts';
import { createLaps } from './laps.ts';
import { createCitations, mergeQuotes, type Statement, withMarkers } from './statement.ts';
import { refusalText, researcherName, smallTalkText } from './wording.ts';

export interface RespondParts {
  readonly knowledge: Knowledge;
  readonly embedder: Embedder | null;
  readonly reader: Reader | null;
  readonly chatModel: ChatModel | null;
  /** Null where none was trained for the embedder: the rules alone decide. */
  readonly choice: Choice | null;
  /** Called when a model failed; the visitor gets the extractive answer, or search by keyword. */
  readonly onModelError: (error: unknown) => void;
  /** The address under which the service's own pages are reached. */
  readonly publicUrl?: string | undefined;
}

/** Answers questions from the corpus: each as a stream of events that ends with the whole answer. */
export function createRespond(parts: RespondParts) {
  const { knowledge, embedder, chatModel } = parts;
  const name = researcherName(knowledge.names.owner);
  const suggestions = proposeQuestions(knowledge, 3);
  return async function* respond(
    { question: asked, history: conversation }: ChatRequest,
    signal: AbortSignal,
    record?: RecordTiming,
  ): AsyncGenerator<AnswerEvent> {
    const lap = createLaps(record);
    const history = recentTurns(conversation);
    const composed = await composeByRule(asked, history, parts, signal, record);
    if (!composed.found || !composed.draft) {
      const { question, intent } = composed.understanding;
      const writer = createWriter(question, parts.publicUrl);
      const topic = intent.type === 'small-talk' ? intent.topic : 'self';
      yield writer.text(smallTalkText(topic, name, suggestions));
      yield writer.end('extractive', suggestions);
      return;
    }
    const rules = { found: composed.found, draft: composed.draft };
    const { found, draft } = parts.choice
      ? await chooseDraft(asked, history, rules, { ...parts, choice: parts.choice }, signal, record)
      : rules;
    const writer = createWriter(found.understanding.question, parts.publicUrl);
    const followUps = proposeFollowUps(knowledge, found, draft, history, suggestions);
    lap('answer');
    if (draft.type === 'refusal') {
      const contact = contactOf(knowledge);
      yield writer.text(refusalText(draft.reason, name, draft.near, contact));
      yield writer.end('extractive', followUps, draft.reason);
      return;
    }
    let mode: AnswerMode = 'extractive';
    if (chatModel && !draft.isComplete) {
      writer.reserve(shownTexts(found));
      try {
        const statements = generateStatements({
          name,
          knowledge,
          chatModel,
          embedder,
          found,
          history,
          signal,
          record,
        });
        for await (const statement of statements) {
          mode = 'llm';
          yield* writer.statements([statement]);
        }
      } catch (error) {
        signal.throwIfAborted();
        parts.onModelError(error);
      }
    }
    if (mode === 'extractive') yield* writer.draft(draft);
    yield writer.end(mode, followUps);
  };
}

/** Where to look for what the corpus does not say. */
function contactOf(knowledge: Knowledge): Source | null {
  return knowledge.names.owner;
}

/** Writes text and citations as events, and remembers them for the end. */
function createWriter(question: string, publicUrl: string | undefined) {
  const { citations, cite, reserve } = createCitations(publicUrl);
  let answer = '';
  const text = (piece: string): AnswerEvent => {
    answer += piece;
    return { type: 'text-delta', text: piece };
  };
  function* statements(list: readonly Statement[]): Generator<AnswerEvent> {
    for (const statement of list) {
      const cited = statement.quotes.map(cite);
      for (const { citation, isNew } of cited) if (isNew) yield { type: 'citation', citation };
      const marked = withMarkers(
        statement.text,
        cited.map(({ citation }) => citation.index),
      );
      const gap = answer === '' ? '' : statement.isItem ? '\n' : isInList(answer) ? '\n\n' : ' ';
      yield text(`${gap}${statement.isItem ? '- ' : ''}${marked}`);
    }
  }
  function* heading(lead: Statement): Generator<AnswerEvent> {
    yield* statements([lead]);
    yield text('\n');
  }
  return {
    text,
    statements,
    reserve,
    *draft(draft: Answer): Generator<AnswerEvent> {
      const lead = typeof draft.lead === 'string' ? draft.lead : (draft.lead?.text ?? '');
      reserve([lead, ...draft.statements.map((statement) => statement.text)]);
      if (typeof draft.lead === 'string') yield text(`${draft.lead}\n`);
      else if (draft.lead) yield* heading(draft.lead);
      yield* statements(mergeQuotes(draft.statements));
    },
    /** The end of an answer, or of a refusal where there is a reason for one. */
    end(mode: AnswerMode, followUps: readonly string[], reason?: RefusalReason): AnswerEvent {
      const outcome = reason
        ? ({ status: 'not_covered', reason } as const)
        : ({ status: 'answered' } as const);
      const id = randomUUID();
      return {
        type: 'end',
        answer: { id, ...outcome, mode, question, answer, citations, followUps },
      };
    },
  };
}

function isInList(text: string): boolean {
  return /(^|\n)- [^\n]*$/.test(text);
}
