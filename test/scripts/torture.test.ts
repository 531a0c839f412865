import { afterAll, beforeAll, expect, it } from 'vitest';
import { count, type Fault, none } from '../../scripts/torture/fault.ts';
import { reportOf, updatedReport, verdictOf } from '../../scripts/torture/report.ts';
import { type LanternFolders, lanternFolders } from '../support/lantern-folders.ts';
import { runToEnd } from '../support/running-server.ts';

const TORTURE = [process.execPath, '--import', 'tsx', 'scripts/torture.ts'];

let lantern: LanternFolders;
beforeAll(async () => {
  lantern = await lanternFolders();
});
afterAll(() => lantern.remove());

it('is survived by the service, in its short part', { timeout: 600_000 }, async () => {
  const { printed, code } = await runToEnd([...TORTURE, '--short'], lantern.settings);
  expect(printed).not.toContain('FAILED');
  // Only root can mount a small disk.
  const verdicts = printed.match(/^\S.*: (?:survived|not tried), \d+ s$/gm);
  expect(verdicts).toHaveLength(7);
  expect(code).toBe(0);
});

it('names the faults when one is asked for that does not exist', async () => {
  const { printed, code } = await runToEnd([...TORTURE, '--only', 'flood'], lantern.settings);
  expect(printed).toMatch(/There is no fault "flood"[\s\S]*kill-journaling/);
  expect(code).toBe(1);
});

const fault: Fault = {
  id: 'flood',
  name: 'A flood',
  done: 'Water comes.',
  expected: 'It goes.',
  run: async () => [],
};

it.each([
  ['survived', [none('drowned', 0), count('liters', 9)]],
  ['FAILED', [none('drowned', 1)]],
  ['not tried', 'there is no water'],
] as const)('reports a fault that was %s', (verdict, seen) => {
  const outcome = { fault, seen, seconds: 61 };
  expect(verdictOf(outcome)).toBe(verdict);
  const report = reportOf([outcome], 0);
  expect(report).toContain(`| A flood | ${verdict} |`);
  expect(report).toContain('**Done.** Water comes.');
  if (typeof seen === 'string') expect(report).toContain('Not tried: there is no water.');
  else expect(report).toContain(`| drowned | ${seen[0].value} | at most 0 |`);
});

it('writes the part of the report anew that is about a fault tried again', () => {
  const other = { ...fault, name: 'A drought' };
  const of = (drowned: number, of = fault) => ({
    ...{ fault: of, seen: [none('drowned', drowned)], seconds: 61 },
  });
  const before = reportOf([of(1), of(2, other)], 0);
  expect(updatedReport(before, [of(0)])).toBe(reportOf([of(0), of(2, other)], 0));
  expect(updatedReport(before, [of(0, other)])).toBe(reportOf([of(1), of(0, other)], 0));
});
