import type { Source } from '../../src/domain.ts';
import { ServiceError } from '../../src/errors.ts';
import { type Bound, type Figure, quantile } from './bound.ts';
import { type Command, startChild } from './child.ts';
import { benchInterfaces } from './interfaces.ts';
import { type Load, sendLoad } from './load.ts';
import type { Peer } from './peer.ts';
import { questionsAbout } from './questions.ts';

const MANY = 16;
const WARM_UP = 48;
const AT_ONE = 100;
const AT_MANY = 240;
/** Few enough for any cache of a server to take effect. */
const REPEATED = 10;

interface Contender {
  readonly id: 'ours' | 'quoting' | 'peer';
  readonly name: string;
  readonly command: Command;
}

interface Sample {
  readonly startSeconds: number;
  readonly fresh: Timing;
  readonly repeated: Timing;
  readonly memory: number | null;
}

interface Timing {
  readonly one: Load;
  readonly many: Load;
}

interface Measure {
  readonly name: string;
  readonly unit: string;
  of(sample: Sample): number | null;
  readonly bounds?: { readonly [id in Contender['id']]?: Bound };
}

const MEASURES: readonly Measure[] = [
  {
    name: 'start to first answer',
    unit: 's',
    of: ({ startSeconds }) => startSeconds,
    bounds: { ours: { atMost: 5 } },
  },
  {
    name: 'new questions, p50 at 1 connection',
    unit: 'ms',
    of: ({ fresh }) => quantile(fresh.one.times, 0.5),
    bounds: { ours: { atMost: 25 }, quoting: { ratioAtMost: 1 } },
  },
  {
    name: 'new questions, p95 at 1 connection',
    unit: 'ms',
    of: ({ fresh }) => quantile(fresh.one.times, 0.95),
  },
  {
    name: `new questions, answers a second at ${MANY} connections`,
    unit: '',
    of: ({ fresh }) => fresh.many.perSecond,
    bounds: { ours: { atLeast: 60 }, quoting: { ratioAtLeast: 1 } },
  },
  {
    name: `new questions, p99 at ${MANY} connections`,
    unit: 'ms',
    of: ({ fresh }) => quantile(fresh.many.times, 0.99),
    bounds: { ours: { atMost: 1000 } },
  },
  {
    name: 'repeated questions, p50 at 1 connection',
    unit: 'ms',
    of: ({ repeated }) => quantile(repeated.one.times, 0.5),
  },
  {
    name: 'repeated questions, p95 at 1 connection',
    unit: 'ms',
    of: ({ repeated }) => quantile(repeated.one.times, 0.95),
  },
  {
    name: `repeated questions, answers a second at ${MANY} connections`,
    unit: '',
    of: ({ repeated }) => repeated.many.perSecond,
  },
  {
    name: `repeated questions, p99 at ${MANY} connections`,
    unit: 'ms',
    of: ({ repeated }) => quantile(repeated.many.times, 0.99),
  },
  {
    name: 'resident memory',
    unit: 'MB',
    of: ({ memory }) => memory,
    bounds: { ours: { atMost: 420 } },
  },
];

/**
 * The server without a chat model, as configured and with its reader off, next to the peer: each in its
 * own process, in turns (A B C, C B A, …). A figure is the median of the rounds, a ratio the
 * median of the ratios within a round, so that a slow minute of the machine weighs on both sides.
 *
 * @param settings where our index and the corpus are
 * @param peer from `preparePeer`
 */
export async function benchServer(
  settings: Readonly<Record<string, string>>,
  peer: Peer | null,
  sources: readonly Source[],
  rounds: number,
  signal: AbortSignal,
): Promise<Figure[]> {
  const contenders = contendersOf(settings, peer?.command ?? null);
  const titles = sources.filter(({ kind }) => kind !== 'list').map(({ title }) => title);
  const questions = questionsAbout(titles, WARM_UP + AT_ONE + AT_MANY);
  if (questions.length < WARM_UP + AT_ONE + AT_MANY)
    throw new ServiceError(
      'invalid-request',
      `The corpus has ${titles.length} sources, too few for a measurement. Set CORPUS_DIR to a larger one.`,
    );
  const samples: Partial<Record<Contender['id'], Sample>>[] = [];
  for (let round = 0; round < rounds; round++) {
    const sampled: (typeof samples)[number] = {};
    for (const { id, command } of round % 2 ? contenders.toReversed() : contenders) {
      signal.throwIfAborted();
      sampled[id] = await sample(command, questions, signal);
    }
    samples.push(sampled);
    console.error(`  round ${round + 1} of ${rounds}`);
  }
  const compared = MEASURES.flatMap((measure) =>
    contenders.flatMap(({ id, name }) => figureOf(measure, id, name, samples)),
  );
  const builds = peer
    ? [{ name: 'index build: LangChain pipeline', value: peer.buildSeconds, unit: 's' }]
    : [];
  return [...builds, ...compared, ...(await interfacesOf(contenders[0], questions, signal))];
}

function contendersOf(settings: Readonly<Record<string, string>>, peer: Command | null) {
  const ours = (more: Readonly<Record<string, string>>): Command => ({
    command: 'npm',
    args: ['start'],
    settings: { ...settings, CHAT_MODEL: '', RATE_LIMIT: 'off', JOURNAL: 'off', ...more },
  });
  const own: readonly [Contender, Contender] = [
    { id: 'ours', name: 'as set', command: ours({}) },
    { id: 'quoting', name: 'READER=none', command: ours({ READER: 'none' }) },
  ];
  return peer
    ? ([...own, { id: 'peer', name: 'LangChain pipeline', command: peer }] as const)
    : own;
}

async function sample(
  command: Command,
  questions: readonly string[],
  signal: AbortSignal,
): Promise<Sample> {
  const begun = performance.now();
  const child = await startChild(command, signal);
  try {
    const send = (asked: readonly string[], connections: number) => {
      const bodies = asked.map((question) => ({ question }));
      return sendLoad(`${child.address}/api/chat`, bodies, connections);
    };
    await send(['What is this about?'], 1);
    const startSeconds = (performance.now() - begun) / 1000;
    await send(questions.slice(0, WARM_UP), MANY);
    const fresh = {
      one: await send(questions.slice(WARM_UP, -AT_MANY), 1),
      many: await send(questions.slice(-AT_MANY), MANY),
    };
    const again = (count: number) =>
      Array.from({ length: count }, (_, i) => questions[i % REPEATED] ?? '');
    const repeated = {
      one: await send(again(AT_ONE), 1),
      many: await send(again(AT_MANY), MANY),
    };
    return { startSeconds, fresh, repeated, memory: await child.memory() };
  } finally {
    await child.stop();
  }
}

/** None if the machine does not report it. */
function figureOf(
  { name, unit, of, bounds }: Measure,
  id: Contender['id'],
  contender: string,
  samples: readonly Partial<Record<Contender['id'], Sample>>[],
): Figure[] {
  const measured = (sample: Sample | undefined) => (sample ? of(sample) : null);
  const pairs = samples.map((round) => [measured(round[id]), measured(round.peer)] as const);
  const values = pairs.flatMap(([value]) => value ?? []);
  if (values.length === 0) return [];
  const ratios = pairs.flatMap(([value, peers]) => (value && peers ? value / peers : []));
  const ratio = ratios.length > 0 && id !== 'peer' ? quantile(ratios, 0.5) : undefined;
  return [
    { name: `${name}: ${contender}`, value: quantile(values, 0.5), unit, ratio, ...bounds?.[id] },
  ];
}

async function interfacesOf(
  { command }: Contender,
  questions: readonly string[],
  signal: AbortSignal,
): Promise<Figure[]> {
  const child = await startChild(command, signal);
  try {
    return await benchInterfaces(child.address, questions);
  } finally {
    await child.stop();
  }
}
