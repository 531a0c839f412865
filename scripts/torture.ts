import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { readConfig } from '../src/config.ts';
import { ServiceError } from '../src/errors.ts';
import { parseCommandLine, runScript } from './lib/run.ts';
import { clockJumps } from './torture/clock-jumps.ts';
import { damagedIndex } from './torture/damaged-index.ts';
import type { Fault } from './torture/fault.ts';
import { fullDisk } from './torture/full-disk.ts';
import { prepareGround } from './torture/ground.ts';
import { halfOpen, slowBodies } from './torture/half-open.ts';
import { killIndexing } from './torture/kill-indexing.ts';
import { killJournaling } from './torture/kill-journaling.ts';
import { leavers } from './torture/leavers.ts';
import { manyClients } from './torture/many-clients.ts';
import { mixedLoad } from './torture/mixed-load.ts';
import { providers } from './torture/providers.ts';
import { linesOf, type Outcome, reportOf, updatedReport, verdictOf } from './torture/report.ts';
import { slowReaders } from './torture/slow-readers.ts';
import { stopUnderLoad } from './torture/stop-under-load.ts';

const FAULTS: readonly Fault[] = [
  ...[mixedLoad, slowReaders, leavers, halfOpen, slowBodies, manyClients],
  ...[providers, fullDisk, damagedIndex, stopUnderLoad, killIndexing, killJournaling, clockJumps],
];
/** What takes little of a machine. */
const SHORT = [
  mixedLoad,
  slowReaders,
  leavers,
  slowBodies,
  fullDisk,
  stopUnderLoad,
  killJournaling,
];
const REPORT = 'RELIABILITY.md';

const USAGE = `Usage: npm run torture [-- --short] [--only FAULT]

Does to the service what can happen to it, on this machine alone, and tells what came of it. All
faults in full take about half an hour and write ${REPORT}. Fails if one was not survived.

  --short       less of some of them, about a minute; nothing is written
  --only FAULT  one of ${FAULTS.map(({ id }) => id).join(', ')};
                may be repeated; what ${REPORT} says of them is written anew
  --help        this text`;

await runScript(async (signal) => {
  const { values } = parseCommandLine(USAGE, {
    short: { type: 'boolean', default: false },
    only: { type: 'string', multiple: true },
  });
  const { short: isShort, only } = values;
  for (const id of only ?? []) {
    if (!FAULTS.some((fault) => fault.id === id))
      throw new ServiceError('invalid-request', `There is no fault "${id}".\n\n${USAGE}`);
  }
  const [loadBefore = 0] = loadavg();
  const folder = await mkdtemp(path.join(tmpdir(), 'torture-'));
  const outcomes: Outcome[] = [];
  try {
    const ground = await prepareGround(readConfig(process.env), folder, isShort, signal);
    const all = isShort && !only ? SHORT : FAULTS;
    for (const fault of all.filter(({ id }) => only?.includes(id) ?? true)) {
      signal.throwIfAborted();
      const begun = performance.now();
      const seen = await fault.run(ground);
      const outcome = { fault, seen, seconds: (performance.now() - begun) / 1000 };
      outcomes.push(outcome);
      console.log(`${fault.name}: ${verdictOf(outcome)}, ${Math.round(outcome.seconds)} s`);
      for (const line of linesOf(outcome)) console.log(`  ${line}`);
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  if (!isShort) {
    const report = only && (await readFile(REPORT, 'utf8').catch(() => null));
    if (report) await writeFile(REPORT, updatedReport(report, outcomes));
    else if (!only) await writeFile(REPORT, reportOf(outcomes, loadBefore));
  }
  if (outcomes.some((outcome) => verdictOf(outcome) === 'FAILED')) process.exitCode = 1;
});
