import type { Answer, AnswerEvent, Citation, Hit, Service, Source } from '../../src/domain.ts';
import { ServiceError } from '../../src/errors.ts';

const body = 'Kites fly because the wind pushes them up. The longest flight took nine hours.';

export const kites: Source = {
  id: 'kites',
  kind: 'paper',
  title: 'Kites',
  aliases: ['The kite paper'],
  summary: 'Why kites fly.',
  url: 'https://example.org/kites',
  links: [{ label: 'PDF', url: 'https://example.org/kites.pdf' }],
  people: ['Ada Example'],
  venue: 'Journal of Wind',
  year: 2021,
  awards: ['Best paper'],
  topics: ['wind'],
  related: ['boats'],
  asks: ['never shown'],
  asOf: '2026-01',
  body,
};

export const boats: Source = {
  ...kites,
  id: 'boats',
  title: 'Boats',
  summary: undefined,
  url: undefined,
  links: [],
};

export const citation: Citation = {
  index: 1,
  sourceId: 'kites',
  passageId: 'kites#1',
  title: 'Kites',
  heading: 'Flight',
  quote: 'Kites fly because the wind pushes them up.',
  start: 0,
  end: 42,
  url: 'https://example.org/kites',
  links: kites.links,
};

export function answerTo(question: string): Answer {
  return {
    id: 'answer-1',
    status: 'answered',
    mode: 'extractive',
    question,
    answer: 'Kites fly because the wind pushes them up. [1]',
    citations: [citation],
    followUps: ['How long was the longest flight?'],
  };
}

export const FLOOD_FRAMES = 400;
export const FLOOD_TEXT = 'x'.repeat(65_536);

export interface FakeService extends Service {
  /** What `ask` and `search` were called with, in order. */
  readonly asked: unknown[];
  /** How many chunks of a flood were read. */
  flooded: number;
  /** Lets those go on that ponder. */
  go(): void;
  /** Resolves when the work on an answer has stopped: done, failed or aborted. */
  readonly stopped: Promise<void>;
}

/**
 * Answers every question with one citation, two pieces of text and the end, but for these questions:
 * `fail early` and `fail late` fail (late: after the citation), `refuse` and `refuse late` fail on
 * purpose, `ponder` and `ponder and fail` do nothing at first until `go` is called, `wait` stops after the citation until the client disconnects, `flood` is 26 MB of text,
 * `stop` never ends properly.
 */
export function fakeService(): FakeService {
  let stop: () => void = () => {};
  const stopped = new Promise<void>((resolve) => {
    stop = resolve;
  });
  let go: () => void = () => {};
  const gone = new Promise<void>((resolve) => {
    go = resolve;
  });
  const fake: FakeService = {
    sources: [kites, boats],
    passagesOf: (sourceId) => [
      {
        id: `${sourceId}#1`,
        sourceId,
        headings: [],
        start: 0,
        end: body.length,
        text: body,
        sentences: [],
      },
    ],
    status: {
      index: '0123456789abcdef',
      sources: 2,
      passages: 3,
      embedder: null,
      reader: null,
      chatModel: null,
    },
    researcher: 'Ada Example',
    suggestions: ['Why do kites fly?', 'Who flew them?', 'What is a boat?'],
    asked: [],
    flooded: 0,
    stopped,
    go,
    async *ask(request, signal): AsyncGenerator<AnswerEvent> {
      fake.asked.push(request);
      const { question } = request;
      try {
        if (question === 'fail early') throw new Error('secret of the early failure');
        if (question === 'refuse') throw new ServiceError('model-failed', 'The model "m" failed.');
        if (question.startsWith('ponder')) await gone;
        if (question === 'ponder and fail') throw new Error('secret of the slow failure');
        yield { type: 'citation', citation };
        if (question === 'fail late') throw new Error('secret of the late failure');
        if (question === 'refuse late') throw new ServiceError('model-failed', 'The model failed.');
        if (question === 'stop') return;
        if (question === 'wait') {
          await new Promise((resolve) => signal.addEventListener('abort', resolve));
          signal.throwIfAborted();
        }
        while (question === 'flood' && fake.flooded < FLOOD_FRAMES) {
          fake.flooded += 1;
          yield { type: 'text-delta', text: FLOOD_TEXT };
        }
        yield { type: 'text-delta', text: 'Kites fly because ' };
        yield { type: 'text-delta', text: 'the wind pushes them up. [1]' };
        yield { type: 'end', answer: answerTo(question) };
      } finally {
        stop();
      }
    },
    embed: async () => null,
    async search(query, limit): Promise<readonly Hit[]> {
      fake.asked.push({ query, limit });
      if (query === 'fail') throw new Error('secret of the search');
      const start = body.indexOf('The longest');
      const passage = {
        id: 'boats#2',
        sourceId: 'boats',
        headings: ['Boats', 'Flight'],
        start,
        end: body.length,
        text: body.slice(start),
        sentences: [{ start: 0, end: body.length - start }],
      };
      return [{ passage, source: boats, score: 0.5, why: { keywordRank: 1, named: false } }];
    },
  };
  return fake;
}
