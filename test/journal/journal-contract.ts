import { describe, expect, it, onTestFinished } from 'vitest';
import type { Feedback } from '../../src/domain.ts';
import type { Database } from '../../src/journal/database.ts';
import { createJournal, type Journal, type JournalOptions } from '../../src/journal/journal.ts';
import { answered, DAY, declined, hoursAgo } from './entries.ts';

const EVER = new Date(0);

/** What a journal promises, wherever it is kept. `open` gives an empty database at the first call of a test. */
export function describeJournal(name: string, open: () => Promise<() => Database>): void {
  async function start(options: Partial<JournalOptions> = {}) {
    const connect = await open();
    const begin = (): Journal =>
      createJournal({
        database: connect(),
        keepDays: 90,
        onFailure: (error) => {
          throw error;
        },
        onRecovery: () => {},
        ...options,
      });
    let journal = begin();
    onTestFinished(() => journal.close());
    return {
      journal: () => journal,
      /** Everything recorded so far is written, and read by another process from here on. */
      async reopen() {
        await journal.close();
        journal = begin();
        return journal;
      },
    };
  }
  const down = (fields: Partial<Feedback> = {}): Feedback => ({
    ...{ answerId: 'a1', question: 'Why?', rating: 'down', reasons: [] },
    ...fields,
  });

  describe(`a journal in ${name}`, () => {
    it('has nothing at first', async () => {
      const journal = (await start()).journal();
      expect(await journal.misses(EVER)).toEqual([]);
      expect(await journal.days(EVER)).toEqual([]);
      expect(await journal.sources(EVER)).toEqual(new Map());
      expect(await journal.votes(EVER)).toEqual({ up: 0, down: 0 });
    });

    it('gives the questions that were declined, newest first, and no others', async () => {
      const { journal, reopen } = await start();
      journal().record(declined('Does it run on Windows?', { askedAt: hoursAgo(3) }));
      journal().record(answered('Why do kites fly?'));
      journal().record(declined('Which of the two?', { reason: 'ambiguous' }));
      journal().record(declined('Who won?', { askedAt: hoursAgo(2), reason: 'out_of_scope' }));
      expect(await (await reopen()).misses(EVER)).toMatchObject([
        { type: 'declined', question: 'Who won?', outOfScope: true },
        { type: 'declined', question: 'Does it run on Windows?', outOfScope: false },
      ]);
    });

    it('gives the part of a message that was declined, as it was understood', async () => {
      const { journal, reopen } = await start();
      const readings = [
        { question: 'Who wrote Lantern?', outcome: 'answered' },
        { question: 'Does Lantern run on Windows?', outcome: 'declined' },
      ] as const;
      journal().record(answered('Who wrote it, and does it run on Windows?', { readings }));
      const misses = await (await reopen()).misses(EVER);
      expect(misses.map(({ question }) => question)).toEqual(['Does Lantern run on Windows?']);
    });

    it('gives what was voted down with its reasons, once, by the last vote', async () => {
      const { journal, reopen } = await start();
      const entry = answered('and it?', {
        readings: [{ question: 'What is Lantern?', outcome: 'answered' }],
      });
      const answerId = entry.answer.id;
      journal().record(entry);
      await journal().rate(down({ answerId, question: 'and it?' }));
      await journal().rate(down({ answerId, reasons: ['unclear', 'incorrect'] }));
      await journal().rate(down({ answerId: 'other', question: 'Of an answer that is gone' }));
      await journal().rate(down({ answerId: 'third' }));
      await journal().rate(down({ answerId: 'third', rating: 'up' }));
      const read = await reopen();
      const misses = await read.misses(EVER);
      expect(new Set(misses.map(({ type }) => type))).toEqual(new Set(['down-voted']));
      expect(new Map(misses.map(({ question, reasons }) => [question, reasons]))).toEqual(
        new Map([
          ['What is Lantern?', ['unclear', 'incorrect']],
          ['Of an answer that is gone', []],
        ]),
      );
      expect(await read.votes(EVER)).toEqual({ up: 1, down: 2 });
    });

    it('has no personal data, in questions and readings alike', async () => {
      const { journal, reopen } = await start();
      journal().record(declined('Will she write to ada@example.org?'));
      await journal().rate(down({ question: 'Call +46 70 123 45 67?' }));
      const questions = (await (await reopen()).misses(EVER)).map(({ question }) => question);
      expect(new Set(questions)).toEqual(
        new Set(['Will she write to [e-mail address]?', 'Call [telephone number]?']),
      );
    });

    it('counts by day, with the times of answers by nearest rank', async () => {
      const { journal, reopen } = await start({ keepDays: 36_500 });
      const noon = new Date('2026-03-01T12:00:00Z');
      for (let ms = 1; ms <= 100; ms++) {
        journal().record(answered('Why?', { askedAt: noon, milliseconds: ms }));
      }
      const midnight = new Date('2026-03-02T00:00:00Z');
      journal().record(declined('Who?', { askedAt: midnight, milliseconds: 7 }));
      journal().record(
        declined('Which?', { askedAt: midnight, milliseconds: 9, reason: 'ambiguous' }),
      );
      const days = await (await reopen()).days(new Date('2026-03-01T00:00:00Z'));
      expect(days).toEqual([
        { date: '2026-03-01', answered: 100, declined: 0, askedBack: 0, medianMs: 50, slowMs: 95 },
        { date: '2026-03-02', answered: 0, declined: 1, askedBack: 1, medianMs: 7, slowMs: 9 },
      ]);
    });

    it('counts the sources of answers, each once an answer', async () => {
      const { journal, reopen } = await start();
      const [first] = answered('Why?').answer.citations;
      if (!first) throw new Error('no citation');
      const cite = (...ids: string[]) => {
        const entry = answered('Why?');
        const citations = ids.map((sourceId) => ({ ...first, sourceId }));
        journal().record({ ...entry, answer: { ...entry.answer, citations } });
      };
      cite('kites', 'kites', 'boats');
      cite('kites');
      expect(await (await reopen()).sources(EVER)).toEqual(
        new Map([
          ['kites', 2],
          ['boats', 1],
        ]),
      );
    });

    it('gives nothing from before the time that is asked for', async () => {
      const { journal, reopen } = await start();
      journal().record(declined('Long ago?', { askedAt: hoursAgo(50) }));
      const read = await reopen();
      expect(await read.misses(hoursAgo(49))).toEqual([]);
      expect(await read.days(hoursAgo(49))).toEqual([]);
    });

    it('deletes what is older than the days that it keeps', async () => {
      const { journal, reopen } = await start({ keepDays: 2 });
      journal().record(declined('Old?', { askedAt: new Date(Date.now() - 3 * DAY) }));
      journal().record(declined('New?', { askedAt: new Date(Date.now() - DAY) }));
      const read = await reopen();
      await expect
        .poll(async () => (await read.misses(EVER)).map(({ question }) => question))
        .toEqual(['New?']);
    });

    it('deletes the oldest beyond the most that it keeps', async () => {
      const { journal, reopen } = await start({ maxRows: 3 });
      for (let i = 0; i < 6; i++) {
        journal().record(declined(`Question ${i}?`, { askedAt: hoursAgo(10 - i) }));
      }
      const read = await reopen();
      await expect
        .poll(async () => (await read.misses(EVER)).map(({ question }) => question))
        .toEqual(['Question 5?', 'Question 4?', 'Question 3?']);
    });

    it('writes a thousand answers that come at once', async () => {
      const { journal, reopen } = await start();
      const entries = Array.from({ length: 1_000 }, (_, i) => declined(`Question ${i}?`));
      for (const entry of entries) journal().record(entry);
      expect(await (await reopen()).misses(EVER)).toHaveLength(1_000);
    });
  });
}
