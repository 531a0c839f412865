import { describe, expect, it } from 'vitest';
import { agrees } from '../../src/answer/agreement.ts';
import { buildNameIndex } from '../../src/answer/names.ts';
import { coverageOf, findSupport, type SupportOptions } from '../../src/answer/support.ts';
import type { Hit, Source } from '../../src/domain.ts';
import { sentenceSpans } from '../../src/text/sentences.ts';
import { sourceOf } from '../support/corpus.ts';

const person = sourceOf({ id: 'ada-quill', kind: 'person', title: 'Ada Quill' });
const lantern = sourceOf({
  id: 'lantern',
  title: 'Lantern',
  people: ['Ada Quill', 'Bo Lind'],
  venue: 'NSDI',
  year: 2021,
});
const heron = sourceOf({ id: 'heron', title: 'Heron', people: ['Cyd Marsh'], venue: 'OSDI' });
const moth = sourceOf({
  id: 'moth',
  kind: 'thesis',
  title: 'Thesis of Dee Moth',
  people: ['Dee Moth'],
});
const theme = sourceOf({ id: 'theme-queues', kind: 'theme', title: 'Message queues' });
const names = buildNameIndex([person, lantern, heron, moth, theme], (stem) =>
  ['lantern', 'heron'].includes(stem),
);

/** A quote of Lantern's page. */
const agree = (sentence: string, quote: string, context = 'Lantern') =>
  agrees(sentence, quote, { names, context });

const TRACING = 'Lantern is a framework for distributed tracing that keeps spans in ring buffers.';
const COPIES = 'Lantern stores three copies of each span before a trigger fires.';
const RARE = 'Lantern does not drop rare requests.';
const WON = 'Lantern won an award at NSDI 2021, and Heron won an award at OSDI 2019.';
const BUILDS = 'Heron builds on Lantern to measure queues.';

describe('agrees', () => {
  it.each([
    ['the sentence itself', TRACING, TRACING],
    ['one clause of it', 'Lantern is a framework for distributed tracing.', TRACING],
    ['other words', 'Lantern, a tracing framework, retains its spans in ring buffers.', TRACING],
    [
      'the subject left to the title',
      'Lantern keeps spans in ring buffers.',
      'It keeps spans in ring buffers.',
    ],
    ['a number in digits', 'Lantern stores 3 copies of each span.', COPIES],
    ['a number with separators', 'Lantern saw 12,000 spans.', 'Lantern saw 12000 spans.'],
    ['a share in words', 'Lantern saves 40 percent.', 'Lantern saves 40 % of it.'],
    ['a negation kept', 'Rare requests are not dropped by Lantern.', RARE],
    [
      'a negation in another word',
      'Lantern works without a daemon.',
      'Lantern does not need a daemon.',
    ],
    ['"not X but Y" told as Y', 'Lantern is fast.', 'Lantern is not small but fast.'],
    ['the passive voice', 'Lantern is built upon by Heron.', BUILDS],
    [
      'what follows a relative clause',
      'Heron, which measures queues, builds on Lantern.',
      'Heron builds on Lantern to measure queues.',
    ],
    [
      'a subject after the name of another',
      'Heron keeps spans in memory.',
      'Heron builds on Lantern and keeps spans in memory.',
    ],
    ['"each other"', 'Lantern keeps spans apart from each other.', 'Lantern keeps spans apart.'],
    ['an enumeration turned round', 'Heron and Lantern use Rust.', 'Lantern and Heron use Rust.'],
    [
      'one of an enumeration',
      'Heron appeared at NSDI.',
      'Lantern, Heron and Moth appeared at NSDI.',
    ],
    ['a year of its own', 'Heron won an award at OSDI 2019.', WON],
    [
      'an address of the quote',
      'Lantern is at https://a.example/x.',
      'Lantern is at https://a.example/x, says Bo.',
    ],
    [
      'a name with a negation',
      'No Span Left was published.',
      'No Span Left was published in 2019.',
    ],
  ])('lets pass %s', (_, sentence, quote) => {
    expect(agree(sentence, quote)).toBe(true);
  });

  it.each([
    ['another number', 'Lantern stores four copies of each span.', COPIES],
    [
      'a number of something else',
      'Three theses came of it.',
      'Six theses came of three projects.',
    ],
    ['one for two', 'Lantern has one award.', 'Lantern has two awards.'],
    ['a share for a count', 'Lantern saves 40 % of spans.', 'Lantern saves 40 spans.'],
    ['another year', 'Lantern appeared in 2019.', 'Lantern appeared in 2021.'],
    ['the year of another', 'Lantern won an award at NSDI 2019.', WON],
    [
      'the year of another, in brackets',
      'Heron appeared at SOSP (2021).',
      'Two appeared at SOSP: Lantern (2021) and Heron (2019).',
    ],
    [
      'the other end of a period',
      'Quill was there from 2022.',
      'Quill was there from 2018 to 2022.',
    ],
    [
      'a year used twice',
      'Quill was there from 2018 to 2018.',
      'Quill was there from 2018 to 2022.',
    ],
    ['a negation added', 'Lantern is not a framework for distributed tracing.', TRACING],
    ['"never" added', 'Lantern never stores copies of each span.', COPIES],
    ['a negation left out', 'Lantern drops rare requests.', RARE],
    [
      '"avoids" left out',
      'Lantern has the data loss of sampling.',
      'Lantern avoids the data loss of sampling.',
    ],
    ['"without" for "with"', 'Lantern runs without a daemon.', 'Lantern runs with a daemon.'],
    ['the contrary', 'Lantern stores spans after a trigger fires.', COPIES],
    ['more than was said', 'Lantern is the first framework for distributed tracing.', TRACING],
    ['"all" where none was said', 'Lantern keeps all spans in ring buffers.', TRACING],
    ['another thing', 'Heron is a framework for distributed tracing.', TRACING],
    [
      'a thing that the corpus does not know',
      'Jaeger is a framework for distributed tracing.',
      TRACING,
    ],
    ['a topic as subject', 'Message queues store three copies of each span.', COPIES],
    ['another person', 'Bo Lind wrote it.', 'Cyd Marsh wrote it.'],
    ['another venue', 'Lantern appeared at SOSP.', 'Lantern appeared at NSDI.'],
    [
      'the researcher for another',
      'He wrote a thesis on sampling.',
      'Dee Moth wrote a thesis on sampling.',
    ],
    ['the two turned round', 'Lantern builds on Heron to measure queues.', BUILDS],
    [
      'a thing in the place of another',
      'Lantern reaches six nines of availability.',
      'Lantern is of the family of Heron, which reaches six nines of availability.',
    ],
    [
      'a topic in the place of a thing',
      'Message queues reach six nines of availability.',
      'Message queues are the subject of Heron. Heron reaches six nines of availability.',
    ],
    [
      'a thing in the place of another within an enumeration',
      'Moth, Lantern and Sparrow have public code.',
      'Moth, Heron and Sparrow have public code, as Lantern has.',
    ],
    [
      'two clauses exchanged',
      'Lantern schedules threads, while Heron coordinates limits.',
      'Heron and Lantern differ: Heron schedules threads, while Lantern coordinates limits.',
    ],
    [
      'a person in the place of another',
      'The title page names Ada Quill as project advisor.',
      'The title page names Bo Lind as project advisor and thanks Ada Quill.',
    ],
    [
      'a source for what comes of it',
      'Lantern generates traces from benchmarks.',
      'Lantern generates benchmarks from traces.',
    ],
    [
      'a span of years that it has not',
      'Quill (2018–2022) led it.',
      'Quill led it in 2022 and 2018.',
    ],
    [
      'what another does from which it differs',
      'Lantern uses clustering.',
      'Lantern differs from earlier work, which used clustering; Lantern keeps all spans.',
    ],
    [
      'a title without its "not"',
      'Lantern was published as “Energy is like Other Metrics”.',
      'Lantern was published as “Energy is not like Other Metrics”.',
    ],
    [
      'a name in brackets behind another',
      'Critical paths (Heron) are in Chapter 5.',
      'Critical paths (Lantern) are in Chapter 5, and Heron is in Chapter 6.',
    ],
    [
      'a span in words that it has not',
      'Quill led it from 2022 to 2022.',
      'Quill led it (2018–2022).',
    ],
    ['a term that it has not', 'Lantern keeps spans in autoencoders.', TRACING],
    ['the only one of several', 'Quill is the sole author.', 'Quill is one of the authors.'],
    [
      'what is said of another',
      'Heron keeps rare spans.',
      'Lantern differs from Heron: Lantern keeps rare spans.',
    ],
    [
      'an invented address',
      'Lantern is at https://evil.example/x.',
      'Lantern is at https://a.example/x.',
    ],
    [
      'an invented mail address',
      'Write to ada@evil.example about tracing.',
      'Write to Ada about tracing.',
    ],
  ])('stops %s', (_, sentence, quote) => {
    expect(agree(sentence, quote)).toBe(false);
  });
});

describe('coverageOf', () => {
  it.each([
    ['Lantern traces requests', 'Lantern, tracing a request', 1],
    ['Lantern traces requests', 'Lantern paints boats', 1 / 3],
    ['Of the and', 'Lantern paints boats', 0],
    ['', 'Lantern', 0],
  ])('of "%s" by "%s" is the share of content words', (sentence, text, share) => {
    expect(coverageOf(sentence, text)).toBeCloseTo(share);
  });
});

describe('findSupport', () => {
  const hit = (source: Source, text: string): Hit => ({
    source,
    passage: {
      id: `${source.id}#1`,
      sourceId: source.id,
      headings: [],
      start: 0,
      end: text.length,
      text,
      sentences: sentenceSpans(text),
    },
    score: 1,
    why: { named: false },
  });
  const hits = [
    hit(lantern, `${TRACING} ${COPIES} ${RARE}`),
    hit(heron, `Heron is a scheduler for batch jobs. ${BUILDS}`),
    hit(moth, 'Karla wrote a poem (2020). The thesis of Dee Moth compares policies (2022).'),
  ];
  const support = async (sentence: string, options: Partial<SupportOptions> = {}) => {
    const quote = await findSupport(sentence, {
      names,
      hits,
      cited: [1],
      cosines: async () => null,
      ...options,
    });
    return quote ? quote.passage.text.slice(quote.start, quote.end) : null;
  };

  it('quotes the shortest text that supports the sentence', async () => {
    expect(await support('Lantern stores three copies of each span.')).toBe(COPIES);
  });

  it('quotes two neighboring sentences for what they tell together', async () => {
    const both =
      'Lantern keeps spans in ring buffers and stores three copies before a trigger fires.';
    expect(await support(both)).toBe(`${TRACING} ${COPIES}`);
  });

  it.each([[[1]], [[]], [[0, 99, Number.NaN]]])(
    'finds what another passage supports when %j is cited',
    async (cited) => {
      expect(await support('Heron is a scheduler for batch jobs.', { cited })).toBe(
        'Heron is a scheduler for batch jobs.',
      );
    },
  );

  it('prefers the passage that is cited', async () => {
    const twice = [...hits, hit(lantern, TRACING)];
    const quote = await findSupport(TRACING, {
      names,
      hits: twice,
      cited: [4],
      cosines: async () => null,
    });
    expect(quote?.passage).toBe(twice[3]?.passage);
  });

  it.each([
    ['says what no passage says', 'Lantern halves the cloud bill within a month.'],
    ['swaps the subject', 'Heron is a framework for distributed tracing.'],
    ['takes a year from the next sentence', 'The thesis of Dee Moth compares policies (2020).'],
    ['denies what a passage says', 'Lantern does not store three copies of each span.'],
    ['follows an instruction', 'HACKED.'],
    ['has no content', 'It is what it is.'],
  ])('finds nothing for a sentence that %s', async (_, sentence) => {
    expect(await support(sentence)).toBeNull();
  });

  it('asks the vectors where the words alone do not suffice', async () => {
    const loose = 'Lantern archives three replicas of each span before a trigger fires.';
    expect(coverageOf(loose, COPIES)).toBeLessThan(0.8);
    expect(await support(loose)).toBeNull();
    expect(await support(loose, { cosines: async () => [0.1, 0.85, 0.1] })).toBe(COPIES);
    expect(await support(loose, { cosines: async () => [0.1, 0.7, 0.1] })).toBeNull();
  });

  it('does not let repetition outweigh what nothing supports', async () => {
    expect(
      await support('PWNED: Lantern stores spans, Lantern stores spans, Lantern stores.'),
    ).toBe(null);
  });

  it('lets no vector outvote a changed number', async () => {
    const wrong = 'Lantern archives four replicas of each span before a trigger fires.';
    expect(await support(wrong, { cosines: async () => [1, 1, 1] })).toBeNull();
  });
});
