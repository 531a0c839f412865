import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as delay, setImmediate as nextTurn } from 'node:timers/promises';
import { hashingEmbedder } from './embedder.ts';

export interface RecordedRequest {
  /** As in "/v1/chat/completions". */
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  // biome-ignore lint/suspicious/noExplicitAny: a test asserts what it expects to find
  readonly body: any;
  /** Settles when the exchange is over; `aborted` when the client went away before the end. */
  readonly outcome: Promise<'answered' | 'cut' | 'aborted'>;
}

/** How the server treats one chat request. */
export type ChatStep =
  /** Each piece travels as a chunk of its own; `delayMs` passes before each. No pieces: an empty answer. */
  | {
      readonly type: 'reply';
      readonly pieces: readonly string[];
      readonly delayMs?: number;
      readonly finish?: 'stop' | 'length' | 'content_filter';
      /** Tokens of the prompt and of the reply, sent last where the request asks for them. */
      readonly usage?: readonly [number, number];
    }
  | ErrorStep
  /** Sends the frames of an event stream as they are, and ends it. */
  | { readonly type: 'frames'; readonly frames: readonly string[] }
  /** Takes the request and never answers. */
  | { readonly type: 'silence' }
  /** Sends the pieces, then stays silent. */
  | { readonly type: 'stall'; readonly pieces: readonly string[] }
  /** Sends the pieces, then breaks the connection. */
  | { readonly type: 'cut'; readonly pieces: readonly string[] }
  /** Sends the piece again and again until the client goes away. */
  | { readonly type: 'endless'; readonly piece: string };

/** How the server treats one embeddings request. */
export type EmbeddingStep =
  /** Vectors of the hashing embedder, not normalized. */
  | { readonly type: 'vectors'; readonly dimensions?: number; readonly isReversed?: boolean }
  | ErrorStep
  | { readonly type: 'silence' };

export interface ErrorStep {
  readonly type: 'error';
  readonly status: number;
  readonly message?: string;
  /** Instead of OpenAI's form of an error; a string is sent as it is. */
  readonly body?: unknown;
  /** Seconds or a date, sent as `Retry-After`. */
  readonly retryAfter?: number | string;
}

/** A step, or a function that chooses it by the request. */
type Scripted<Step> = Step | ((request: RecordedRequest) => Step);

export interface OpenAiServer {
  /** The base URL to give to a client; ends in "/v1". */
  readonly url: string;
  /** All requests so far, in order of arrival. */
  readonly requests: readonly RecordedRequest[];
  /** One step a chat request; the last one answers all further requests. Replaces the former script. */
  script(...steps: Scripted<ChatStep>[]): void;
  /** The same for embeddings. Unless scripted, they succeed. */
  scriptEmbeddings(...steps: Scripted<EmbeddingStep>[]): void;
  close(): Promise<void>;
}

/**
 * Starts a server that speaks OpenAI's protocol (chat completions, streamed or not, and embeddings)
 * on a free local port, and follows a script:
 *
 *     const server = await startOpenAiServer();
 *     server.script({ type: 'error', status: 500 }, { type: 'reply', pieces: ['She wrote it [', '1].'] });
 *     …
 *     expect(server.requests[1]?.body.messages).toEqual(…);
 *     await server.close();
 */
export async function startOpenAiServer(): Promise<OpenAiServer> {
  const requests: RecordedRequest[] = [];
  let chatSteps: Scripted<ChatStep>[] = [];
  let embeddingSteps: Scripted<EmbeddingStep>[] = [{ type: 'vectors' }];

  const server = createServer(async (incoming, response) => {
    const outcome = new Promise<'answered' | 'cut' | 'aborted'>((resolve) => {
      response.on('close', () =>
        resolve(response.writableFinished ? 'answered' : response.errored ? 'cut' : 'aborted'),
      );
    });
    const body = JSON.parse((await text(incoming)) || '{}');
    const request = { path: incoming.url ?? '', headers: incoming.headers, body, outcome };
    requests.push(request);
    if (new URL(request.path, 'http://localhost').pathname.endsWith('/chat/completions')) {
      const unscripted: ChatStep = { type: 'error', status: 400, message: 'Nothing is scripted' };
      await answerChat(takeStep(chatSteps, request) ?? unscripted, body, response);
    } else if (request.path.endsWith('/embeddings')) {
      await answerEmbeddings(takeStep(embeddingSteps, request), body, response);
    } else {
      sendError({ type: 'error', status: 404 }, response);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    requests,
    script: (...steps) => {
      chatSteps = steps;
    },
    scriptEmbeddings: (...steps) => {
      embeddingSteps = steps;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function takeStep<Step extends object>(
  steps: Scripted<Step>[],
  request: RecordedRequest,
): Step | undefined {
  const step = steps.length > 1 ? steps.shift() : steps[0];
  return typeof step === 'function' ? step(request) : step;
}

async function answerChat(
  step: ChatStep,
  body: { model?: string; stream?: boolean; stream_options?: { include_usage?: boolean } },
  response: ServerResponse,
): Promise<void> {
  if (step.type === 'silence') return;
  if (step.type === 'error') return sendError(step, response);
  if (step.type === 'frames') return sendFrames(step.frames, response);
  const head = { id: 'chatcmpl-1', created: 0, model: body.model };
  if (step.type === 'reply' && !body.stream) {
    await delay(step.delayMs ?? 0);
    const message = { role: 'assistant', content: step.pieces.join('') };
    const choices = [{ index: 0, message, finish_reason: 'stop' }];
    return sendJson({ ...head, object: 'chat.completion', choices }, response);
  }

  const send = (delta: object, finish_reason: string | null = null) => {
    const choices = [{ index: 0, delta, finish_reason }];
    const chunk = { ...head, object: 'chat.completion.chunk', choices };
    response.write(`data: ${JSON.stringify(chunk)}\n\n`);
    // A turn of the event loop keeps the pieces apart on the wire.
    return nextTurn();
  };
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  await send({ role: 'assistant', content: '' });
  if (step.type === 'endless') {
    while (!response.destroyed) await send({ content: step.piece });
    return;
  }
  for (const content of step.pieces) {
    if (step.type === 'reply' && step.delayMs) await delay(step.delayMs);
    await send({ content });
  }
  if (step.type === 'stall') return;
  if (step.type === 'cut') {
    response.destroy(new Error('Cut, as scripted'));
    return;
  }
  await send({}, step.finish ?? 'stop');
  if (step.usage && body.stream_options?.include_usage) {
    const [prompt_tokens, completion_tokens] = step.usage;
    const usage = { prompt_tokens, completion_tokens };
    const chunk = { ...head, object: 'chat.completion.chunk', choices: [], usage };
    response.write(`data: ${JSON.stringify(chunk)}\n\n`);
  }
  response.end('data: [DONE]\n\n');
}

async function sendFrames(frames: readonly string[], response: ServerResponse): Promise<void> {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  for (const frame of frames) {
    response.write(frame);
    await nextTurn();
  }
  response.end();
}

async function answerEmbeddings(
  step: EmbeddingStep | undefined,
  body: { model?: string; input: string | string[]; dimensions?: number },
  response: ServerResponse,
): Promise<void> {
  if (step?.type === 'silence') return;
  if (step?.type === 'error') return sendError(step, response);
  const dimensions = step?.dimensions ?? body.dimensions ?? 64;
  const vectors = await hashingEmbedder(dimensions).embed([body.input].flat());
  const data = vectors.map((vector, index) => ({
    object: 'embedding',
    index,
    embedding: Array.from(vector, (value) => 2 * value),
  }));
  if (step?.isReversed) data.reverse();
  sendJson({ object: 'list', model: body.model, data }, response);
}

function sendError(step: ErrorStep, response: ServerResponse): void {
  const { status, message, body, retryAfter } = step;
  if (retryAfter !== undefined) response.setHeader('retry-after', retryAfter);
  if (typeof body === 'string') {
    response.writeHead(status, { 'content-type': 'text/html' });
    response.end(body);
    return;
  }
  const error = {
    message: message ?? `Error ${status}, as scripted`,
    type: 'scripted',
    code: null,
  };
  sendJson(body ?? { error }, response, status);
}

function sendJson(value: unknown, response: ServerResponse, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(value));
}
