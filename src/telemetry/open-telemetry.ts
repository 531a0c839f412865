import type { IncomingMessage } from 'node:http';
import {
  type Attributes,
  context,
  defaultTextMapGetter,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-proto';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { detectResources, envDetector, resourceFromAttributes } from '@opentelemetry/resources';
import { MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';
import { BasicTracerProvider, BatchSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { LRUCache } from 'lru-cache';
import type { EndedCall, Observer } from './observer.ts';
import { type RetroactiveProcessor, retroactive } from './retroactive.ts';
import { createSlowest } from './slowest.ts';

const NAME = 'ask-the-researcher';
/** Buckets for seconds and for tokens that the conventions recommend. */
const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];
const CALL_SECONDS = [
  0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96,
];
const TOKENS = [1, 4, 16, 64, 256, 1024, 4096, 16384, 65536];
/** Answers whose trace a later rating can still have exported. */
const MAX_ANSWERS = 500;

export interface TracesOptions {
  /** Exports only traces that turned out to matter; otherwise all that the sampler takes. */
  readonly isRetroactive: boolean;
  /** Whether a request asks to have its trace exported, and may. */
  readonly isTraceAsked: (request: IncomingMessage) => boolean;
  readonly logsQuestions: boolean;
}

export interface Exporting {
  readonly observer: Observer;
  /** Exports what waits. */
  shutdown(): Promise<void>;
}

/**
 * Traces by the conventions for HTTP and for generative AI, exported as the `OTEL_` variables say, which
 * the libraries read by themselves.
 */
export function exportTraces(options: TracesOptions): Exporting {
  const exporting = new BatchSpanProcessor(new OTLPTraceExporter());
  const ring = options.isRetroactive ? retroactive(exporting) : null;
  const provider = new BasicTracerProvider({
    resource: resourceOf(),
    spanProcessors: [ring ?? exporting],
  });
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  return {
    observer: traceObserver(provider, ring ?? { trigger() {}, forget() {} }, options),
    shutdown: () => ended(provider),
  };
}

/** Metrics by the same conventions. */
export function exportMetrics(): Exporting {
  const reader = new PeriodicExportingMetricReader({ exporter: new OTLPMetricExporter() });
  const provider = new MeterProvider({ resource: resourceOf(), readers: [reader] });
  return { observer: metricObserver(provider), shutdown: () => ended(provider) };
}

function resourceOf() {
  const named = resourceFromAttributes({ 'service.name': NAME });
  return named.merge(detectResources({ detectors: [envDetector] }));
}

/** A collector that is gone must not keep the process from ending well. */
async function ended(provider: { shutdown(): Promise<void> }): Promise<void> {
  await provider.shutdown().catch(() => {});
}

function traceObserver(
  provider: BasicTracerProvider,
  { trigger, forget }: Pick<RetroactiveProcessor, 'trigger' | 'forget'>,
  { isTraceAsked, logsQuestions }: TracesOptions,
): Observer {
  const tracer = provider.getTracer(NAME);
  const propagator = new W3CTraceContextPropagator();
  const roots = new WeakMap<IncomingMessage, Span>();
  const traceOfAnswer = new LRUCache<string, string>({ max: MAX_ANSWERS });
  // A caller may have several requests in one trace.
  const answered = new LRUCache<string, true>({ max: MAX_ANSWERS });
  const isSlow = createSlowest();
  const fire = (span: Span, reason: string) => {
    span.setAttribute('ask.trigger', reason);
    trigger(span.spanContext().traceId);
  };
  return {
    requestBegan(request, proceed) {
      const parent = propagator.extract(ROOT_CONTEXT, request.headers, defaultTextMapGetter);
      const { method = 'GET', url = '/' } = request;
      const attributes = {
        'http.request.method': method,
        'url.path': url.split('?', 1)[0],
        'url.scheme': 'encrypted' in request.socket ? 'https' : 'http',
      };
      const span = tracer.startSpan(method, { kind: SpanKind.SERVER, attributes }, parent);
      roots.set(request, span);
      if (isTraceAsked(request)) fire(span, 'asked');
      context.with(trace.setSpan(parent, span), proceed);
    },
    requestEnded(request, { method, route, status, isAborted }) {
      const span = roots.get(request);
      if (!span) return;
      if (route !== null) span.updateName(`${method} ${route}`).setAttribute('http.route', route);
      span.setAttribute('http.response.status_code', status);
      if (isAborted) span.setAttribute('error.type', 'aborted');
      if (status >= 500) {
        span.setStatus({ code: SpanStatusCode.ERROR }).setAttribute('error.type', String(status));
        fire(span, 'error');
      }
      span.end();
      const { traceId } = span.spanContext();
      // Only of an answer may it turn out later that it matters.
      if (!answered.has(traceId)) forget(traceId);
    },
    stageEnded(stage, { start, end }) {
      tracer.startSpan(stage, { startTime: start }, context.active()).end(end);
    },
    answered({ id, status, reason, mode, fallback, question, citations }, { start, end }) {
      const span = trace.getActiveSpan();
      if (!span) return;
      const { traceId } = span.spanContext();
      answered.set(traceId, true);
      traceOfAnswer.set(id, traceId);
      span.setAttributes({
        'ask.answer.id': id,
        'ask.answer.status': status,
        'ask.answer.mode': mode,
        'ask.answer.citations': citations.length,
        ...(reason && { 'ask.answer.reason': reason }),
        ...(fallback && { 'ask.answer.fallback': fallback }),
        ...(logsQuestions && { 'ask.question': question }),
      });
      const slow = isSlow(end - start);
      if (fallback) fire(span, 'fallback');
      else if (status === 'not_covered') fire(span, 'declined');
      else if (slow) fire(span, 'slow');
    },
    callEnded(call) {
      const attributes = { ...callAttributes(call), ...usageAttributes(call) };
      const { start: startTime, end, fault } = call;
      const name = `chat ${attributes['gen_ai.request.model']}`;
      const kind = SpanKind.CLIENT;
      const span = tracer.startSpan(name, { kind, startTime, attributes }, context.active());
      if (fault) span.setStatus({ code: SpanStatusCode.ERROR });
      span.end(end);
    },
    rated({ answerId, rating }) {
      const traceId = traceOfAnswer.get(answerId);
      if (traceId && rating === 'down') trigger(traceId);
    },
  };
}

function metricObserver(provider: MeterProvider): Observer {
  const meter = provider.getMeter(NAME);
  const seconds = (name: string, buckets: number[]) =>
    meter.createHistogram(name, { unit: 's', advice: { explicitBucketBoundaries: buckets } });
  const requests = seconds('http.server.request.duration', SECONDS);
  const calls = seconds('gen_ai.client.operation.duration', CALL_SECONDS);
  const tokens = meter.createHistogram('gen_ai.client.token.usage', {
    unit: '{token}',
    advice: { explicitBucketBoundaries: TOKENS },
  });
  return {
    requestEnded(_request, { method, route, status, start, end }) {
      requests.record((end - start) / 1000, {
        'http.request.method': method,
        'http.response.status_code': status,
        ...(route !== null && { 'http.route': route }),
        ...(status >= 500 && { 'error.type': String(status) }),
      });
    },
    callEnded(call) {
      const attributes = callAttributes(call);
      calls.record((call.end - call.start) / 1000, attributes);
      if (!call.usage) return;
      tokens.record(call.usage.inputTokens, { ...attributes, 'gen_ai.token.type': 'input' });
      tokens.record(call.usage.outputTokens, { ...attributes, 'gen_ai.token.type': 'output' });
    },
  };
}

function callAttributes({ model, fault }: EndedCall): Attributes {
  const colon = model.indexOf(':');
  return {
    'gen_ai.operation.name': 'chat',
    'gen_ai.provider.name': model.slice(0, colon),
    'gen_ai.request.model': model.slice(colon + 1),
    ...(fault && { 'error.type': fault }),
  };
}

function usageAttributes({ usage }: EndedCall): Attributes {
  if (!usage) return {};
  const { inputTokens, outputTokens } = usage;
  return { 'gen_ai.usage.input_tokens': inputTokens, 'gen_ai.usage.output_tokens': outputTokens };
}
