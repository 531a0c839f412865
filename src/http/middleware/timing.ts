import type { ServerResponse } from 'node:http';
import type { AnswerEvent, RecordTiming, Timings } from '../../domain.ts';

export interface Stopwatch {
  readonly record: RecordTiming;
  /** Milliseconds recorded so far, with two decimals, in the order of the stages. */
  timings(): Timings;
}

/** Adds up the time of each stage of one request. */
export function createStopwatch(): Stopwatch {
  const spent = new Map<keyof Timings, number>();
  return {
    record(stage, milliseconds) {
      spent.set(stage, (spent.get(stage) ?? 0) + milliseconds);
    },
    timings: () =>
      Object.fromEntries([...spent].map(([stage, ms]) => [stage, Math.round(ms * 100) / 100])),
  };
}

/** Sets `Server-Timing` (W3C) to the timings so far: `embed;dur=3.21, fuse;dur=0.4` */
export function setServerTiming(response: ServerResponse, { timings }: Stopwatch): void {
  const metrics = Object.entries(timings()).map(([stage, ms]) => `${stage};dur=${ms}`);
  if (metrics.length > 0) response.setHeader('Server-Timing', metrics.join(', '));
}

/** The same events; sets the header to the timings known at the first of them. */
export async function* withServerTiming(
  events: AsyncIterable<AnswerEvent>,
  response: ServerResponse,
  stopwatch: Stopwatch,
): AsyncGenerator<AnswerEvent> {
  for await (const event of events) {
    if (!response.headersSent) setServerTiming(response, stopwatch);
    yield event;
  }
}
