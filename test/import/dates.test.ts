import { describe, expect, it } from 'vitest';
import { readTimes } from '../../src/import/dates.ts';

describe('the times in an entry', () => {
  it.each([
    ['2014 – 2019 Reader, Eskerholm', { start: '2014', end: '2019' }, 'Reader, Eskerholm'],
    ['2014–19 Reader', { start: '2014', end: '2019' }, 'Reader'],
    ['April 2021 – present Reader', { start: '2021-04', end: 'present' }, 'Reader'],
    ['Sep. 2010 - Aug. 2012: Reader', { start: '2010-09', end: '2012-08' }, 'Reader'],
    ['08/2014 – 12/2018 Reader', { start: '2014-08', end: '2018-12' }, 'Reader'],
    ['2019 - Reader', { start: '2019', end: 'present' }, 'Reader'],
    ['Bruno Rook 2021 – tides', { start: '2021', end: 'present' }, 'Bruno Rook tides'],
    ['Bruno Rook (2022 - ), tides', { start: '2022', end: 'present' }, 'Bruno Rook, tides'],
    ['seit 1.4.2021 Leiterin', { start: '2021-04-01', end: 'present' }, 'Leiterin'],
    ['März 2016 bis Mai 2018 Leiterin', { start: '2016-03', end: '2018-05' }, 'Leiterin'],
    ['Editor (since 2020)', { start: '2020', end: 'present' }, 'Editor'],
    ['A talk, Vardal, June 2024', { date: '2024-06' }, 'A talk, Vardal'],
    ['2025 “A talk”, Vardal, February', { date: '2025-02' }, '“A talk”, Vardal'],
    ['Radio, 12 June 2022.', { date: '2022-06-12' }, 'Radio.'],
    ['Radio, June 12, 2022', { date: '2022-06-12' }, 'Radio'],
    ['No time at all', {}, 'No time at all'],
  ])('%s', (text, times, rest) => {
    const { years, rest: left, ...found } = readTimes(text);
    expect(found).toEqual(times);
    expect(left).toBe(rest);
    expect(years).toEqual([]);
  });

  it('are several single years', () => {
    expect(readTimes('Committee member (2019, 2021, 2023)')).toMatchObject({
      date: '2019',
      years: ['2021', '2023'],
    });
  });
});
