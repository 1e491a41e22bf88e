import type * as sqlite from 'node:sqlite';

/**
 * Loads `node:sqlite` without the line that Node 24 up to some releases prints on standard error:
 * "ExperimentalWarning: SQLite is an experimental feature". Only this warning, and only while the
 * module loads, is kept back.
 */
export function loadSqlite(): typeof sqlite {
  const { emitWarning } = process;
  process.emitWarning = (...args: unknown[]) => {
    const [warning, type] = args;
    if (type === 'ExperimentalWarning' && String(warning).startsWith('SQLite ')) return;
    Reflect.apply(emitWarning, process, args);
  };
  try {
    return process.getBuiltinModule('node:sqlite');
  } finally {
    process.emitWarning = emitWarning;
  }
}
