import * as monitor from '@pulumi/azure-native/monitor/index.js';
import type * as pulumi from '@pulumi/pulumi';

export interface SendLogsOptions {
  readonly resourceId: pulumi.Input<string>;
  readonly workspaceId: pulumi.Input<string>;
  readonly parent: pulumi.Resource;
}

/** Sends all logs and metrics of a resource to the workspace. */
export function sendLogs(name: string, options: SendLogsOptions): monitor.DiagnosticSetting {
  return new monitor.DiagnosticSetting(
    `${name}-logs`,
    {
      name: 'to-workspace',
      resourceUri: options.resourceId,
      workspaceId: options.workspaceId,
      logs: [{ categoryGroup: 'allLogs', enabled: true }],
      metrics: [{ category: 'AllMetrics', enabled: true }],
    },
    { parent: options.parent },
  );
}
