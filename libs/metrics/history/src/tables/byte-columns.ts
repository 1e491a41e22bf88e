/** A binary property takes so many bytes. */
const columnBytes = 64 * 1024;
/** Of an entity's 1 MiB; the rest is room for its keys and its other properties. */
export const maxEntityBytes = 1000 * 1024;

/** Spreads bytes over as many properties as they need: `name0`, `name1`, … */
export function toByteColumns(name: string, bytes: Uint8Array): Record<string, Uint8Array> {
  const columns: Record<string, Uint8Array> = {};
  for (let at = 0, index = 0; at < bytes.length; at += columnBytes, index += 1) {
    columns[`${name}${index}`] = bytes.subarray(at, at + columnBytes);
  }
  return columns;
}

/** Puts together what `toByteColumns` spread. Nothing at all is no bytes. */
export function fromByteColumns(name: string, entity: Readonly<Record<string, unknown>>): Buffer {
  const parts: Uint8Array[] = [];
  for (;;) {
    const part = entity[`${name}${parts.length}`];
    if (!(part instanceof Uint8Array)) return Buffer.concat(parts);
    parts.push(part);
  }
}
