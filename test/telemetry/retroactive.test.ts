import { ROOT_CONTEXT, trace } from '@opentelemetry/api';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import { expect, it } from 'vitest';
import { retroactive } from '../../src/telemetry/retroactive.ts';

it('keeps the newest 500 traces that are not forgotten, and what comes late of one that was exported', () => {
  const exporter = new InMemorySpanExporter();
  const ring = retroactive(new SimpleSpanProcessor(exporter));
  const tracer = new BasicTracerProvider({ spanProcessors: [ring] }).getTracer('test');
  const roots = Array.from({ length: 502 }, (_, i) =>
    tracer.startSpan(`root ${i}`, {}, ROOT_CONTEXT),
  );
  for (const root of roots) root.end();
  ring.forget(roots[3]?.spanContext().traceId ?? '');
  for (const i of [0, 1, 2, 3, 501]) ring.trigger(roots[i]?.spanContext().traceId ?? '');
  const late = trace.setSpan(
    ROOT_CONTEXT,
    roots[501] ?? trace.wrapSpanContext({ traceId: '', spanId: '', traceFlags: 0 }),
  );
  tracer.startSpan('late', {}, late).end();
  const names = exporter.getFinishedSpans().map(({ name }) => name);
  expect(names).toEqual(['root 2', 'root 501', 'late']);
});
