import type { SourceKind } from '../../src/domain.ts';
import { createChatModel } from '../../src/models/chat-model.ts';
import { createService } from '../../src/service.ts';
import {
  type ChatStep,
  type OpenAiServer,
  type RecordedRequest,
  startOpenAiServer,
} from '../../test/support/openai-server.ts';
import type { Parts } from './all.ts';
import { type Outcome, runCases } from './case-run.ts';
import type { Case } from './cases.ts';
import type { Claim, ShownPassage, Writer } from './writers.ts';

/** What a scripted model wrote for a question, and what of it was shown. */
export interface WrittenOutcome extends Outcome {
  /** Null where the model was not asked: refusals, and answers that code makes whole. */
  readonly claims: readonly Claim[] | null;
}

const PIECE = 14;
const TIMEOUT_MS = 20_000;

/** A service whose model speaks over the wire and is played by writers. */
export async function openScriptedService({
  index,
  embedder,
  reader,
}: Pick<Parts, 'index' | 'embedder' | 'reader'>) {
  const server = await startOpenAiServer();
  let failed: unknown[] = [];
  const chatModel = await createChatModel({
    model: 'openai:scripted',
    baseUrl: server.url,
    timeoutMs: TIMEOUT_MS,
    maxTokens: 600,
  });
  const service = createService({
    index,
    embedder,
    reader,
    chatModel,
    onModelError: (error) => {
      failed.push(error);
    },
  });
  const kindByTitle = new Map(service.sources.map(({ title, kind }) => [title, kind]));
  return {
    service,
    close: server.close,
    play: (writer: Writer) => play(server, writer, kindByTitle),
    /** Why the model's answers were given up since the last call. */
    takeErrors(): string[] {
      const taken = failed.map(String);
      failed = [];
      return taken;
    },
  };
}

export type ScriptedService = Awaited<ReturnType<typeof openScriptedService>>;

/** Asks the cases of a service whose model is that writer. */
export async function runWriter(
  { service, play }: ScriptedService,
  writer: Writer,
  cases: readonly Case[],
  signal: AbortSignal,
): Promise<WrittenOutcome[]> {
  const outcomes: WrittenOutcome[] = [];
  for (const asked of cases) {
    const claims = play(writer);
    const [outcome] = await runCases(service, [asked], signal);
    if (outcome) outcomes.push({ ...outcome, claims: claims() });
  }
  return outcomes;
}

/** @returns what the writer wrote since; null if it was not asked */
function play(
  server: OpenAiServer,
  writer: Writer,
  kindByTitle: ReadonlyMap<string, SourceKind>,
): () => Claim[] | null {
  let written: Claim[] | null = null;
  server.script((request): ChatStep => {
    const { passages, question } = readPrompt(request, kindByTitle);
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

function readPrompt(
  { body }: RecordedRequest,
  kindByTitle: ReadonlyMap<string, SourceKind>,
): { passages: ShownPassage[]; question: string } {
  const prompt: string = body.messages.at(-1).content;
  const passages = [
    ...prompt.matchAll(/<passage number="(\d+)" from="([^"]*)">\n(.*?)\n<\/passage>/gs),
  ].map(([, number, from = '', text = '']) => {
    const title = from.split(' › ')[0] ?? '';
    return { number: Number(number), title, kind: kindByTitle.get(title), text };
  });
  const question = /<question>\n(.*)\n<\/question>/s.exec(prompt)?.[1] ?? '';
  return { passages, question };
}
