import type { Journal } from '../../src/journal/journal.ts';
import { answered, DAY, declined, HOUR } from './entries.ts';

/** Questions of a month that nobody asked, by when: days before today and how often. */
const DECLINED: readonly (readonly [question: string, days: readonly number[]])[] = [
  ['Does Hindsight run on Windows?', [1, 1, 1, 3, 6]],
  ['Is there a Windows version of Hindsight?', [1, 8]],
  ['What salary do PhD students get?', [1, 2, 5, 9, 14, 20]],
  ['Can I get the slides of the SOSP talk?', [1, 4, 17, 21, 25]],
  ['How much memory does Hindsight need per node?', [1, 1, 12]],
  ['Which programming languages does Pivot Tracing support?', [1, 10]],
  ['Who won the football game last night?', [1]],
  ['Is there a Docker image for Canopy?', [2, 11, 22]],
];
const VOTED_DOWN = [
  ['What is the overhead of Hindsight?', ['incomplete', 'unclear']],
  ['Which papers are about resource management?', ['incomplete']],
] as const;
const SOURCES = ['hindsight', 'pivot-tracing', 'canopy', 'blueprint', 'retro'];
const MONTH = 30;

/** Fills a journal with a month of invented questions, yesterday's among them. */
export async function recordInvented(journal: Journal): Promise<void> {
  const noon = new Date(Math.floor(Date.now() / DAY) * DAY + 12 * HOUR);
  const on = (days: number, i: number) => new Date(noon.getTime() - days * DAY + i * 60_000);
  for (const [question, days] of DECLINED) {
    const reason = question.includes('football') ? 'out_of_scope' : 'not_in_corpus';
    for (const [i, day] of days.entries()) {
      journal.record(declined(question, { askedAt: on(day, i), reason, milliseconds: 30 + day }));
    }
  }
  const [citation] = answered('').answer.citations;
  for (let day = 1; day < MONTH; day++) {
    for (let i = 0; i < 6 + ((day * 7) % 11); i++) {
      const entry = answered('What is it?', {
        askedAt: on(day, i),
        milliseconds: 35 + ((i * day) % 40),
      });
      const sourceId = SOURCES[(i * i) % SOURCES.length] ?? '';
      const citations = citation ? [{ ...citation, sourceId }] : [];
      journal.record({ ...entry, answer: { ...entry.answer, citations } });
    }
  }
  for (const [question, reasons] of VOTED_DOWN) {
    const entry = answered(question, { askedAt: on(1, 0) });
    journal.record(entry);
    await journal.rate({ answerId: entry.answer.id, question, rating: 'down', reasons });
  }
  // Answers are written soon, not at once.
  const since = new Date(noon.getTime() - (MONTH + 1) * DAY);
  while ((await journal.days(since)).length < MONTH - 1) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
