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
        `${dashboardSettingsPath} could not be loaded: the dashboard's own server does not answer.`,
        { cause },
      );
    },
  );
  const text = await response.text().catch(() => '');
  const body = parse(text);
  if (!response.ok) throw refusal(response.status, body);
  if (body === undefined) {
    // Static hosts answer with the page itself where they lack a file.
    const what = text.trimStart().startsWith('<')
      ? 'is missing: a page came instead'
      : 'is no JSON';
    throw new DashboardError('settings-invalid', `${dashboardSettingsPath} ${what}.`);
  }
  const settings = dashboardSettingsSchema.safeParse(body);
  if (!settings.success) {
    const issues = settings.error.issues.map(({ path, message }) => {
      const where = path.map(String).join('.') || 'It';
      return `${where} ${message}.`;
    });
    throw new DashboardError(
      'settings-invalid',
      `${dashboardSettingsPath} is not valid. ${issues.join(' ')}`,
      { cause: settings.error },
    );
  }
  return { ...settings.data, backendUrl: settings.data.backendUrl.replace(/\/+$/, '') };
}

function refusal(status: number, body: unknown): DashboardError {
  const problem = problemSchema.safeParse(body);
  if (problem.success) {
    return new DashboardError('settings-unavailable', problem.data.error.message);
  }
  const sentence =
    status === 404
      ? `${dashboardSettingsPath} is missing beside the dashboard.`
      : `${dashboardSettingsPath} could not be loaded: the server answered with status ${status}.`;
  return new DashboardError('settings-unavailable', sentence);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
