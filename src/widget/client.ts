import type { Answer, Citation, Conversation } from '../domain.ts';
import { noServiceHint, notAllowedHint } from '../language/en/templates/widget.ts';
import { createEventStreamParser } from './event-stream.ts';
import { type Failure, type FailureKind, isAnswer } from './transcript.ts';

/** Why there is no answer. */
export class AskError extends Error {
  readonly failure: Failure;

  constructor(kind: FailureKind, cause?: unknown, retryAfter?: number) {
    super(kind, { cause });
    this.name = 'AskError';
    this.failure = { kind, retryAfter };
  }
}

export interface AskOptions {
  /** Base address of the service: an origin, or an address with a path; `/api/…` is appended. */
  readonly endpoint: string;
  readonly question: string;
  readonly history: Conversation;
  readonly signal: AbortSignal;
  /** Give up after this many milliseconds without a byte from the server. */
  readonly silenceMs: number;
  /** The service has begun to reply. */
  readonly onOpen: () => void;
  readonly onCitation: (citation: Citation) => void;
  readonly onText: (text: string) => void;
}

/**
 * Asks a question and reads the answer as it streams in. If the stream breaks or cannot be parsed,
 * asks once more for plain JSON; the returned answer then replaces what `onText` and `onCitation` got.
 * @throws {AskError} or the abort reason of the signal
 */
export async function askServer(options: AskOptions): Promise<Answer> {
  try {
    return await request(options, 'text/event-stream, application/json;q=0.9');
  } catch (error) {
    options.signal.throwIfAborted();
    if (error instanceof AskError) throw error;
    return await request(options, 'application/json').catch((cause) => {
      options.signal.throwIfAborted();
      throw cause instanceof AskError ? cause : new AskError('server', cause);
    });
  }
}

async function request(options: AskOptions, accept: string): Promise<Answer> {
  const { endpoint, question, history, signal, silenceMs } = options;
  const watch = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const restartTimer = () => {
    clearTimeout(timer);
    timer = setTimeout(() => watch.abort(), silenceMs);
  };
  const throwIfSilent = () => {
    if (watch.signal.aborted && !signal.aborted) throw new AskError('silent');
  };
  restartTimer();
  try {
    const response = await fetch(`${endpoint}/api/chat`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Accept: accept },
      body: JSON.stringify({ question, history }),
      signal: AbortSignal.any([signal, watch.signal]),
    }).catch(async (cause) => {
      throwIfSilent();
      signal.throwIfAborted();
      throw new AskError(await whyNoReply(endpoint), cause);
    });
    options.onOpen();
    const type = response.headers.get('Content-Type') ?? '';
    if (!response.ok) throw refusal(response, type, endpoint);
    restartTimer();
    const isStream = type.startsWith('text/event-stream');
    if (!isStream && !type.includes('json')) throw noService(endpoint);
    const answer = isStream
      ? await readStream(response, options, restartTimer)
      : ((await response.json()) as unknown);
    if (!isAnswer(answer)) throw new TypeError('The reply is not an answer.');
    return answer;
  } catch (error) {
    throwIfSilent();
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

/** `fetch` fails alike for a CORS refusal and for a server that is down; its script any site may load. */
async function whyNoReply(endpoint: string): Promise<FailureKind> {
  if (!navigator.onLine) return 'offline';
  // Unlike that of `location`, it is "null" in a sandboxed frame.
  const { origin } = window;
  if (new URL(endpoint, location.href).origin === origin) return 'unreachable';
  try {
    await fetch(`${endpoint}/widget.js`, {
      method: 'HEAD',
      mode: 'no-cors',
      cache: 'no-store',
      signal: AbortSignal.timeout(5_000),
    });
  } catch {
    return 'unreachable';
  }
  console.error(notAllowedHint(endpoint, origin));
  return 'notAllowed';
}

function noService(endpoint: string): AskError {
  console.error(noServiceHint(endpoint || location.origin));
  return new AskError('noService');
}

async function readStream(
  response: Response,
  { onCitation, onText }: AskOptions,
  onBytes: () => void,
): Promise<unknown> {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  const parser = createEventStreamParser();
  for (;;) {
    const { value, done } = (await reader?.read()) ?? { done: true };
    onBytes();
    for (const { event, data } of done ? parser.end() : parser.push(value ?? '')) {
      const content = JSON.parse(data);
      if (event === 'citation') onCitation(content);
      if (event === 'text-delta') onText(content.text);
      if (event === 'error') throw new AskError('server', content);
      if (event === 'end') {
        void reader?.cancel();
        return content;
      }
    }
    if (done) throw new TypeError('The stream ended before its "end" event.');
  }
}

function refusal({ status, headers }: Response, type: string, endpoint: string): AskError {
  const isOurs = type.startsWith('application/problem+json');
  if (status < 500 && status !== 429 && !isOurs) return noService(endpoint);
  const kind = status === 429 ? 'rate-limited' : status >= 500 ? 'server' : 'refused';
  const seconds = Number(headers.get('Retry-After') ?? Number.NaN);
  return new AskError(kind, status, seconds > 0 ? Math.ceil(seconds) : undefined);
}
