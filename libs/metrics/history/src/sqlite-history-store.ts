import { setImmediate } from 'node:timers/promises';
import type { Frame } from '@heliograph/contracts';
import type { HistoryQuery, HistoryRange, HistoryStore } from './history-store.ts';
import { openSqliteDatabase, type SqliteDatabase } from './sqlite-database.ts';
import { createRowReader } from './stored-frame.ts';

/** Most frames of one answer, whatever was asked: bounds the memory that one query takes. */
const largestAnswer = 20_000;
/** Frames dropped in one transaction. Others can write in between. */
const pruneStep = 2000;

const insertRun = `
  INSERT INTO runs (source, epoch, first_at, last_at) VALUES (?, ?, ?, ?)
  ON CONFLICT (source, epoch) DO UPDATE SET
    first_at = min(first_at, excluded.first_at),
    last_at = max(last_at, excluded.last_at)
  RETURNING id`;
const findSeries = 'SELECT id FROM series_tables WHERE json = ?';
const insertSeries = 'INSERT INTO series_tables (json) VALUES (?) RETURNING id';
const insertFrame = `
  INSERT INTO frames (run, sequence, at, interval, ticks, series, body)
  VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`;

/** A null source means all of them. */
const findStart = `
  SELECT min(key_at) AS start FROM (
    SELECT (
      SELECT max(at) FROM frames
      WHERE run = runs.id AND series IS NOT NULL AND at <= ?1
    ) AS key_at
    FROM runs
    WHERE last_at >= ?1 AND first_at <= ?1 AND (?2 IS NULL OR source = ?2)
  )`;
const countFrames = `
  SELECT count(*) AS frames FROM frames JOIN runs ON runs.id = frames.run
  WHERE at BETWEEN ?1 AND ?2 AND (?3 IS NULL OR source = ?3)`;
const readFrames = `
  SELECT run, source, epoch, sequence, at, interval, ticks, series, json, body
  FROM frames JOIN runs ON runs.id = frames.run LEFT JOIN series_tables ON series_tables.id = series
  WHERE at BETWEEN ?1 AND ?2 AND (?3 IS NULL OR source = ?3)
  ORDER BY at, sequence LIMIT ?4`;

/** Where each run that began too early is cut: at the key frame that what stays begins with. */
const findCuts = `
  SELECT id, CASE WHEN last_at < ?1 THEN last_at + 1 ELSE (
    SELECT max(at) FROM frames WHERE run = runs.id AND series IS NOT NULL AND at <= ?1
  ) END AS cut
  FROM runs WHERE first_at < ?1`;
const dropFrames = `
  DELETE FROM frames WHERE run = ?1 AND sequence IN (
    SELECT sequence FROM frames WHERE run = ?1 AND at < ?2 ORDER BY sequence LIMIT ?3)`;
const dropEmptyRuns = `
  DELETE FROM runs WHERE first_at < ? AND id NOT IN (SELECT run FROM frames WHERE run = runs.id)`;
const dropUnusedSeries = `
  DELETE FROM series_tables
  WHERE id NOT IN (SELECT series FROM frames WHERE series IS NOT NULL)`;

/** A history in a SQLite file. @throws StoreError when the file cannot be opened */
export function openSqliteHistoryStore(file: string): HistoryStore {
  const database = openSqliteDatabase(file);

  return {
    async append(frames) {
      if (frames.length === 0) return;
      database.transaction(() => {
        for (const frame of frames) insert(database, frame);
      });
    },
    range: async (query) => readRange(database, query),
    async prune(olderThan) {
      let dropped = 0;
      for (const { id, cut } of database.all(findCuts, olderThan)) {
        if (id === undefined || cut === undefined || cut === null) continue;
        for (let step = pruneStep; step === pruneStep;) {
          step = database.run(dropFrames, id, cut, pruneStep);
          dropped += step;
          await setImmediate();
        }
        database.run('UPDATE runs SET first_at = min(?, last_at) WHERE id = ?', cut, id);
      }
      if (dropped > 0) {
        database.transaction(() => {
          database.run(dropEmptyRuns, olderThan);
          database.run(dropUnusedSeries);
        });
      }
      return dropped;
    },
    close: async () => database.close(),
  };
}

function insert(database: SqliteDatabase, frame: Frame): void {
  const { source, epoch, sequence, at, interval, ticks, series, values } = frame;
  const lastAt = at + (ticks - 1) * interval;
  const run = database.get(insertRun, source, epoch, at, lastAt)?.['id'] ?? null;
  let table = null;
  if (series) {
    const json = JSON.stringify(series);
    table = (database.get(findSeries, json) ?? database.get(insertSeries, json))?.['id'] ?? null;
  }
  database.run(insertFrame, run, sequence, at, interval, ticks, table, values);
}

function readRange(
  database: SqliteDatabase,
  query: HistoryQuery,
  reader = createRowReader(),
): HistoryRange {
  const { from, to, source = null } = query;
  const limit = Math.min(Math.max(1, Math.floor(query.limit)), largestAnswer);
  const start = Number(database.get(findStart, from, source)?.['start'] ?? from);
  // What lies before `from` is needed to read the rest, so it does not count against the limit;
  // else a caller who asks from the last frame of an answer on might never get further.
  const before = Number(database.get(countFrames, start, from, source)?.['frames'] ?? 0);
  const most = Math.min(before, largestAnswer) + limit;
  const rows = database.all(readFrames, start, to, source, most + 1);

  const more = rows.length > most;
  const last = rows.at(most - 1);
  const frames = rows.slice(0, most).flatMap((row) => reader.read(row) ?? []);
  if (more && frames.length === 0) {
    // A whole page of damaged rows: the caller could not know from where to go on.
    return readRange(database, { ...query, from: Number(last?.['at']) }, reader);
  }
  return { frames, more, skipped: reader.skipped };
}
