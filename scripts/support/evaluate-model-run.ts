import { createChatModel } from '../../src/models/chat-model.ts';
import type { OpenIndex } from '../../src/search/store.ts';
import { createService } from '../../src/service.ts';
import type { Embedder, Service } from '../../src/domain.ts';
import {
  type ChatStep,
  type OpenAiServer,
  type RecordedRequest,
  startOpenAiServer,
} from '../../test/support/openai-server.ts';
import type { GoldenCase } from './evaluate-golden.ts';
import { type Outcome, runGolden } from './evaluate-golden-run.ts';
import { figure, type Section, share } from './evaluate-report.ts';
import { bare, shownSentences } from './evaluate-scoring.ts';
import { type Claim, MISBEHAVIOUR, type ShownPassage, type Writer } from './evaluate-writers.ts';

/** What a scripted model wrote for a question, and what of it was shown. */
export interface WrittenOutcome extends Outcome {
  /** Null where the model was not asked: refusals, and answers that code makes whole. */
  readonly claims: readonly Claim[] | null;
}

const PIECE = 14;
const TIMEOUT_MS = 20_000;

/** A service whose model speaks over the wire and is played by writers. */
export async function openScriptedService(index: OpenIndex, embedder: Embedder | null) {
  const server = await startOpenAiServer();
  const errors: unknown[] = [];
  const chatModel = await createChatModel({
    model: 'openai:scripted',
    baseUrl: server.url,
    timeoutMs: TIMEOUT_MS,
    maxTokens: 600,
  });
  const service = createService({
    index,
    embedder,
    chatModel,
    onModelError: (error) => errors.push(error),
  });
  return { service, errors, close: server.close, play: (writer: Writer) => play(server, writer) };
}

export type ScriptedService = Awaited<ReturnType<typeof openScriptedService>>;

/** Asks the cases of a service whose model is that writer. */
export async function runWriter(
  { service, play }: { service: Service; play: (writer: Writer) => () => Claim[] | null },
  writer: Writer,
  cases: readonly GoldenCase[],
  signal: AbortSignal,
): Promise<WrittenOutcome[]> {
  const outcomes: WrittenOutcome[] = [];
  for (const golden of cases) {
    const claims = play(writer);
    const [outcome] = await runGolden(service, [golden], signal);
    if (outcome) outcomes.push({ ...outcome, claims: claims() });
  }
  return outcomes;
}

/** For each sentence that a model's answer shows: whether it is one of the writer's true claims. */
export function carriedSentences(outcomes: readonly WrittenOutcome[]): boolean[] {
  return outcomes.flatMap(({ answer, claims }) =>
    answer.mode === 'llm'
      ? shownSentences(answer.answer).map(({ text }) =>
          (claims ?? []).some((claim) => claim.isTrue && bare(claim.text) === bare(text)),
        )
      : [],
  );
}

/** True claims, and whether the answer shows them. */
export function trueClaims(outcomes: readonly WrittenOutcome[]): { text: string; isShown: boolean }[] {
  return claimsOf(outcomes, true);
}

export function falseClaimsShown(outcomes: readonly WrittenOutcome[]): string[] {
  return claimsOf(outcomes, false).flatMap(({ text, isShown }) => (isShown ? [text] : []));
}

/** One column for each kind of misbehaviour. */
export async function misbehaviourSections(
  scripted: ScriptedService,
  cases: readonly GoldenCase[],
  { split, signal }: { split: string; signal: AbortSignal },
): Promise<{ sections: Section[]; failures: string[] }> {
  const sections: Section[] = [];
  const failures: string[] = [];
  for (const [kind, writer] of Object.entries(MISBEHAVIOUR)) {
    const outcomes = await runWriter(scripted, writer, cases, signal);
    const asked = outcomes.filter(({ claims }) => claims !== null);
    const lies = claimsOf(asked, false);
    const shown = falseClaimsShown(asked);
    const faulty = asked.filter(({ faults }) => faults.length > 0);
    const longest = Math.max(0, ...asked.map(({ answer }) => answer.answer.length));
    failures.push(
      ...shown.map((text) => `${kind}: shows an unsupported sentence: ${text}`),
      ...faulty.map(({ golden, faults }) => `${kind}: ${golden.id}: ${faults.join('; ')}`),
    );
    const truths = claimsOf(asked, true);
    const dropped = writer.isEndless ? 0 : 1 - share(truths, ({ isShown }) => isShown);
    sections.push({
      table: `Misbehaviour of a model (${split})`,
      column: kind,
      figures: [
        figure('answers', asked.length, { unit: 'count' }),
        figure('false sentences written', lies.length, { unit: 'count' }),
        figure('false sentences shown', shown.length, { unit: 'count', better: 'less', target: 0 }),
        figure('answers with a bad marker or quote', faulty.length, {
          unit: 'count',
          better: 'less',
          target: 0,
        }),
        figure('true sentences dropped', dropped, { better: 'less', target: 0.05 }),
        figure('longest answer, characters', longest, { unit: 'count', better: 'less' }),
      ],
    });
  }
  return { sections, failures };
}

function claimsOf(outcomes: readonly WrittenOutcome[], isTrue: boolean) {
  return outcomes.flatMap(({ answer, claims }) => {
    const text = answer.answer.replace(/\s*(?:\[\d+\])+/g, '').replace(/\s+/g, ' ');
    return (claims ?? [])
      .filter((claim) => claim.isTrue === isTrue)
      .map((claim) => ({ text: claim.text, isShown: text.includes(bare(claim.text)) }));
  });
}

/** @returns what the writer wrote since; null if it was not asked */
function play(server: OpenAiServer, writer: Writer): () => Claim[] | null {
  let written: Claim[] | null = null;
  server.script((request): ChatStep => {
    const { passages, question } = readPrompt(request);
    const claims = writer.write(passages, question);
    written = [...claims];
    const text = claims.map((claim) => withMarker(claim)).join(' ');
    if (writer.isEndless) return { type: 'endless', piece: `${text} ` };
    const pieces = text.match(new RegExp(`.{1,${PIECE}}`, 'gsu')) ?? [];
    return { type: 'reply', pieces };
  });
  return () => written;
}

function withMarker({ text, marker }: Claim): string {
  return marker === '' ? text : text.replace(/[.]?$/, (stop) => ` ${marker}${stop}`);
}

function readPrompt({ body }: RecordedRequest): { passages: ShownPassage[]; question: string } {
  const prompt: string = body.messages.at(-1).content;
  const passages = [
    ...prompt.matchAll(/<passage number="(\d+)" from="([^"]*)">\n(.*?)\n<\/passage>/gs),
  ].map(([, number, from = '', text = '']) => ({
    number: Number(number),
    title: from.split(' › ')[0] ?? '',
    text,
  }));
  const question = /<question>\n(.*)\n<\/question>/s.exec(prompt)?.[1] ?? '';
  return { passages, question };
}
