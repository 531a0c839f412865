import { describe, expect, it } from 'vitest';
import { gapsAsCsv } from '../../src/gaps/export.ts';
import { createFindGaps } from '../../src/gaps/find.ts';
import type { Miss } from '../../src/journal/records.ts';
import { fakeService } from '../http/fake-service.ts';
import { hoursAgo } from '../journal/entries.ts';

const { signal } = new AbortController();

function miss(question: string, hours: number, fields: Partial<Miss> = {}): Miss {
  const at = hoursAgo(hours);
  return { type: 'declined', at, question, outOfScope: false, reasons: [], ...fields };
}

/** Within the last eight days, by words. */
async function find(...misses: Miss[]) {
  const service = fakeService();
  const findGaps = createFindGaps({ misses: async () => misses }, service);
  return { ...(await findGaps(hoursAgo(192), signal)), service, findGaps };
}

const down = { type: 'down-voted' } as const;

describe('unanswered questions', () => {
  it('is counted by meaning, the most frequent first, in the wording that was used most', async () => {
    const { gaps } = await find(
      miss('Is there a Windows version of Lantern?', 2),
      miss('Who is the dean?', 1),
      miss('Does Lantern run on Windows?', 4),
      miss('does lantern run on windows', 70),
      miss('Does Lantern run on Windows?', 71, { ...down, reasons: ['incorrect', 'unclear'] }),
    );
    expect(gaps).toMatchObject([
      {
        question: 'Does Lantern run on Windows?',
        wordings: [
          { question: 'Does Lantern run on Windows?', count: 3 },
          { question: 'Is there a Windows version of Lantern?', count: 1 },
        ],
        declined: 3,
        downVoted: 1,
        reasons: { incorrect: 1, unclear: 1 },
      },
      { question: 'Who is the dean?', declined: 1, downVoted: 0 },
    ]);
    expect(gaps[0]?.lastAsked.getTime()).toBeGreaterThan(hoursAgo(3).getTime());
    expect(gaps[0]?.firstAsked.getTime()).toBeLessThan(hoursAgo(70).getTime());
  });

  it.each([
    ['rising', [1, 2, 3, 4, 170]],
    ['falling', [1, 170, 171, 172, 173]],
    ['steady', [1, 2, 3, 171]],
  ])('is %s by the halves of the time', async (trend, hours) => {
    const { gaps } = await find(...hours.map((before) => miss('Who is the dean?', before)));
    expect(gaps[0]?.trend).toBe(trend);
    expect(gaps[0]?.counts.reduce((a, b) => a + b)).toBe(hours.length);
  });

  it('has no trend where nothing was asked before', async () => {
    const { gaps } = await find(...[1, 2, 3, 4].map((hours) => miss('Who is the dean?', hours)));
    expect(gaps[0]?.trend).toBe('steady');
  });

  it('has no trend within less than a week', async () => {
    const misses = [1, 2, 3, 4, 40].map((hours) => miss('Who is the dean?', hours));
    const findGaps = createFindGaps({ misses: async () => misses }, fakeService());
    const { gaps } = await findGaps(hoursAgo(48), signal);
    expect(gaps[0]?.trend).toBe('steady');
  });

  it('comes with the sources that are nearest, which are searched for once', async () => {
    const { gaps, service, findGaps } = await find(miss('How long do boats float?', 1));
    expect(gaps[0]?.nearest).toEqual([{ id: 'boats', title: 'Boats' }]);
    await findGaps(hoursAgo(192), signal);
    expect(service.asked).toHaveLength(1);
  });

  it('is marked where it was always taken to be about something else', async () => {
    const { gaps } = await find(
      miss('Who won the cup?', 1, { outOfScope: true }),
      miss('Who is the dean?', 1, { outOfScope: true }),
      miss('Who is the dean?', 2),
    );
    expect(gaps.map(({ question, outOfScope }) => [question, outOfScope])).toEqual([
      ['Who is the dean?', false],
      ['Who won the cup?', true],
    ]);
  });

  it('is bounded: of many different questions the newest thousand count', async () => {
    const misses = Array.from({ length: 1_100 }, (_, i) => miss(`word${i} other${i}`, i / 100));
    const { gaps, left } = await find(...misses);
    expect(gaps).toHaveLength(200);
    expect(left).toBe(100);
  });

  it('is a table in which no question is a formula', async () => {
    const { gaps } = await find(
      miss('=HYPERLINK("https://example.org"; "dean")', 1),
      miss('Who, "the dean"?', 2, { ...down, reasons: ['unclear'] }),
    );
    const [head, first, second] = gapsAsCsv({ gaps }).split('\n');
    expect(head).toMatch(/^question,declined,down_voted,reasons,out_of_scope,first_asked,/);
    expect(first).toMatch(/^"'=HYPERLINK\(""https/);
    expect(second).toMatch(/^"Who, ""the dean""\?",0,1,unclear \(1\),no,/);
  });
});
