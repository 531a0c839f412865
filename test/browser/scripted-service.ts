import type {
  Answer,
  AnswerEvent,
  ChatRequest,
  Citation,
  LaidOutItem,
  Layout,
  Service,
} from '../../src/domain.ts';

export const HINDSIGHT: Citation = {
  index: 1,
  sourceId: 'hindsight',
  passageId: 'hindsight#1',
  title: 'Hindsight',
  heading: 'NSDI 2023',
  quote:
    'Hindsight implements retroactive sampling: trace data is kept on each machine, and only once a symptom is seen are the traces concerned collected.',
  start: 0,
  end: 146,
  url: 'https://example.org/hindsight',
  links: [
    { label: 'Paper', url: 'https://example.org/hindsight.pdf' },
    { label: 'Code on GitLab', url: 'https://example.org/hindsight-code' },
  ],
};

export const TAIL: Citation = {
  ...HINDSIGHT,
  index: 2,
  sourceId: 'sampling',
  passageId: 'sampling#3',
  title: 'Trace sampling',
  heading: 'Head and tail sampling',
  quote: 'Head-based sampling decides before anything is known about a request.',
  url: null,
  links: [],
};

/** The chunks of the stream, cut in the middle of markup. */
export const CHUNKS = [
  'Hindsight is a tracing system for **edge',
  ' cases**: it keeps `trace data` on each machine and collects it only once a symptom is seen [',
  '1]. ',
  'Head-based sampling decides before anything is known about a request [2].\n\n- The paper is at https://example.org/hin',
  'dsight.pdf.\n- The code is [public](https://example.org/hindsight-code).\n',
];

export function answerTo(question: string): Answer {
  return {
    id: `answer-${question.length}`,
    status: 'answered',
    mode: 'extractive',
    question,
    answer: CHUNKS.join('').trim(),
    citations: [HINDSIGHT, TAIL],
    followUps: ['Who wrote Hindsight?', 'Did it win an award?'],
  };
}

const HINDSIGHT_ITEM: LaidOutItem = {
  sourceId: 'hindsight',
  kind: 'project',
  title: 'Hindsight',
  fullTitle: 'The Benefit of Hindsight: Tracing Edge-Cases in Distributed Systems',
  people: ['Lei Zhang', 'Jonathan Mace', ...'ABCDEFGH'.split('').map((name) => `${name}. Author`)],
  researcher: 'Jonathan Mace',
  venue: 'NSDI',
  year: 2023,
  pages: '321-339',
  awards: ['Best Paper Award'],
  url: HINDSIGHT.url,
  links: HINDSIGHT.links,
  text: 'Hindsight was published (NSDI 2023, pages 321–339) [1].',
  isTold: true,
};
const SAMPLING_ITEM: LaidOutItem = {
  ...HINDSIGHT_ITEM,
  sourceId: 'sampling',
  title: 'Trace sampling',
  fullTitle: undefined,
  people: [],
  researcher: undefined,
  venue: undefined,
  pages: undefined,
  year: 2019,
  awards: [],
  url: null,
  links: [],
  text: 'Trace sampling keeps some of the traces [2].',
  isTold: false,
};
const POSITION: Partial<LaidOutItem> = {
  kind: 'position',
  year: undefined,
  awards: [],
  isTold: false,
};

/** What is answered with more than text: the question, and the text around the items. */
export const LAID_OUT: Readonly<
  Record<string, Pick<Layout, 'type' | 'items' | 'total' | 'allAt'>>
> = {
  'Which works are there?': {
    type: 'works',
    items: [HINDSIGHT_ITEM, SAMPLING_ITEM],
    total: 1234,
    allAt: 'publications?venue=NSDI',
  },
  'How do they differ?': { type: 'comparison', items: [HINDSIGHT_ITEM, SAMPLING_ITEM] },
  'Where did he work?': {
    type: 'timeline',
    items: [
      { ...HINDSIGHT_ITEM, ...POSITION, fullTitle: undefined, start: '2023', asOf: '2026-01' },
      { ...SAMPLING_ITEM, ...POSITION, start: '2018', end: '2022-09', place: 'Lund' },
    ],
  },
};

function laidOut(answer: Answer): Answer {
  const layout = LAID_OUT[answer.question];
  if (layout === undefined) return answer;
  const text = layout.items.map((item) => `\n- ${item.text}`).join('');
  const before = 'The profile has these:\n';
  const end = before.length + text.length;
  const part = { ...layout, start: before.length, end, rest: '' };
  return { ...answer, answer: `${before}${text} And no more.`, layouts: [part] };
}

export interface ScriptedService extends Service {
  readonly asked: ChatRequest[];
  /** While true, each event waits for a call of `step`. */
  held: boolean;
  /** Releases one event. */
  step(): void;
  /** How many requests were aborted before the end. */
  aborted: number;
}

/** Gives every question the same answer; `unknown` is not covered. The test controls when events come. */
export function scriptedService(): ScriptedService {
  let pass: (() => void) | undefined;
  let passes = 0;
  const service: ScriptedService = {
    sources: [],
    passagesOf: () => [],
    status: {
      index: '0123456789abcdef',
      sources: 1,
      passages: 3,
      embedder: null,
      reader: null,
      chatModel: null,
    },
    researcher: 'Jonathan Mace',
    suggestions: [
      'What is Hindsight?',
      'Which papers appeared at SOSP?',
      'Which theses has he advised?',
    ],
    asked: [],
    held: false,
    aborted: 0,
    step() {
      passes += 1;
      pass?.();
    },
    async *ask(request, signal) {
      service.asked.push(request);
      passes = 0;
      try {
        for (const event of eventsFor(request.question)) {
          while (service.held && passes === 0) {
            await new Promise<void>((resolve) => {
              pass = resolve;
              signal.addEventListener('abort', () => resolve());
            });
            signal.throwIfAborted();
          }
          passes = Math.max(0, passes - 1);
          yield event;
        }
      } catch (error) {
        service.aborted += 1;
        throw error;
      }
    },
    search: async () => [],
    embed: async () => null,
  };
  return service;
}

function eventsFor(question: string): AnswerEvent[] {
  const answer = laidOut(answerTo(question));
  if (question === 'unknown') {
    const text = 'The profile does not say.';
    return [
      { type: 'text-delta', text },
      {
        type: 'end',
        answer: { ...answer, status: 'not_covered', answer: text, citations: [], followUps: [] },
      },
    ];
  }
  return [
    { type: 'citation', citation: HINDSIGHT },
    { type: 'citation', citation: TAIL },
    ...(answer.layouts ? [answer.answer] : CHUNKS).map(
      (text) => ({ type: 'text-delta', text }) as const,
    ),
    { type: 'end', answer },
  ];
}
