import { describe, expect, test } from 'vitest';
import { readYears } from '../../src/corpus/time-span.ts';

const TODAY = new Date(2026, 5, 1);

describe('readYears', () => {
  test.each<[string, [number, number][] | null]>([
    ['2018', [[2018, 2018]]],
    ['2015-2018', [[2015, 2018]]],
    ['2018-', [[2018, 9999]]],
    ['-2018', [[0, 2018]]],
    ['Which publications are from 2023?', [[2023, 2023]]],
    ['papers of 2023', [[2023, 2023]]],
    [
      'What came out in 2019 and 2021?',
      [
        [2019, 2019],
        [2021, 2021],
      ],
    ],
    ['Which papers are since 2021?', [[2021, 9999]]],
    ['anything from 2021 onwards', [[2021, 9999]]],
    ['papers from 2021 on', [[2021, 9999]]],
    ['papers of 2021 or later', [[2021, 9999]]],
    ['not before 2021', [[2021, 9999]]],
    ['after 2021', [[2022, 9999]]],
    ['newer than 2021', [[2022, 9999]]],
    ['before 2020', [[0, 2019]]],
    ['prior to 2020', [[0, 2019]]],
    ['until 2020', [[0, 2020]]],
    ['up to 2020', [[0, 2020]]],
    ['no later than 2020', [[0, 2020]]],
    ['2020 or earlier', [[0, 2020]]],
    ['since 2015 but before 2018', [[2015, 2017]]],
    ['after 2015 and until 2018', [[2016, 2018]]],
    ['between 2019 and 2021', [[2019, 2021]]],
    ['from 2019 to 2021', [[2019, 2021]]],
    ['2019–2021', [[2019, 2021]]],
    ['2019–21', [[2019, 2021]]],
    ['between 2021 and 2019', [[2019, 2021]]],
    ['in the 2010s', [[2010, 2019]]],
    ['in the last three years', [[2023, 2026]]],
    ['over the past 5 years', [[2021, 2026]]],
    ['last year', [[2025, 2025]]],
    ['in the last year', [[2025, 2026]]],
    ['this year', [[2026, 2026]]],
    ['How many nodes, 20190 or 1024?', null],
    ['before the workshop', null],
    ['', null],
  ])('%s', (text, expected) => {
    const years = readYears(text, TODAY);
    expect(years?.map(({ first, last }) => [first, last]) ?? null).toEqual(expected);
  });
});
