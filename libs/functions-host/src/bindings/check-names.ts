/**
 * Names and routes that Azure's host refuses. An app that has one runs without the function there,
 * so it had better not start here.
 *
 * Reference: Utility.cs and ScriptHost.cs in Azure/azure-functions-host
 */
import { FunctionsHostError } from '../functions-host-error.ts';
import { returnBinding, type FunctionDefinition } from './function-definition.ts';

const functionName = /^(?!host$)[a-z][a-z0-9_-]{0,127}$/i;
const bindingName = /^[a-z][a-z0-9]{0,127}$/i;
const reservedRoute = /^(admin|runtime)/i;

/** @throws FunctionsHostError `function-invalid` */
export function checkNames(name: string, bindingNames: readonly string[]): void {
  if (!functionName.test(name)) {
    throw invalid(
      name,
      'its name is not one that Azure takes: a letter, then letters, digits, _ and -',
    );
  }
  const wrong = bindingNames.find((one) => one !== returnBinding && !bindingName.test(one));
  if (wrong !== undefined) {
    throw invalid(
      name,
      `its binding "${wrong}" has a name that Azure does not take: a letter, then letters and digits`,
    );
  }
}

/** @throws FunctionsHostError `function-invalid` for reserved routes and for those that two want */
export function checkRoutes(functions: readonly FunctionDefinition[]): void {
  const seen: { name: string; route: string; methods: readonly string[] }[] = [];
  for (const { name, trigger } of functions) {
    if (trigger.kind !== 'http') continue;
    const route = trigger.template.text.toLowerCase();
    const { methods } = trigger;
    if (reservedRoute.test(route)) {
      throw invalid(name, `its route "${route}" begins with what Azure keeps for itself`);
    }
    const other = seen.find((one) => one.route === route && shareMethod(one.methods, methods));
    if (other !== undefined) {
      throw new FunctionsHostError(
        'function-invalid',
        `The functions "${other.name}" and "${name}" both want the route "${route}"`,
      );
    }
    seen.push({ name, route, methods });
  }
}

/** Empty lists mean all methods. */
const shareMethod = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === 0 || b.length === 0 || a.some((method) => b.includes(method));

const invalid = (name: string, why: string): FunctionsHostError =>
  new FunctionsHostError('function-invalid', `The function "${name}": ${why}`);
