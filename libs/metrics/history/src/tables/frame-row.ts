/**
 * How frames lie in Table Storage.
 *
 * A partition holds what one source measured in one hour; its rows are in order of time:
 *
 *   f-<at>-<sequence>-<epoch>   a frame, with `table` in key frames: the hash of its series
 *   s-<hash>                    series that key frames of this partition refer to, compressed
 *
 * One more partition, the index, has a row `<hour>-<source>-<epoch>` for each hour that a run of the
 * collector has ticks in, written before the first frame of it. So a query visits only hours that
 * hold something, and frames and what they are decoded from are written and dropped together.
 *
 * Times and sequences are padded, because Table Storage compares keys as text.
 */
import { createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { Frame, Series } from '@heliograph/contracts';
import { StoreError } from '../store-error.ts';
import { fromByteColumns, maxEntityBytes, toByteColumns } from './byte-columns.ts';
import { tableKey } from './table-key.ts';
import type { NewRow, Row } from './table.ts';

export const indexPartition = 'index';
const hour = 3_600_000;
/** Latest time that a frame can have; a safe integer has at most 16 digits. */
const digits = 16;
/** Series of one frame never need more, once unpacked. */
const maxSeriesBytes = 4 * 1024 * 1024;

const pad = (number: number): string => String(number).padStart(digits, '0');

/** Hours since 1970. */
export function hourOf(at: number): number {
  return Math.floor(at / hour);
}

export function framePartition(source: string, ofHour: number): string {
  return `${tableKey(source)}-${pad(ofHour)}`;
}

/** Where frames at `at` begin and end among the rows of a partition. */
export const frameRowsFrom = (at: number): string => `f-${pad(at)}`;
export const frameRowsUpTo = (at: number): string => `f-${pad(at)}~`;

function frameRowKey({ at, sequence, epoch }: Frame): string {
  return `f-${pad(at)}-${pad(sequence)}-${epoch}`;
}

/** What the key of a frame's row says; `undefined` for other rows. */
export function readFrameRowKey(
  rowKey: string,
): { at: number; sequence: number; epoch: string } | undefined {
  const [, at, sequence, epoch] = /^f-(\d{16})-(\d{16})-(.+)$/.exec(rowKey) ?? [];
  if (epoch === undefined) return undefined;
  return { at: Number(at), sequence: Number(sequence), epoch };
}

/** Last tick of a frame. */
export function endOf({ at, ticks, interval }: Pick<Frame, 'at' | 'ticks' | 'interval'>): number {
  return at + (ticks - 1) * interval;
}

export interface IndexEntry {
  readonly hour: number;
  readonly source: string;
  readonly epoch: string;
}

export const indexRowsFrom = (ofHour: number): string => pad(ofHour);
export const indexRowsUpTo = (ofHour: number): string => `${pad(ofHour)}~`;

export function toIndexRow(entry: IndexEntry): NewRow {
  const { hour: ofHour, source, epoch } = entry;
  const key = tableKey(source);
  const rowKey = `${pad(ofHour)}-${key}-${epoch}`;
  return { partitionKey: indexPartition, rowKey, source, sourceKey: key, epoch };
}

export function fromIndexRow({ rowKey, source, epoch }: Row): IndexEntry | undefined {
  const ofHour = Number(rowKey.slice(0, digits));
  if (typeof source !== 'string' || typeof epoch !== 'string' || !Number.isSafeInteger(ofHour)) {
    return undefined;
  }
  return { hour: ofHour, source, epoch };
}

/** Series with the key under which a partition knows them. */
export interface SeriesTable {
  readonly hash: string;
  readonly json: string;
}

export function toSeriesTable(series: readonly Series[]): SeriesTable {
  const json = JSON.stringify(series);
  return { hash: createHash('sha256').update(json).digest('base64url'), json };
}

export const seriesRowKey = (hash: string): string => `s-${hash}`;

/** @throws StoreError `entry-invalid` */
export function toSeriesRow(partitionKey: string, { hash, json }: SeriesTable): NewRow {
  const packed = gzipSync(json);
  if (packed.length > maxEntityBytes) throw tooLarge('The series of a frame');
  return { partitionKey, rowKey: seriesRowKey(hash), ...toByteColumns('json', packed) };
}

/** The JSON of the series; `undefined` when it is damaged. */
export function fromSeriesRow(row: Row): string | undefined {
  try {
    const bytes = gunzipSync(fromByteColumns('json', row), { maxOutputLength: maxSeriesBytes });
    return bytes.toString();
  } catch {
    return undefined;
  }
}

/** @throws StoreError `entry-invalid` */
export function toFrameRow(partitionKey: string, frame: Frame, table?: SeriesTable): NewRow {
  const { source, epoch, interval, ticks, values } = frame;
  const bytes = Buffer.from(values, 'base64');
  // Base64 that spells its bytes in another way than usual is kept letter by letter.
  const isPlain = bytes.toString('base64') === values;
  const body = isPlain ? bytes : Buffer.from(values, 'latin1');
  if (body.length > maxEntityBytes) throw tooLarge('A frame');
  return {
    partitionKey,
    rowKey: frameRowKey(frame),
    source,
    epoch,
    interval,
    ticks,
    ...(table && { table: table.hash }),
    ...(!isPlain && { spelled: true }),
    ...toByteColumns('values', body),
  };
}

/** A frame's row in the form that `createRowReader` reads, without the JSON of its series. */
export function fromFrameRow(row: Row): Record<string, unknown> {
  const { rowKey, source, interval, ticks, table, spelled } = row;
  return {
    ...readFrameRowKey(rowKey),
    run: JSON.stringify([source, readFrameRowKey(rowKey)?.epoch]),
    source,
    interval,
    ticks,
    series: table === undefined ? null : table,
    body: fromByteColumns('values', row).toString(spelled === true ? 'latin1' : 'base64'),
  };
}

function tooLarge(what: string): StoreError {
  return new StoreError(
    'entry-invalid',
    `${what} is larger than Table Storage can keep in one row`,
  );
}
