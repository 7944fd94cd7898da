/** Values for fuzzing, made from the JSON Schema of a description: those that it allows, and those that miss it a little. */
import fc from 'fast-check';
import {resolve} from './api-description.js';

/** What the schemas of `openapi.json` use; values of a `const` or an `enum` are taken as they are. */
interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
}

/** What a property of this name usually holds: a schema does not say which items the catalogue has. */
export type Hints = Readonly<Record<string, fc.Arbitrary<unknown>>>;

export interface Taste {
  readonly hints: Hints;
  /** Of a hundred values, how many are replaced by something strange; properties are added and left out as often. */
  readonly oddity: number;
}

/** Texts and values that programs stumble over. */
export const STRANGE_TEXTS = [
  '',
  ' ',
  '\0',
  'a\0b',
  '\ud800',
  '\u202e',
  '٣',
  'ﬀ',
  '1e3',
  '0x10',
  '-0',
  'NaN',
  '__proto__',
  'constructor',
  'toString',
  '../../etc/passwd',
  '%00',
  '%',
  '<script>alert(1)</script>',
  "'; DROP TABLE orders; --",
  '${7*7}',
  'x'.repeat(300),
  'é'.repeat(5_000),
];
/** A number of a hundred, each as likely: fast-check prefers small ones. */
const hundred = fc.noBias(fc.nat(99));
const strange: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(...STRANGE_TEXTS),
  fc.constantFrom<unknown>(null, true, false, 0, -0, -1, 1.5, 2 ** 53, 1e308, 5e-324, [], {}, [[]], {
    length: 3,
  }),
  fc.jsonValue({maxDepth: 3}),
);

/** A value for this schema. */
export function valueOf(part: object, taste: Taste): fc.Arbitrary<unknown> {
  const fitting = fittingOf(resolve(part), taste);
  const {oddity} = taste;
  return oddity === 0
    ? fitting
    : fc.oneof({weight: 100 - oddity, arbitrary: fitting}, {weight: oddity, arbitrary: strange});
}

function fittingOf(schema: Schema, taste: Taste): fc.Arbitrary<unknown> {
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  const choices = schema.oneOf ?? (schema.type === undefined ? schema.anyOf : undefined);
  if (choices) return fc.oneof(...choices.map((choice) => valueOf(choice, taste)));
  switch (schema.type) {
    case 'string':
      return textOf(schema);
    case 'integer':
      return fc.maxSafeInteger().map((number) => between(number, schema));
    case 'number':
      return fc.double({min: 0, minExcluded: true, noNaN: true, noDefaultInfinity: true});
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'array':
      return fc.array(strange, {maxLength: 3});
    case 'object':
      return objectOf(schema, taste);
    default:
      return strange;
  }
}

function textOf({pattern, minLength = 0, maxLength = 40}: Schema): fc.Arbitrary<string> {
  if (pattern !== undefined) {
    return fc.stringMatching(new RegExp(pattern, 'u')).map((text) => text.slice(0, maxLength));
  }
  return fc.string({minLength, maxLength, unit: 'binary'});
}

function between(number: number, {minimum, maximum}: Schema): number {
  const lowest = minimum ?? Number.MIN_SAFE_INTEGER;
  const range = (maximum ?? Number.MAX_SAFE_INTEGER) - lowest + 1;
  return lowest + (Math.abs(number) % range);
}

function objectOf({properties = {}, required = []}: Schema, taste: Taste): fc.Arbitrary<object> {
  const fields = Object.entries(properties).map(([name, schema]) => {
    const usual = taste.hints[name];
    const value = usual
      ? fc.oneof({weight: 4, arbitrary: usual}, {weight: 1, arbitrary: valueOf(schema, taste)})
      : valueOf(schema, taste);
    const isKept = required.includes(name) ? 100 - taste.oddity : 50;
    return fc
      .tuple(fc.constant(name), hundred, value)
      .map(([key, dice, field]) => ({key, dice, field, isKept}));
  });
  const more: fc.Arbitrary<readonly (readonly [string, unknown])[]> = hundred.chain((dice) =>
    dice < taste.oddity
      ? fc.array(fc.tuple(fc.constantFrom(...STRANGE_TEXTS, 'status', 'orderNo'), strange), {maxLength: 2})
      : fc.constant<[string, unknown][]>([]),
  );
  // As data: `__proto__` is a property like any other, as it is in JSON.
  return fc
    .tuple(fc.tuple(...fields), more)
    .map(([own, added]) =>
      Object.fromEntries([
        ...own.filter(({dice, isKept}) => dice < isKept).map(({key, field}) => [key, field] as const),
        ...added,
      ]),
    );
}
