import { figure } from './figures.ts';

/** What a service can do, in what Azure sells: a unit has so many connections and so much traffic. */
export interface AzureCapacity {
  readonly units: number;
  readonly connectionUnits: number;
  readonly trafficUnits: number;
}

// https://learn.microsoft.com/azure/azure-signalr/signalr-concept-performance
const connectionsPerUnit = 1_000;
const outboundMegabytesPerUnit = 4;

/** @param measured Connections that fit, and megabytes (10^6) a second towards clients. */
export function azureCapacity(measured: {
  readonly connections: number;
  readonly outboundMegabytes: number;
}): AzureCapacity {
  const connectionUnits = measured.connections / connectionsPerUnit;
  const trafficUnits = measured.outboundMegabytes / outboundMegabytesPerUnit;
  return { units: Math.min(connectionUnits, trafficUnits), connectionUnits, trafficUnits };
}

export function capacityText({ units, connectionUnits, trafficUnits }: AzureCapacity): string {
  const parts = `${figure(connectionUnits)} by open files, ${figure(trafficUnits)} by outbound traffic`;
  return `${figure(units)} Azure units (${parts})`;
}
