import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client';
import type { Observer } from './observer.ts';

/** The figures of a process, as Prometheus reads them. */
export interface Metrics {
  readonly contentType: string;
  text(): Promise<string>;
}

/** From 5 ms, which a cached answer takes, to two minutes, which a slow local model takes. */
const ANSWER_SECONDS = [0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 60, 120];

/** Counts from now on. Names follow Prometheus's conventions: base units, `_total` for counters. */
export function createMetrics(): { readonly observer: Observer; readonly metrics: Metrics } {
  const registry = new Registry();
  const registers = [registry];
  // Among them the lag of the event loop, memory and garbage collection.
  collectDefaultMetrics({ register: registry });
  const requests = new Counter({
    name: 'ask_http_requests_total',
    help: 'Requests by route and status.',
    labelNames: ['method', 'route', 'status'],
    registers,
  });
  const durations = new Histogram({
    name: 'ask_answer_duration_seconds',
    help: 'Time from question to the end of the answer.',
    labelNames: ['mode'],
    buckets: ANSWER_SECONDS,
    registers,
  });
  const answers = new Counter({
    name: 'ask_answers_total',
    help: 'Answers by mode, status and, where declined, reason.',
    labelNames: ['mode', 'status', 'reason'],
    registers,
  });
  const fallbacks = new Counter({
    name: 'ask_fallbacks_total',
    help: 'Answers that the chat model did not write, or not all of, by reason.',
    labelNames: ['fallback'],
    registers,
  });
  const calls = new Counter({
    name: 'ask_model_calls_total',
    help: 'Requests to chat models; fault is empty where they succeeded.',
    labelNames: ['model', 'fault'],
    registers,
  });
  const tokens = new Counter({
    name: 'ask_model_tokens_total',
    help: 'Tokens as the provider counts them.',
    labelNames: ['model', 'type'],
    registers,
  });
  const cost = new Counter({
    name: 'ask_model_cost_total',
    help: 'What the chat models cost, in the currency of MODEL_PRICES.',
    labelNames: ['model'],
    registers,
  });
  const ratings = new Counter({
    name: 'ask_ratings_total',
    help: 'What visitors thought of answers.',
    labelNames: ['rating'],
    registers,
  });
  const observer: Observer = {
    requestEnded(_request, { method, route, status }) {
      requests.inc({ method, route: route ?? 'none', status });
    },
    answered({ mode, status, reason = '', fallback }, { start, end }) {
      durations.observe({ mode }, (end - start) / 1000);
      answers.inc({ mode, status, reason });
      if (fallback) fallbacks.inc({ fallback });
    },
    callEnded({ model, usage, fault, cost: spent }) {
      calls.inc({ model, fault: fault ?? '' });
      if (usage) tokens.inc({ model, type: 'input' }, usage.inputTokens);
      if (usage) tokens.inc({ model, type: 'output' }, usage.outputTokens);
      if (spent) cost.inc({ model }, spent);
    },
    rated({ rating }) {
      ratings.inc({ rating });
    },
  };
  return {
    observer,
    metrics: { contentType: registry.contentType, text: () => registry.metrics() },
  };
}
