import type { KeyPath } from '../source/source-ref.ts';

/** The value of a key that a mapping itself has. */
export function fieldOf(value: unknown, key: string | number): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
  return (value as Readonly<Record<string | number, unknown>>)[key];
}

/** Gives a mapping that is being made the value of a key. */
export function setField(target: Record<string, unknown>, key: string, value: unknown): void {
  // Assigning to `__proto__` would set the prototype.
  if (key === '__proto__')
    Object.defineProperty(target, key, { value, enumerable: true, writable: true, configurable: true });
  else target[key] = value;
}

/** The value at the end of a path, or undefined where the document says nothing there. */
export function valueAt(value: unknown, path: KeyPath): unknown {
  return path.reduce<unknown>(fieldOf, value);
}

/** Whether two values are the same data, whatever the order of keys. */
export function equalData(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return Object.is(a, b);
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && equalData(fieldOf(a, key), fieldOf(b, key)))
  );
}
