import type { Config } from './config.ts';
import { ServiceError } from './errors.ts';
import { isSameSecret } from './http/access/admin-key.ts';
import { OTEL } from './language/en/templates/owner-settings.ts';
import { type Log, logObserver, openJsonLog, textLog } from './telemetry/log.ts';
import type { Metrics } from './telemetry/metrics.ts';
import type { Observer } from './telemetry/observer.ts';

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
  const isOn = isOpenTelemetryOn(environment);
  const exporting =
    isOn &&
    (await import('./telemetry/open-telemetry.ts')).startOpenTelemetry({
      isRetroactive: config.TRACE_SAMPLING === 'retroactive',
      logsQuestions,
      isTraceAsked({ headers }) {
        const sent = headers['x-trace-key'];
        return typeof sent === 'string' && adminKey !== undefined && isSameSecret(sent, adminKey);
      },
    });
  if (exporting) observers.push(exporting.observer);
  return {
    log,
    observers,
    ...(counting && { metrics: counting.metrics }),
    shutdown: async () => {
      if (exporting) await exporting.shutdown();
    },
  };
}

const ENDPOINTS = ['', 'TRACES_', 'METRICS_'].map((of) => `OTEL_EXPORTER_OTLP_${of}ENDPOINT`);

/** On where an endpoint is set, as the libraries themselves would try one on this machine. */
function isOpenTelemetryOn(environment: Readonly<Record<string, string | undefined>>): boolean {
  if (environment['OTEL_SDK_DISABLED']?.toLowerCase() === 'true') return false;
  if (!ENDPOINTS.some((name) => environment[name])) return false;
  for (const name of ['OTEL_EXPORTER_OTLP_PROTOCOL', 'OTEL_EXPORTER_OTLP_TRACES_PROTOCOL']) {
    const value = environment[name];
    if (value && value !== 'http/protobuf') {
      throw new ServiceError('invalid-settings', OTEL.protocol(name, value));
    }
  }
  return true;
}
