import { connectionStringName, type AppModel } from '@heliograph/app-model-core';
import { AccessError, parseConnectionString } from '@heliograph/signalr-access';
import { ApphostError } from './apphost-error.ts';
import { connectionParameters, settingsFile, type LocalSettings } from './local-settings.ts';

/**
 * The values of a model's parameters: those the host knows, and those that were supplied.
 * @throws ApphostError `setting-invalid`, `parameter-missing`; no message repeats a value
 */
export function suppliedValues(
  model: AppModel,
  settings: LocalSettings,
  known: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const names = new Set(model.resources.map(({ name }) => name));
  const stranger = settings.namedInFile.find((name) => !names.has(name));
  if (stranger !== undefined) {
    throw new ApphostError(
      'setting-invalid',
      `${settingsFile} has ${connectionStringName(stranger)}, but there is no such resource, only ${[...names].join(', ')}.`,
    );
  }
  for (const { name, kind } of model.resources) {
    const value = settings.connectionStrings.get(name);
    if (value !== undefined && kind === 'azure-signalr') checkSignalR(name, value);
  }
  const values: Record<string, string> = { ...connectionParameters(settings), ...known };
  for (const { name } of model.parameters) {
    const value = values[name] ?? settings.parameters.get(name.toLowerCase().replaceAll('_', '-'));
    if (value === undefined) {
      const setting = `Parameters__${name.replaceAll('-', '_')}`;
      throw new ApphostError(
        'parameter-missing',
        `The parameter ${name} needs a value: set ${setting} in the environment or in ${settingsFile}.`,
      );
    }
    values[name] = value;
  }
  return values;
}

function checkSignalR(name: string, value: string): void {
  try {
    parseConnectionString(value);
  } catch (cause) {
    if (!(cause instanceof AccessError)) throw cause;
    throw new ApphostError('setting-invalid', `${connectionStringName(name)}: ${cause.message}.`, {
      cause,
    });
  }
}
