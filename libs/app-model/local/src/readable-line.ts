/** Levels as most structured loggers number them. */
const levelNames = new Map<unknown, string>([
  [10, 'trace'],
  [20, 'debug'],
  [40, 'warning'],
  [50, 'error'],
  [60, 'fatal'],
]);
/** Said elsewhere: when it was read, and by which part it was printed. */
const saidElsewhere: readonly string[] = ['time', 'timestamp', 'pid', 'hostname', 'v'];

/**
 * Writes a line of a structured log (an object of JSON with a `msg` or `message`) as people read
 * one: its message, then what else there is to know. That it is mere information is not said. Any
 * other line stays as it is.
 */
export function readableLine(line: string): string {
  const entry = readEntry(line);
  if (!entry) return line;
  const { level, msg, message, ...details } = entry;
  const said = typeof msg === 'string' ? msg : message;
  if (typeof said !== 'string') return line;
  const rest = typeof msg === 'string' && message !== undefined ? { message, ...details } : details;
  const pairs = Object.entries(rest)
    .filter(([name]) => !saidElsewhere.includes(name))
    .map(([name, value]) => `${name}=${valueText(value)}`);
  return [levelText(level), said, ...pairs].filter((part) => part !== '').join(' ');
}

function readEntry(line: string): Record<string, unknown> | undefined {
  if (!line.startsWith('{') || !line.endsWith('}')) return undefined;
  try {
    return Object(JSON.parse(line)) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}

function levelText(level: unknown): string {
  const name = levelNames.get(level) ?? (typeof level === 'string' ? level.toLowerCase() : '');
  return name === 'info' || name === 'information' ? '' : name;
}

/** A text without blanks needs no quotes. */
const valueText = (value: unknown): string =>
  typeof value === 'string' && /^[^\s"=]+$/.test(value) ? value : JSON.stringify(value);
