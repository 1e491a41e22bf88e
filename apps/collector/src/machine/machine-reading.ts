/**
 * What a machine says of itself at one moment. Most of it are counters since the machine started;
 * `createMachineMeter` turns two readings into values.
 */
export interface MachineReading {
  /** Absent where the system does not tell. */
  readonly cpu?: Counted<CpuTimes>;
  readonly memory?: MemoryReading;
  readonly disk?: DeviceReading<DiskCounters>;
  readonly network?: DeviceReading<NetworkCounters>;
}

/** A value together with the moment it was read, in milliseconds of a clock that is never set back. */
export interface Counted<T> {
  readonly readAt: number;
  readonly value: T;
}

/** Time spent, summed over all processors, in any unit. */
export interface CpuTimes {
  readonly user: number;
  readonly system: number;
  readonly idle: number;
  /** Idle, with disk requests under way. Linux only, as is the next. */
  readonly iowait?: number;
  /** Taken by other machines on the same host. */
  readonly steal?: number;
}

/** In bytes. */
export interface MemoryReading {
  readonly total: number;
  /** What programs could get without swapping. */
  readonly available: number;
  /** What the system holds of files and gives back when needed. */
  readonly cached?: number;
}

/** In bytes since the start. */
export interface DiskCounters {
  readonly read: number;
  readonly written: number;
}

/** In bytes since the start. */
export interface NetworkCounters {
  readonly received: number;
  readonly sent: number;
}

export interface DeviceReading<Counters> {
  readonly readAt: number;
  readonly devices: ReadonlyMap<string, Device<Counters>>;
}

export interface Device<Counters> {
  readonly counters: Counters;
  /** Whether its traffic is part of the total. The total would count twice what passes two devices. */
  readonly inTotal: boolean;
}

/** Reads one machine. */
export interface MachineReader {
  /** Never throws: what cannot be read is absent. Returns at once. */
  read(): MachineReading;
  stop(): void;
}
