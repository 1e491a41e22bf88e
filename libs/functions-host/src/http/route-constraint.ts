/** Whether a route parameter's value fits. */
export type Constraint = (value: string) => boolean;

const int = /^[+-]?\d+$/;
const decimal = /^[+-]?(\d+\.?\d*|\.\d+)$/;
const guid = /^\{?[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}\}?$/i;

const fitsLong = (value: string): boolean => {
  const number = BigInt(value.replace(/^\+/, ''));
  return BigInt.asIntN(64, number) === number;
};

const plain: Readonly<Record<string, Constraint>> = {
  int: (value) => int.test(value) && Math.abs(Number(value)) <= 2 ** 31 - 1,
  long: (value) => int.test(value) && fitsLong(value),
  bool: (value) => /^(true|false)$/i.test(value),
  alpha: (value) => /^[a-z]*$/i.test(value),
  guid: (value) => guid.test(value),
  decimal: (value) => decimal.test(value),
  double: (value) => Number.isFinite(Number(value)) && value.trim() !== '',
  float: (value) => Number.isFinite(Number(value)) && value.trim() !== '',
  datetime: (value) => !Number.isNaN(Date.parse(value)),
  required: (value) => value !== '',
};

const numeric: Readonly<Record<string, (...limits: number[]) => Constraint>> = {
  min:
    (low = 0) =>
    (value) =>
      int.test(value) && Number(value) >= low,
  max:
    (high = 0) =>
    (value) =>
      int.test(value) && Number(value) <= high,
  range:
    (low = 0, high = 0) =>
    (value) =>
      int.test(value) && Number(value) >= low && Number(value) <= high,
  minlength:
    (low = 0) =>
    (value) =>
      value.length >= low,
  maxlength:
    (high = 0) =>
    (value) =>
      value.length <= high,
  length:
    (low = 0, high = low) =>
    (value) =>
      value.length >= low && value.length <= high,
};

/** Reads one constraint, as in `int` or `range(1,5)`. Throws a `RangeError` for one not known. */
export function parseConstraint(text: string): Constraint {
  const [, name = '', argument] = /^([a-z]+)(?:\((.*)\))?$/is.exec(text) ?? [];
  const kind = name.toLowerCase();
  if (argument === undefined && Object.hasOwn(plain, kind) && plain[kind]) return plain[kind];
  if (argument !== undefined && Object.hasOwn(numeric, kind)) {
    const limits = argument.split(',').map(Number);
    const create = numeric[kind];
    if (create && limits.every(Number.isFinite)) {
      return create(...limits);
    }
  }
  if (argument !== undefined && kind === 'regex') {
    // In a template braces are doubled where they do not mean a parameter.
    const pattern = new RegExp(argument.replaceAll('{{', '{').replaceAll('}}', '}'), 'i');
    return (value) => pattern.test(value);
  }
  throw new RangeError(`the constraint "${text}" is not known`);
}
