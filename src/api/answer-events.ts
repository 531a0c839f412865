import type { Answer, AnswerEvent, Timings } from '../domain.ts';
import type { Problem } from './problem.ts';

const INCOMPLETE = 'The answer stopped before its "end" event.';

/** The whole answer, from the `end` event. */
export async function collectAnswer(events: AsyncIterable<AnswerEvent>): Promise<Answer> {
  for await (const event of events) {
    if (event.type === 'end') return event.answer;
  }
  throw new Error(INCOMPLETE);
}

/**
 * The answer as frames of server-sent events: `citation`, `text-delta`, `end`.
 * @param timings read at the end and added to the `end` event, unless empty
 */
export async function* answerFrames(
  events: AsyncIterable<AnswerEvent>,
  timings: () => Timings,
): AsyncGenerator<string> {
  for await (const event of events) {
    yield frameOf(event, timings);
    if (event.type === 'end') return;
  }
  throw new Error(INCOMPLETE);
}

export function errorFrame(problem: Problem): string {
  return frame('error', problem);
}

function frameOf(event: AnswerEvent, timings: () => Timings): string {
  switch (event.type) {
    case 'citation':
      return frame(event.type, event.citation);
    case 'text-delta':
      return frame(event.type, { text: event.text });
    case 'end': {
      const spent = timings();
      const isKnown = Object.keys(spent).length > 0;
      return frame(event.type, isKnown ? { ...event.answer, timings: spent } : event.answer);
    }
  }
}

// JSON.stringify writes no line breaks, so one `data` line is enough.
function frame(event: string, data: unknown): string {
  return `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}
