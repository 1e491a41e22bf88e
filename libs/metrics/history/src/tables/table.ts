/**
 * One table of Azure Table Storage, made when it is first used.
 *
 * Requests are repeated by the SDK's own policy when the service is busy or cannot be reached, so a
 * write may arrive twice; callers write what may be written twice.
 */
import {
  TableClient,
  type TableServiceClientOptions,
  type TransactionAction,
} from '@azure/data-tables';
import type { TokenCredential } from '@azure/identity';
import { StoreError } from '../store-error.ts';
import type { TablesAddress } from '../tables-address.ts';
import { answerOf, toStoreError } from './table-failure.ts';

/** An entity as it was read: nothing in it is believed yet. */
export type Row = Readonly<Record<string, unknown>> & {
  readonly partitionKey: string;
  readonly rowKey: string;
};

/** An entity to be written. */
export type NewRow = Record<string, unknown> & { partitionKey: string; rowKey: string };

/** Parts of a transaction; all of them are in one partition. */
export type Change =
  | readonly ['create', NewRow]
  | readonly ['put', NewRow]
  | readonly ['delete', { readonly partitionKey: string; readonly rowKey: string }];

/** Every method rejects with a `StoreError`. */
export interface Table {
  /** In order of partition and row. Pages are fetched as they are needed. */
  rows(filter: string, options?: { select?: string[]; pageSize?: number }): AsyncGenerator<Row>;
  get(partitionKey: string, rowKey: string): Promise<Row | undefined>;
  put(row: NewRow): Promise<void>;
  /** Deletes the row as it was read; `changed` when somebody wrote it since. */
  deleteRead(row: Row): Promise<'deleted' | 'absent' | 'changed'>;
  /** At most 100 changes, all of them or none; `conflict` when one creates what is or deletes what is not. */
  change(changes: readonly Change[]): Promise<'done' | 'conflict'>;
  /** After it, every method rejects; what is under way ends soon. */
  close(): void;
}

export interface TableOptions {
  readonly address: TablesAddress;
  readonly name: string;
  /** Used where the address has no key; the environment's own (`DefaultAzureCredential`) when absent. */
  readonly credential?: TokenCredential | undefined;
}

/** Longest wait for one answer, in milliseconds. The service gives up on a query after 30 s itself. */
const longestAnswer = 15_000;
const retryOptions = { maxRetries: 3, retryDelayInMs: 200, maxRetryDelayInMs: 2000 };

export function openTable(options: TableOptions): Table {
  const stop = new AbortController();
  let ready: Promise<TableClient> | undefined;

  /** A table that could not be made is tried again by the next call. */
  const client = () =>
    (ready ??= makeTable(options, stop.signal).catch((reason: unknown) => {
      ready = undefined;
      throw reason;
    }));

  async function guard<T>(work: (client: TableClient) => Promise<T>): Promise<T> {
    if (stop.signal.aborted) throw closed();
    try {
      return await work(await client());
    } catch (reason) {
      throw stop.signal.aborted ? closed() : toStoreError(reason);
    }
  }

  return {
    async *rows(filter, { select, pageSize = 1000 } = {}) {
      const queryOptions = { filter, ...(select && { select }) };
      const pages = await guard(async (table) =>
        table
          .listEntities<Record<string, unknown>>({ queryOptions })
          .byPage({ maxPageSize: Math.min(1000, Math.max(1, pageSize)) }),
      );
      for (;;) {
        const page = await guard(() => pages.next());
        if (page.done) return;
        for (const row of page.value) if (isRow(row)) yield row;
      }
    },
    get: (partitionKey, rowKey) =>
      guard(async (table) => {
        try {
          const row = await table.getEntity<Record<string, unknown>>(partitionKey, rowKey);
          return isRow(row) ? row : undefined;
        } catch (reason) {
          if (answerOf(reason).status === 404) return undefined;
          throw reason;
        }
      }),
    put: (row) => guard(async (table) => void (await table.upsertEntity(row, 'Replace'))),
    deleteRead: (row) =>
      guard(async (table) => {
        try {
          const etag = typeof row['etag'] === 'string' ? row['etag'] : '*';
          await table.deleteEntity(row.partitionKey, row.rowKey, { etag });
          return 'deleted';
        } catch (reason) {
          const { status } = answerOf(reason);
          if (status === 404) return 'absent';
          if (status === 412) return 'changed';
          throw reason;
        }
      }),
    change: (changes) =>
      guard(async (table) => {
        if (changes.length === 0) return 'done';
        try {
          await table.submitTransaction(changes.map(toAction));
          return 'done';
        } catch (reason) {
          const { status } = answerOf(reason);
          if (status === 404 || status === 409) return 'conflict';
          throw reason;
        }
      }),
    close: () => stop.abort(),
  };
}

async function makeTable(options: TableOptions, signal: AbortSignal): Promise<TableClient> {
  const { address, name } = options;
  const clientOptions = {
    retryOptions,
    // Plain http is for this machine only; reading the address has seen to that.
    allowInsecureConnection: true,
    additionalPolicies: [{ policy: limitTo(signal), position: 'perRetry' as const }],
  };
  const table =
    'connectionString' in address
      ? TableClient.fromConnectionString(address.connectionString, name, clientOptions)
      : new TableClient(
          address.endpoint,
          name,
          options.credential ?? (await environmentCredential()),
          clientOptions,
        );
  await table.createTable();
  return table;
}

type Policy = NonNullable<TableServiceClientOptions['additionalPolicies']>[number]['policy'];

function limitTo(signal: AbortSignal): Policy {
  return {
    name: 'heliographLimits',
    sendRequest(request, next) {
      request.timeout ||= longestAnswer;
      request.abortSignal ??= signal;
      return next(request);
    },
  };
}

async function environmentCredential(): Promise<TokenCredential> {
  const { DefaultAzureCredential } = await import('@azure/identity');
  return new DefaultAzureCredential();
}

function toAction([kind, row]: Change): TransactionAction {
  return kind === 'put' ? ['upsert', row, 'Replace'] : [kind, row];
}

function isRow(row: Readonly<Record<string, unknown>>): row is Row {
  return typeof row['partitionKey'] === 'string' && typeof row['rowKey'] === 'string';
}

function closed(): StoreError {
  return new StoreError('store-failed', 'The store is closed');
}
