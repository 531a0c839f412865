import type { Answer, Citation, Conversation } from '../domain.ts';
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
  /** Where the service is: an origin, or an address below which `/api/…` lies. */
  readonly endpoint: string;
  readonly question: string;
  readonly history: Conversation;
  readonly signal: AbortSignal;
  /** Milliseconds without a byte after which the server counts as silent. */
  readonly silenceMs: number;
  readonly onCitation: (citation: Citation) => void;
  readonly onText: (text: string) => void;
}

/**
 * Asks, and reads the answer as it comes. A stream that breaks or makes no sense is followed by one
 * request for JSON; `onText` and `onCitation` then count no more, the returned answer does.
 * @throws {AskError} or the signal's own reason
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
  const heard = () => {
    clearTimeout(timer);
    timer = setTimeout(() => watch.abort(), silenceMs);
  };
  const silent = () => {
    if (watch.signal.aborted && !signal.aborted) throw new AskError('silent');
  };
  heard();
  try {
    const response = await fetch(`${endpoint}/api/chat`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Accept: accept },
      body: JSON.stringify({ question, history }),
      signal: AbortSignal.any([signal, watch.signal]),
    }).catch((cause) => {
      silent();
      tellOwner(endpoint);
      throw new AskError(navigator.onLine ? 'unreachable' : 'offline', cause);
    });
    if (!response.ok) throw refusal(response);
    heard();
    const isStream = response.headers.get('Content-Type')?.startsWith('text/event-stream');
    const answer = isStream
      ? await readStream(response, options, heard)
      : ((await response.json()) as unknown);
    if (!isAnswer(answer)) throw new TypeError('This is no answer.');
    return answer;
  } catch (error) {
    silent();
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

/** A browser does not tell a page that it was refused from one that met nobody: the owner reads both. */
function tellOwner(endpoint: string): void {
  const { origin } = location;
  if (
    !navigator.onLine ||
    !/^https?:/.test(origin) ||
    new URL(endpoint, origin).origin === origin
  ) {
    return;
  }
  console.error(
    `ask-the-researcher: no answer from ${endpoint}. If the service is running, it may not know this site: set ALLOWED_ORIGINS=${origin} there.`,
  );
}

async function readStream(
  response: Response,
  { onCitation, onText }: AskOptions,
  heard: () => void,
): Promise<unknown> {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  const parser = createEventStreamParser();
  for (;;) {
    const { value, done } = (await reader?.read()) ?? { done: true };
    heard();
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

function refusal({ status, headers }: Response): AskError {
  const kind = status === 429 ? 'rate-limited' : status >= 500 ? 'server' : 'refused';
  const seconds = Number(headers.get('Retry-After') ?? Number.NaN);
  return new AskError(kind, status, seconds > 0 ? Math.ceil(seconds) : undefined);
}
