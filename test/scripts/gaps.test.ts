import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createJournal } from '../../src/journal/journal.ts';
import { openSqlite } from '../../src/journal/sqlite.ts';
import { declined, hoursAgo } from '../journal/entries.ts';
import { type LanternFolders, lanternFolders } from '../support/lantern-folders.ts';
import { runToEnd } from '../support/running-server.ts';

const QUESTION = 'Does Lantern run on Windows?';

let lantern: LanternFolders;
let settings: Record<string, string>;
beforeAll(async () => {
  lantern = await lanternFolders();
  const file = path.join(lantern.settings['CORPUS_DIR'] ?? '', '../journal.sqlite');
  settings = { ...lantern.settings, JOURNAL: 'on', JOURNAL_FILE: file };
  const journal = createJournal({
    database: openSqlite(file),
    keepDays: 90,
    onFailure: (error) => {
      throw error;
    },
    onRecovery: () => {},
  });
  journal.record(declined(QUESTION));
  journal.record(declined('Is there a Windows version of Lantern?', { askedAt: hoursAgo(30) }));
  journal.record(declined(QUESTION, { askedAt: hoursAgo(50) }));
  journal.record(declined('Who is the dean of her faculty?', { askedAt: hoursAgo(200) }));
  await journal.close();
});
afterAll(() => lantern.remove());

const gaps = (...args: string[]) =>
  runToEnd([process.execPath, '--import', 'tsx', 'scripts/gaps.ts', ...args], settings);

describe('npm run gaps', { timeout: 90_000 }, () => {
  it('lists unanswered questions by meaning, with what comes closest', async () => {
    const { printed, code } = await gaps();
    expect(code).toBe(0);
    expect(printed).toMatch(/2 things went unanswered: 4 questions were declined, 0 answers/);
    expect(printed).toMatch(/^1\. Does Lantern run on Windows\?\n {3}declined 3 times, last on /m);
    expect(printed).toMatch(/^ {3}also: Is there a Windows version of Lantern\?$/m);
    expect(printed).toMatch(/^ {3}nearest: .*Lantern/m);
  });

  it('gives the same as JSON and as a table, since a time', async () => {
    const json = await gaps('--json', '--since', '3d');
    expect(JSON.parse(json.printed)).toMatchObject({ gaps: [{ question: QUESTION, declined: 3 }] });
    const csv = await gaps('--csv', '--since', '2000-01-01');
    expect(csv.printed.trim().split('\n')).toHaveLength(3);
  });

  it.each([
    [['--since', 'yesterday'], /^--since yesterday is no time\. Write a day, as in 2026-11-01/],
    [['--since', '2026-13-45'], /^--since 2026-13-45 is no time/],
    [['--since', '2026-02-31'], /^--since 2026-02-31 is no time/],
    [['--stub', '7'], /--stub 7: choose a number from the list, 1 to 2\./],
    [['--frob'], /^Unknown option '--frob'/],
  ])('says what is wrong with %s', async (args, message) => {
    const { printed, code } = await gaps(...args);
    expect(printed).toMatch(message);
    expect(printed).not.toMatch(/^ {4}at /m);
    expect(code).toBe(1);
  });

  it('writes a draft and a case, which the check reports until the draft is written', async () => {
    const stub = await gaps('--stub', '1');
    expect(stub.printed).toMatch(/does-lantern-run-on-windows\.md is a draft: write what answers/);
    const corpusDir = settings['CORPUS_DIR'] ?? '';
    const draft = await readFile(path.join(corpusDir, 'does-lantern-run-on-windows.md'), 'utf8');
    expect(draft).toContain('draft: true');
    expect((await gaps()).printed).toMatch(/declined 3 times, .*\n {3}noted in questions\.yaml$/m);
    const checked = await gaps('--check');
    expect(checked.printed).toMatch(/^✗ Does Lantern run on Windows\?\n {2}There is no source/m);
    expect(checked.code).toBe(1);
  });
});
