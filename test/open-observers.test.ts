import { describe, expect, it } from 'vitest';
import { readConfig } from '../src/config.ts';
import { openObservers } from '../src/open-observers.ts';
import { textLog } from '../src/telemetry/log.ts';

const ENDPOINT = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1' };

describe('openObservers', () => {
  it.each([
    ['nothing is set', {}],
    ['OpenTelemetry is turned off', { ...ENDPOINT, OTEL_SDK_DISABLED: 'true' }],
  ])('watches nothing where %s', async (_, environment) => {
    const { log, observers, metrics } = await openObservers(readConfig({}), environment);
    expect({ log, observers, metrics }).toEqual({
      log: textLog,
      observers: [],
      metrics: undefined,
    });
  });

  it.each([
    [{ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://127.0.0.1:1' }, ['stageEnded']],
    [{ OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: 'http://127.0.0.1:1' }, []],
    [{ ...ENDPOINT, OTEL_TRACES_EXPORTER: 'none' }, []],
  ])('exports only what has an endpoint: %j', async (environment, traced) => {
    const { observers, shutdown } = await openObservers(readConfig({}), environment);
    expect(observers).toHaveLength(1);
    expect(Object.keys(observers[0] ?? {}).filter((name) => name === 'stageEnded')).toEqual(traced);
    await shutdown();
  });

  it('refuses a protocol that it does not speak, with the remedy', async () => {
    const environment = { ...ENDPOINT, OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' };
    await expect(openObservers(readConfig({}), environment)).rejects.toMatchObject({
      code: 'invalid-settings',
      message: expect.stringMatching(
        /^OTEL_EXPORTER_OTLP_PROTOCOL=grpc: only http\/protobuf .*4318/,
      ),
    });
  });
});
