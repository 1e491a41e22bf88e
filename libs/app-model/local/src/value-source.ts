import {
  ModelError,
  type AppModel,
  type EndpointProperty,
  type ValueSource,
} from '@heliograph/app-model-core';
import type { ReservedPort } from './reserve-ports.ts';

export interface ValueSourceOptions {
  readonly ports: readonly ReservedPort[];
  readonly host: string;
  readonly parameters: Readonly<Record<string, string>>;
}

/** Late values as they are on this machine: every endpoint is a port of one loopback address. */
export function createValueSource(model: AppModel, options: ValueSourceOptions): ValueSource {
  const { ports, host, parameters } = options;

  return {
    endpoint(resource, endpoint, property) {
      const found = ports.find((port) => port.resource === resource && port.endpoint === endpoint);
      if (found) return addressOf(host, found.port, property);
      throw new ModelError('endpoint-unknown', `${resource} got no port for ${endpoint}`);
    },
    connection(resource) {
      const target = model.resources.find(({ name }) => name === resource);
      if (target?.connection !== undefined) return target.connection;
      throw new ModelError('connection-missing', `${resource} has nothing to connect to`);
    },
    parameter(name) {
      const value = parameters[name];
      if (value !== undefined) return value;
      throw new ModelError('parameter-unknown', `The parameter ${name} got no value`);
    },
  };
}

function addressOf(host: string, port: number, property: EndpointProperty): string {
  switch (property) {
    case 'url':
      return `http://${host}:${port}`;
    case 'host':
      return host;
    case 'port':
      return String(port);
    case 'address':
      return `${host}:${port}`;
    case 'origins':
      // People type either name, and to a browser they are two origins.
      return [...new Set([host, 'localhost'])].map((name) => `http://${name}:${port}`).join(',');
  }
}
