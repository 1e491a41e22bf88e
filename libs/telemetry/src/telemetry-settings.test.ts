import { describe, expect, it } from 'vitest';
import { readTelemetryTarget } from './telemetry-settings.ts';

const insights = { APPLICATIONINSIGHTS_CONNECTION_STRING: 'InstrumentationKey=a-key' };
const otlp = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318' };
const toInsights = {
  kind: 'application-insights',
  connectionString: insights.APPLICATIONINSIGHTS_CONNECTION_STRING,
};

describe(readTelemetryTarget, () => {
  it.for<[Record<string, string>, object]>([
    [{}, { kind: 'none' }],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: ' ' }, { kind: 'none' }],
    [otlp, { kind: 'otlp' }],
    [{ ...otlp, ...insights }, toInsights],
    [{ ...otlp, ...insights, OTEL_SDK_DISABLED: 'TRUE' }, { kind: 'none' }],
  ])('%j: %j', ([environment, target]) => {
    expect(readTelemetryTarget(environment)).toEqual(target);
  });

  it.for([
    ['Authorization=AAD', {}],
    ['ClientId=an-id; Authorization=aad', { clientId: 'an-id' }],
    ['ClientId=an-id', undefined],
    ['', undefined],
  ] as const)('reads %j as the identity %j', ([text, identity]) => {
    const environment = { ...insights, APPLICATIONINSIGHTS_AUTHENTICATION_STRING: text };

    expect(readTelemetryTarget(environment)).toEqual({
      ...toInsights,
      ...(identity && { identity }),
    });
  });
});
