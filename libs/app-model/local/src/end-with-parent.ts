/**
 * Loaded into every part before its own code (`node --import`): ends the part when the process that
 * started it is gone, however that one ended. Nothing but the channel between the two tells a child
 * that its parent was killed with SIGKILL.
 */
import { guardVariable } from './guard-variable.ts';

/** How long a part may take to end by itself, in milliseconds. */
const grace = 2_000;

const isGuarded = process.env[guardVariable] !== undefined;
// Processes that the part starts are its own business, not that of the part's parent.
Reflect.deleteProperty(process.env, guardVariable);

if (isGuarded) {
  if (process.connected) {
    process.once('disconnect', endSoon);
    // Listening must not keep a part alive that has nothing left to do.
    process.channel?.unref();
  } else {
    process.exit(0);
  }
}

function endSoon(): void {
  setTimeout(killGroup, grace).unref();
  process.once('exit', killGroup);
  // The same path as a polite request to stop, on systems without signals too.
  if (process.listenerCount('SIGTERM') > 0) process.emit('SIGTERM', 'SIGTERM');
  else process.exit(0);
}

/** Each part leads its own process group, so that what it started goes with it. */
function killGroup(): void {
  try {
    process.kill(-process.pid, 'SIGKILL');
  } catch {
    process.exit(1);
  }
}
