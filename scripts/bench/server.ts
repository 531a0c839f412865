import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { json } from 'node:stream/consumers';
import type { Answer, Source } from '../../src/domain.ts';
import { ServiceError } from '../../src/errors.ts';
import { type Figure, quantile } from './bound.ts';
import { benchDoors } from './doors.ts';

const START_MS = 60_000;
const REQUESTS = 400;
/** Milliseconds that 99 of 100 answers may take, by the number of connections. */
const P99_MS: Readonly<Record<number, number>> = { 1: 100, 16: 1000 };

/** Start-up, throughput and memory of the server, without a key, over an index that is in place. */
export async function benchServer(
  settings: Readonly<Record<string, string>>,
  sources: readonly Source[],
  signal: AbortSignal,
): Promise<Figure[]> {
  const questions = questionsOf(sources);
  const started = performance.now();
  // A group of its own, since npm does not hand every signal on.
  const child = spawn('npm', ['start'], {
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...settings, PORT: '0', CHAT_MODEL: '', RATE_LIMIT: 'off' },
  });
  try {
    const address = await addressOf(child, signal);
    await ask(address, new Agent(), 'What is this about?');
    const figures: Figure[] = [
      {
        name: 'start to first answer',
        value: (performance.now() - started) / 1000,
        unit: 's',
        atMost: 5,
      },
    ];
    for (const connections of [1, 16]) {
      const asked = questions.splice(0, REQUESTS);
      figures.push(...(await askAll(address, connections, asked)));
    }
    figures.push(...(await benchDoors(address, questions.splice(0, REQUESTS))));
    return [...figures, ...(await memoryOf(child.pid ?? 0))];
  } finally {
    if (child.exitCode === null && child.pid) {
      process.kill(-child.pid, 'SIGTERM');
      await once(child, 'exit');
    }
  }
}

const TEMPLATES = [
  (name: string) => `What is ${name}?`,
  (name: string) => `Who worked on ${name}?`,
  (name: string) => `Where was ${name} published?`,
  (name: string) => `Is there code for ${name}?`,
  (name: string) => `How does ${name} work and why does it matter?`,
];

/** Distinct questions about the corpus, those of one source far from each other. */
function questionsOf(sources: readonly Source[]): string[] {
  const own = sources.filter((source) => source.kind !== 'list');
  const asks = own.flatMap((source) => source.asks).map((ask) => `Tell me: ${ask}?`);
  const questions = TEMPLATES.flatMap((template) => own.map(({ title }) => template(title)));
  return [...new Set(questions.flatMap((question, i) => [question, ...asks.slice(i, i + 1)]))];
}

async function addressOf(child: ChildProcess, signal: AbortSignal): Promise<string> {
  let output = '';
  return new Promise((resolve, reject) => {
    const fail = () =>
      reject(new ServiceError('internal-error', `The server did not start:\n${output}`));
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        output += text;
        const address = /https?:\/\/[\w.:[\]]+/.exec(output)?.[0];
        if (address && /https?:\S+\s/.test(output)) resolve(address);
      });
    }
    child.once('exit', fail);
    signal.addEventListener('abort', fail);
    setTimeout(fail, START_MS).unref();
  });
}

async function askAll(
  address: string,
  connections: number,
  questions: readonly string[],
): Promise<Figure[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const waiting = [...questions];
  // libuv takes one new connection a turn: a burst of them would be measured instead of answers.
  const warmUp = waiting.splice(0, connections);
  await Promise.all(warmUp.map((question) => ask(address, agent, question)));
  const asked = waiting.length;
  const times: number[] = [];
  const started = performance.now();
  await Promise.all(
    Array.from({ length: connections }, async () => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        const begun = performance.now();
        await ask(address, agent, next);
        times.push(performance.now() - begun);
      }
    }),
  );
  const seconds = (performance.now() - started) / 1000;
  agent.destroy();
  const name = connections === 1 ? '1 connection' : `${connections} connections`;
  return [
    { name: `${name}: answers a second`, value: asked / seconds, unit: '' },
    { name: `${name}: p50`, value: quantile(times, 0.5), unit: 'ms' },
    { name: `${name}: p99`, value: quantile(times, 0.99), unit: 'ms', atMost: P99_MS[connections] },
  ];
}

async function ask(address: string, agent: Agent, question: string): Promise<Answer> {
  const call = request(`${address}/api/chat`, {
    method: 'POST',
    agent,
    headers: { 'content-type': 'application/json', accept: 'application/json' },
  });
  call.end(JSON.stringify({ question }));
  const [response] = await once(call, 'response');
  const body = await json(response);
  if (response.statusCode === 200) return body as Answer;
  throw new ServiceError(
    'internal-error',
    `The server answered "${question}" with ${response.statusCode}: ${JSON.stringify(body)}`,
  );
}

/** Of the largest process that `npm start` began; Linux only. */
async function memoryOf(root: number): Promise<Figure[]> {
  if (process.platform !== 'linux') return [];
  const family = new Set([root]);
  const pids = (await readdir('/proc')).map(Number).filter(Number.isInteger);
  const statuses = new Map<number, string>();
  // Children have higher numbers than their parents, save where the numbers begin anew.
  for (const pid of pids.sort((a, b) => a - b)) {
    const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
    const parent = Number(/^PPid:\s+(\d+)/m.exec(status)?.[1]);
    if (pid !== root && !family.has(parent)) continue;
    family.add(pid);
    statuses.set(pid, status);
  }
  const megabytes = (field: string) =>
    Math.max(
      ...[...statuses.values()].map(
        (status) =>
          Number(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(status)?.[1] ?? 0) / 1024,
      ),
    );
  return [
    { name: 'server, resident memory', value: megabytes('VmRSS'), unit: 'MB', atMost: 350 },
    { name: 'server, resident memory at most', value: megabytes('VmHWM'), unit: 'MB' },
  ];
}
