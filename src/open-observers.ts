import type { Config } from './config.ts';
import { ServiceError } from './errors.ts';
import { isSameSecret } from './http/access/admin-key.ts';
import { OTEL } from './language/en/templates/owner-settings.ts';
import { type Log, logObserver, openJsonLog, textLog } from './telemetry/log.ts';
import type { Metrics } from './telemetry/metrics.ts';
import type { Observer } from './telemetry/observer.ts';
import type { Exporting, TracesOptions } from './telemetry/open-telemetry.ts';

/** Who watches the service, as the settings say; nobody by default. */
export interface Observation {
  readonly log: Log;
  readonly observers: readonly Observer[];
  /** Absent unless METRICS=true. */
  readonly metrics?: Metrics;
  /** Sends what is still to be sent. */
  shutdown(): Promise<void>;
}

/**
 * What nobody asked for is not loaded.
 * @throws ServiceError `invalid-settings` for OpenTelemetry variables that cannot be followed
 */
export async function openObservers(
  config: Config,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<Observation> {
  const { LOG_FORMAT: format, LOG_QUESTIONS: logsQuestions, ADMIN_KEY: adminKey } = config;
  const isJson =
    (format ?? (environment['NODE_ENV'] === 'production' ? 'json' : 'text')) === 'json';
  const log = isJson ? await openJsonLog() : textLog;
  const observers: Observer[] = isJson ? [logObserver(log, { logsQuestions })] : [];
  const counting = config.METRICS && (await import('./telemetry/metrics.ts')).createMetrics();
  if (counting) observers.push(counting.observer);
  const exported: Exporting[] = [];
  const signals = exportedSignals(environment);
  if (signals.length > 0) {
    const { exportMetrics, exportTraces } = await import('./telemetry/open-telemetry.ts');
    const isTraceAsked: TracesOptions['isTraceAsked'] = ({ headers }) => {
      const sent = headers['x-trace-key'];
      return typeof sent === 'string' && adminKey !== undefined && isSameSecret(sent, adminKey);
    };
    const isRetroactive = config.TRACE_SAMPLING === 'retroactive';
    if (signals.includes('TRACES')) {
      exported.push(exportTraces({ isRetroactive, logsQuestions, isTraceAsked }));
    }
    if (signals.includes('METRICS')) exported.push(exportMetrics());
  }
  observers.push(...exported.map(({ observer }) => observer));
  return {
    log,
    observers,
    ...(counting && { metrics: counting.metrics }),
    shutdown: async () => {
      await Promise.all(exported.map((one) => one.shutdown()));
    },
  };
}

/**
 * What is exported: where an endpoint is set, as the libraries themselves would try one on this machine.
 * @throws ServiceError `invalid-settings` for a protocol that they do not speak
 */
function exportedSignals(environment: Readonly<Record<string, string | undefined>>) {
  if (environment['OTEL_SDK_DISABLED']?.toLowerCase() === 'true') return [];
  const exported = (['TRACES', 'METRICS'] as const).filter(
    (signal) =>
      environment[`OTEL_${signal}_EXPORTER`] !== 'none' &&
      (environment['OTEL_EXPORTER_OTLP_ENDPOINT'] ||
        environment[`OTEL_EXPORTER_OTLP_${signal}_ENDPOINT`]),
  );
  for (const signal of exported) {
    const own = `OTEL_EXPORTER_OTLP_${signal}_PROTOCOL`;
    const name = environment[own] ? own : 'OTEL_EXPORTER_OTLP_PROTOCOL';
    const value = environment[name];
    if (value && value !== 'http/protobuf') {
      throw new ServiceError('invalid-settings', OTEL.protocol(name, value));
    }
  }
  return exported;
}
