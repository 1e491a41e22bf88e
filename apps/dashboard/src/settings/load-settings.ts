import {
  dashboardSettingsPath,
  dashboardSettingsSchema,
  problemSchema,
  type DashboardSettings,
} from '@heliograph/contracts';
import { DashboardError } from '../dashboard-error.ts';

/**
 * Reads the settings that lie beside the dashboard.
 *
 * @throws DashboardError `settings-unavailable`, `settings-invalid`
 */
export async function loadSettings(fetch: typeof globalThis.fetch): Promise<DashboardSettings> {
  const response = await fetch(dashboardSettingsPath, { cache: 'no-store' }).catch(
    (cause: unknown) => {
      throw new DashboardError(
        'settings-unavailable',
        `${dashboardSettingsPath} could not be loaded: the dashboard's own server does not answer`,
        { cause },
      );
    },
  );
  const body: unknown = await response.json().catch(() => undefined);
  if (!response.ok) {
    const problem = problemSchema.safeParse(body);
    throw new DashboardError(
      'settings-unavailable',
      problem.success
        ? problem.data.error.message
        : `${dashboardSettingsPath} answered ${response.status}`,
    );
  }
  const settings = dashboardSettingsSchema.safeParse(body);
  if (!settings.success) {
    const [issue] = settings.error.issues;
    const where = issue?.path.map(String).join('.') || 'the file';
    throw new DashboardError(
      'settings-invalid',
      `${dashboardSettingsPath} is not valid: ${where}: ${issue?.message ?? 'unreadable'}`,
      { cause: settings.error },
    );
  }
  return { ...settings.data, backendUrl: settings.data.backendUrl.replace(/\/+$/, '') };
}
