import { stat } from 'node:fs/promises';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import type { Source } from '../../src/domain.ts';
import { ServiceError } from '../../src/errors.ts';
import { type Figure, quantile } from './bound.ts';
import { type Child, startChild } from './child.ts';
import { sendLoad } from './load.ts';
import { questionsAbout } from './questions.ts';

const CONNECTIONS = 16;
/** Short enough for both to meet the same noise of the machine. */
const QUESTIONS_A_BLOCK = 64;
const AT_LEAST = 0.85;

/**
 * What the journal, the limits and the telemetry cost together: two servers that run at the same time, one
 * with all of it, one with none, are asked the same blocks of questions in turn. The share is the median
 * of those of the pairs.
 *
 * @param settings where the index and the corpus are, and what both have set besides
 * @param folder for the journal
 */
export async function benchAllOn(
  name: string,
  settings: Readonly<Record<string, string>>,
  folder: string,
  sources: readonly Source[],
  pairs: number,
  signal: AbortSignal,
): Promise<Figure[]> {
  const collector = await startCollector();
  const journal = path.join(folder, name, 'journal.sqlite');
  const both = { ...settings, CHAT_MODEL: '', ADMIN_KEY: '', NODE_ENV: '' };
  const off = {
    ...both,
    ...{ JOURNAL: 'off', RATE_LIMIT: 'off', METRICS: 'false', LOG_FORMAT: 'text' },
    OTEL_SDK_DISABLED: 'true',
  };
  const on = {
    ...both,
    ...{ JOURNAL: 'on', JOURNAL_FILE: journal, DATABASE_URL: '' },
    ...{ RATE_LIMIT: '1000000/1d', REDIS_URL: '', METRICS: 'true', LOG_FORMAT: 'json' },
    ...{ OTEL_SDK_DISABLED: 'false', TRACE_SAMPLING: 'retroactive' },
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.address,
  };
  const titles = sources.filter(({ kind }) => kind !== 'list').map(({ title }) => title);
  const questions = questionsAbout(titles, (pairs + 1) * QUESTIONS_A_BLOCK);
  const children: Child[] = [];
  try {
    for (const one of [off, on]) {
      const command = { command: 'npm', args: ['start'], settings: one };
      children.push(await startChild(command, signal));
    }
    const samples: { off: number; on: number }[] = [];
    const spent = [0, 0];
    for (let pair = 0; pair <= pairs; pair++) {
      const begin = pair * QUESTIONS_A_BLOCK;
      const block = questions.slice(begin, begin + QUESTIONS_A_BLOCK);
      const perSecond = [0, 0];
      for (const which of pair % 2 ? [1, 0] : [0, 1]) {
        signal.throwIfAborted();
        const url = `${children[which]?.address}/api/chat`;
        const bodies = block.map((question) => ({ question }));
        const before = (await children[which]?.cpu()) ?? 0;
        perSecond[which] = (await sendLoad(url, bodies, CONNECTIONS)).perSecond;
        const after = (await children[which]?.cpu()) ?? 0;
        if (pair > 0) spent[which] = (spent[which] ?? 0) + after - before;
      }
      // The first pair warms up.
      if (pair > 0) samples.push({ off: perSecond[0] ?? 0, on: perSecond[1] ?? 0 });
    }
    await checkThatAllWasOn(children[1], journal, collector.exports());
    const median = (of: (sample: (typeof samples)[number]) => number) =>
      quantile(samples.map(of), 0.5);
    const figure = `answers a second at ${CONNECTIONS} connections, ${name}`;
    const cpu = spent.map((seconds) => (1_000 * seconds) / (pairs * QUESTIONS_A_BLOCK));
    return [
      { name: `${figure}: all off`, value: median((sample) => sample.off), unit: '' },
      {
        name: `${figure}: journal, limits and telemetry on`,
        value: median((sample) => sample.on),
        unit: '',
      },
      {
        name: `${figure}: share of all off`,
        value: median((sample) => sample.on / sample.off),
        unit: '',
        atLeast: AT_LEAST,
      },
      ...['all off', 'all on'].flatMap((which, i) => {
        const value = cpu[i] ?? 0;
        // None if the machine does not report it.
        return value > 0
          ? [{ name: `CPU time an answer, ${name}: ${which}`, value, unit: 'ms' }]
          : [];
      }),
    ];
  } finally {
    for (const child of children) await child.stop();
    collector.close();
  }
}

/** Takes what OpenTelemetry exports. */
async function startCollector() {
  let exports = 0;
  const server = http.createServer((request, response) => {
    exports += 1;
    request.resume().on('end', () => response.end());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    exports: () => exports,
    close: () => server.close(),
  };
}

async function checkThatAllWasOn(
  child: Child | undefined,
  journal: string,
  exports: number,
): Promise<void> {
  const { size } = await stat(journal);
  const response = await fetch(`${child?.address}/api/search?q=owner`);
  const metrics = await (await fetch(`${child?.address}/metrics`)).text();
  const isLimited = response.headers.has('RateLimit');
  if (size > 0 && isLimited && metrics.includes('ask_answers_total') && exports > 0) return;
  const found = JSON.stringify({ size, isLimited, metrics: metrics.length, exports });
  throw new ServiceError('internal-error', `Not all was on that was to be measured: ${found}`);
}
