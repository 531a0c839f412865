import type { ReadableSpan, SpanProcessor } from '@opentelemetry/sdk-trace-base';

/** Traces kept, some 20 kB each. */
const MAX_TRACES = 500;
/** A trace that never ends keeps no more spans than this. */
const MAX_SPANS = 200;

/** Keeps recent traces, and passes on those that turn out to matter. */
export interface RetroactiveProcessor extends SpanProcessor {
  /** Exports a trace: what is kept of it, and what is still to come. */
  trigger(traceId: string): void;
  /** Makes room: nothing can trigger this trace any more. */
  forget(traceId: string): void;
}

/**
 * Retroactive sampling: a trace is recorded whole and kept in a ring buffer, and whether it is worth
 * its export is decided when it is known how it went, even minutes later.
 */
export function retroactive(next: SpanProcessor): RetroactiveProcessor {
  const kept = new Map<string, ReadableSpan[]>();
  const triggered = new Map<string, true>();
  return {
    onStart: (span, context) => next.onStart(span, context),
    onEnd(span) {
      const { traceId } = span.spanContext();
      if (triggered.has(traceId)) return next.onEnd(span);
      const spans = kept.get(traceId);
      if (!spans) addBounded(kept, traceId, [span]);
      else if (spans.length < MAX_SPANS) spans.push(span);
    },
    trigger(traceId) {
      const spans = kept.get(traceId) ?? [];
      kept.delete(traceId);
      addBounded(triggered, traceId, true);
      for (const span of spans) next.onEnd(span);
    },
    forget: (traceId) => void kept.delete(traceId),
    forceFlush: () => next.forceFlush(),
    shutdown: () => next.shutdown(),
  };
}

/** The oldest entry makes room for the newest. */
function addBounded<T>(map: Map<string, T>, key: string, value: T): void {
  map.set(key, value);
  if (map.size <= MAX_TRACES) return;
  const [oldest] = map.keys();
  if (oldest !== undefined) map.delete(oldest);
}
