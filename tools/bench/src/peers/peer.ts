/** A program that listens on a free port of this machine alone and says on which. */
export interface PeerProgram {
  readonly command: string;
  readonly args: readonly string[];
  /** Finds the port in what the program prints. */
  readonly port: RegExp;
}

/** A contender that is no part of this repository: it takes part where the machine has it. */
export interface Peer {
  readonly label: string;
  readonly dialect: 'web-socket' | 'nats';
  /**
   * @param folder For files that the program needs; gone once the program is ready.
   * @returns The program, or in words why there is none.
   */
  prepare(folder: string): PeerProgram | string;
}
