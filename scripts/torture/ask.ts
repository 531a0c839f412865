import { once } from 'node:events';
import { type Agent, type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';
import type { Answer } from '../../src/domain.ts';

export interface Asking {
  readonly agent?: Agent;
  readonly isStream?: boolean;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Reply {
  readonly status: number;
  readonly body: string;
  /** Null without a whole answer. */
  readonly answer: Answer | null;
}

/** @throws Error of the connection */
export async function post(
  address: string,
  body: object,
  { agent, headers }: Asking = {},
): Promise<IncomingMessage> {
  const call = request(address, {
    method: 'POST',
    ...(agent && { agent }),
    headers: { 'content-type': 'application/json', ...headers },
  });
  call.end(JSON.stringify(body));
  const [response] = (await once(call, 'response')) as [IncomingMessage];
  return response;
}

/** @throws Error of the connection, also if it breaks within the reply */
export async function ask(address: string, question: string, asking: Asking = {}): Promise<Reply> {
  const { isStream = false } = asking;
  const accept = isStream ? 'text/event-stream' : 'application/json';
  const headers = { ...asking.headers, accept };
  const response = await post(`${address}/api/chat`, { question }, { ...asking, headers });
  const body = await text(response);
  const status = response.statusCode ?? 0;
  if (status !== 200) return { status, body, answer: null };
  return { status, body, answer: isStream ? streamed(body) : (JSON.parse(body) as Answer) };
}

/** The answer of the `end` event, if the pieces of text before it are that answer. */
function streamed(body: string): Answer | null {
  const end = /^event: end\ndata: (.*)$/m.exec(body)?.[1];
  if (end === undefined) return null;
  const answer = JSON.parse(end) as Answer;
  const pieces = [...body.matchAll(/^event: text-delta\ndata: (.*)$/gm)];
  const told = pieces.map(([, data = '']) => (JSON.parse(data) as { text: string }).text).join('');
  return told.trim() === answer.answer.trim() ? answer : null;
}

/** What must be the same whenever a question is asked: all but the id and the timings. */
export function contentOf(answer: Answer): string {
  const { id: _id, ...content } = answer;
  return JSON.stringify(content, (key, value: unknown) => (key === 'timings' ? undefined : value));
}
