import { describe, expect, it } from 'vitest';
import { ApplicationTelemetry } from './application-telemetry.ts';
import { recordComponent, surroundings } from './fixtures/record-component.ts';
import { LogWorkspace } from './log-workspace.ts';

describe(ApplicationTelemetry, () => {
  it('keeps what it gets in the workspace, and takes it from identities only', async () => {
    const { one, values } = await recordComponent(() => {
      const { connectionString } = new ApplicationTelemetry('telemetry', { surroundings });
      return { connectionString };
    });

    expect(one('Component')).toMatchObject({
      ingestionMode: 'LogAnalytics',
      workspaceResourceId: surroundings.workspaceId,
      disableLocalAuth: true,
      tags: surroundings.tags,
    });
    expect(values['connectionString']).toMatch(/^InstrumentationKey=/);
  });
});

describe(LogWorkspace, () => {
  it('keeps logs as long as it is told, and takes them from identities only', async () => {
    const { one, values } = await recordComponent(() => {
      const { workspaceId } = new LogWorkspace('logs', { surroundings, retentionDays: 90 });
      return { workspaceId };
    });

    expect(one('Workspace')).toMatchObject({
      retentionInDays: 90,
      features: { disableLocalAuth: true },
      tags: surroundings.tags,
    });
    expect(values['workspaceId']).toMatch(/\/logs$/);
  });
});
