import { Buffer } from 'node:buffer';

// Plain scalars get the types that kubectl gives them: sigs.k8s.io/yaml over goyaml v2 (its resolve.go), which is
// neither YAML 1.1 (no `22:22`, no dates) nor YAML 1.2 (`yes`, `012`, `1_000`).
const WORDS: ReadonlyMap<string, boolean | number | null> = new Map<string, boolean | number | null>([
  ...words(true, 'y Y yes Yes YES true True TRUE on On ON'),
  ...words(false, 'n N no No NO false False FALSE off Off OFF'),
  ...words(null, '~ null Null NULL'),
  ['', null],
  ...words(Number.NaN, '.nan .NaN .NAN'),
  ...words(Number.POSITIVE_INFINITY, '.inf .Inf .INF +.inf +.Inf +.INF'),
  ...words(Number.NEGATIVE_INFINITY, '-.inf -.Inf -.INF'),
]);

const LONGEST_WORD = Math.max(...[...WORDS.keys()].map(({ length }) => length));

function wordOf(text: string): boolean | number | null | undefined {
  return text.length <= LONGEST_WORD ? WORDS.get(text) : undefined;
}

function words<T>(value: T, list: string): [string, T][] {
  return list.split(' ').map((word) => [word, value]);
}

/** A number as Go holds it: integers of 64 bits are exact, the rest is floating point. */
type GoNumber =
  | { readonly kind: 'integer'; readonly value: bigint }
  | { readonly kind: 'float'; readonly value: number };

const BASED = /^([-+]?)0([xX][0-9a-fA-F]+|[oO][0-7]+|[bB][01]+|[0-7]+)$/;
const DECIMAL = /^[-+]?(?:0|[1-9][0-9]*)$/;
/** One that a double holds exactly. */
const SMALL_INTEGER = /^(?:0|[1-9][0-9]{0,14})$/;
const FLOAT = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;
const LEADING_POINT = /^\.[0-9]+(?:[eE][-+]?[0-9]+)?$/;
const LEAST_INTEGER = -(2n ** 63n);
const GREATEST_INTEGER = 2n ** 64n - 1n;

/** Whether a text holds only what a number may hold; of most texts the first character tells. */
function mayBeNumber(text: string): boolean {
  return text.charCodeAt(0) <= NINE && NUMERIC.test(text);
}

const NINE = 0x39;
const NUMERIC = /^[-+.0-9][-+._0-9a-fA-FxXoO]*$/;

function readNumber(text: string): GoNumber | undefined {
  if (!mayBeNumber(text)) return undefined;
  if (text.startsWith('.')) return LEADING_POINT.test(text) ? readFloat(text) : undefined;
  const digits = text.replaceAll('_', '');
  const value = readInteger(digits);
  if (value !== undefined && value >= LEAST_INTEGER && value <= GREATEST_INTEGER) return { kind: 'integer', value };
  return FLOAT.test(digits) ? readFloat(digits) : undefined;
}

function readInteger(digits: string): bigint | undefined {
  if (DECIMAL.test(digits)) return BigInt(digits.startsWith('+') ? digits.slice(1) : digits);
  const based = BASED.exec(digits);
  if (based === null) return undefined;
  const body = based[2] ?? '';
  const magnitude = BigInt(/^[0-7]/.test(body) ? `0o${body}` : `0${body.toLowerCase()}`);
  return based[1] === '-' ? -magnitude : magnitude;
}

function readFloat(digits: string): GoNumber | undefined {
  const value = Number(digits);
  // Go's ParseFloat refuses what overflows, so such a text stays a string.
  return Number.isFinite(value) ? { kind: 'float', value } : undefined;
}

/** The value kubectl reads from a plain (unquoted, untagged) scalar. */
export function decodePlain(text: string): string | number | boolean | null {
  const word = wordOf(text);
  if (word !== undefined) return word;
  if (!mayBeNumber(text)) return text;
  if (SMALL_INTEGER.test(text)) return Number(text);
  const number = readNumber(text);
  return number === undefined ? text : Number(number.value);
}

/** The text that kubectl makes of a plain scalar used as a key, or `undefined` for a key that it refuses. */
export function decodePlainKey(text: string): string | undefined {
  const word = wordOf(text);
  if (typeof word === 'boolean') return String(word);
  if (word !== undefined) return word === null ? undefined : namedFloat(word);
  const number = readNumber(text);
  if (number === undefined) return text;
  if (number.kind === 'float') return formatFloat32(number.value);
  return number.value < 2n ** 63n ? String(number.value) : undefined;
}

function namedFloat(value: number): string {
  if (Number.isNaN(value)) return '.nan';
  return value > 0 ? '.inf' : '-.inf';
}

/** Go's `strconv.FormatFloat(value, 'g', -1, 32)`: the shortest digits that give the same 32-bit float. */
function formatFloat32(value: number): string {
  const target = Math.fround(value);
  if (!Number.isFinite(target)) return namedFloat(value);
  if (Object.is(target, -0)) return '-0';
  let digits = 1;
  while (digits < 9 && Math.fround(Number(target.toExponential(digits - 1))) !== target) digits += 1;
  const [mantissa = '', exponent = '0'] = target.toExponential(digits - 1).split('e');
  const power = Number(exponent);
  if (power >= -4 && power < 21 && (power < 6 || power < digits)) return Number(`${mantissa}e${power}`).toString();
  return `${mantissa}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
}

/** The value of a scalar with an explicit tag, or `undefined` where its text is none of that type. */
export function decodeTagged(tag: string, text: string): string | number | boolean | null | undefined {
  switch (tag.replace(/^tag:yaml\.org,2002:/, '')) {
    case 'bool':
      return ifType(decodePlain(text), 'boolean');
    case 'int':
      return readNumber(text)?.kind === 'integer' ? decodePlain(text) : undefined;
    case 'float':
      return ifType(decodePlain(text), 'number');
    case 'null':
      return decodePlain(text) === null ? null : undefined;
    case 'binary':
      return /^[A-Za-z0-9+/\s]*={0,2}\s*$/.test(text) ? Buffer.from(text, 'base64').toString('utf8') : undefined;
    default:
      return text;
  }
}

function ifType<T>(value: T, type: 'boolean' | 'number'): T | undefined {
  return typeof value === type ? value : undefined;
}
