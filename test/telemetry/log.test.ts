import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { logObserver } from '../../src/telemetry/log.ts';
import { type LanternFolders, lanternFolders } from '../support/lantern-folders.ts';
import { NODE_START, startServer } from '../support/running-server.ts';

let lantern: LanternFolders;
beforeAll(async () => {
  lantern = await lanternFolders();
});
afterAll(() => lantern.remove());

const QUESTION = 'Where does Lantern keep spans?';

/** What a server has printed after a question, a page that is not there and a health check. */
async function printedBy(settings: Record<string, string>): Promise<string> {
  const server = await startServer(NODE_START, { ...lantern.settings, ...settings });
  const url = server.url.replace(/\W+$/, '');
  await fetch(`${url}/api/chat`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-Request-Id': 'request-1' },
    body: JSON.stringify({ question: QUESTION }),
  });
  await fetch(`${url}/ask?question=${encodeURIComponent(QUESTION)}`);
  await fetch(`${url}/healthz`);
  await fetch(`${url}/nothing/${encodeURIComponent(QUESTION)}`);
  server.child.kill('SIGTERM');
  await server.ended;
  return server.printed();
}

describe('a line of the log', () => {
  function observed() {
    const lines: object[] = [];
    const info = (msg: string, fields?: object) => void lines.push({ msg, ...fields });
    const log = { info, warn: info, error: info };
    return { lines, observer: logObserver(log, { logsQuestions: false }) };
  }

  it('is about a rating, without the question', () => {
    const { lines, observer } = observed();
    const rating = { rating: 'down', reasons: ['unclear'] } as const;
    observer.rated?.({ answerId: '1', question: QUESTION, ...rating });
    expect(lines).toEqual([{ msg: 'rating', answer: '1', ...rating }]);
  });

  it('is about a call of a model: its tokens, what it cost, why it failed', () => {
    const { lines, observer } = observed();
    const call = { model: 'openai:m', start: 10, end: 52.04 };
    const usage = { inputTokens: 7, outputTokens: 1 };
    observer.callEnded?.({ ...call, usage, fault: null, cost: 0.5 });
    observer.callEnded?.({ ...call, usage: null, fault: 'timeout' });
    const line = { msg: 'model', model: 'openai:m', ms: 42 };
    expect(lines).toEqual([
      { ...line, ...usage, cost: 0.5 },
      { ...line, fault: 'timeout' },
    ]);
  });

  it('says of a request that the caller left', () => {
    const { lines, observer } = observed();
    const request = new IncomingMessage(new Socket());
    const ended = { method: 'POST', route: '/api/chat', status: 200, id: '1', start: 0, end: 5 };
    observer.requestEnded?.(request, { ...ended, isAborted: true });
    expect(lines).toMatchObject([{ msg: 'request', aborted: true }]);
  });
});

describe('the log', { timeout: 60_000 }, () => {
  it('is lines of JSON in production, one for each request and answer, without questions', async () => {
    const printed = await printedBy({ NODE_ENV: 'production' });
    const lines = printed
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines).toContainEqual(
      expect.objectContaining({
        ...{ level: 'info', msg: 'request', method: 'POST', route: '/api/chat' },
        ...{ status: 200, ms: expect.any(Number), id: 'request-1' },
      }),
    );
    expect(lines).toContainEqual(
      expect.objectContaining({ msg: 'answer', status: 'answered', mode: 'extractive' }),
    );
    expect(lines).toContainEqual(expect.objectContaining({ msg: 'request', status: 404 }));
    expect(printed).not.toMatch(/healthz|keep spans|keep%20spans|127\.0\.0\.1"/);
  });

  it('has the questions if the owner says so', async () => {
    const printed = await printedBy({ LOG_FORMAT: 'json', LOG_QUESTIONS: 'true' });
    expect(printed).toContain(JSON.stringify(QUESTION));
  });

  it('is for people by default: nothing but the start', async () => {
    const printed = await printedBy({});
    expect(printed.trim().split('\n')).toEqual([
      expect.stringMatching(/^\d+ sources and/),
      expect.stringMatching(/^Ask at http/),
    ]);
  });
});
