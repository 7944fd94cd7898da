/** `openapi.json` as a check: whether a response, or the body of a request, is one that the description allows. */
import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {Ajv2020, type ValidateFunction} from 'ajv/dist/2020.js';
import type {Reply} from './demo.js';

const FILE = 'openapi.json';
export const METHODS = ['get', 'post'] as const;
export type Method = (typeof METHODS)[number];

export interface Described {
  readonly $ref?: string;
  readonly headers?: Readonly<Record<string, object>>;
  readonly content?: Readonly<Record<string, {readonly schema: object}>>;
}
export interface Parameter {
  readonly $ref?: string;
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly schema: object;
}
export interface Operation {
  readonly operationId: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: Described;
  readonly responses: Readonly<Record<string, Described>>;
}
type PathItem = Readonly<Partial<Record<Method, Operation>>> & {readonly parameters?: readonly Parameter[]};

export const text = readFileSync(
  new URL('../../../demo/merchant/http/openapi.json', import.meta.url),
  'utf8',
);
export const api = JSON.parse(text) as {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, PathItem>>;
  readonly components: Readonly<Record<string, Readonly<Record<string, Described>>>>;
};
const ajv = new Ajv2020({strict: false, allErrors: true, validateSchema: false});
ajv.addSchema(api, FILE);

const validators = new Map<string, ValidateFunction>();
/** The schema at this place in the description, as a check. */
export function check(place: string): ValidateFunction {
  const known = validators.get(place) ?? ajv.compile({$ref: `${FILE}#${place}`});
  validators.set(place, known);
  return known;
}
const pointer = (...steps: readonly string[]): string =>
  steps.map((step) => `/${encodeURIComponent(step.replaceAll('~', '~0').replaceAll('/', '~1'))}`).join('');

export function assertFits(place: string, value: unknown, what: string): void {
  const validate = check(place);
  assert.ok(validate(value), `${what}: ${ajv.errorsText(validate.errors)}\n${JSON.stringify(value)}`);
}

/** The place of a part and the part, with a reference followed. */
function follow(place: string, part: Described): readonly [string, Described] {
  if (part.$ref === undefined) return [place, part];
  const target = part.$ref.slice(1);
  const [, , section = '', name = ''] = target.split('/');
  const found = api.components[section]?.[name];
  assert.ok(found, `${part.$ref} is there`);
  return [target, found];
}

export interface Call {
  readonly path: string;
  readonly method: Method;
  readonly operation: Operation;
}

/** Every operation of the description. */
export const calls: readonly Call[] = Object.entries(api.paths).flatMap(([path, item]) =>
  METHODS.flatMap((method) => {
    const operation = item[method];
    return operation ? [{path, method, operation}] : [];
  }),
);

/** What may be in the address, the query and the headers of a call. */
export function parametersOf({path, operation}: Call): readonly Parameter[] {
  const written = [...(api.paths[path]?.parameters ?? []), ...(operation.parameters ?? [])];
  return written.map((parameter) => resolve(parameter) as Parameter);
}

/** A part of the description, or the component that it refers to. */
export function resolve(part: {readonly $ref?: string}): object {
  const [, , section = '', name = ''] = part.$ref?.split('/') ?? [];
  return part.$ref === undefined ? part : (api.components[section]?.[name] ?? assert.fail(part.$ref));
}

/** The operation of the description for this address. */
export function operationAt(method: Method, address: string): Call {
  const [pathname = ''] = address.split('?');
  for (const [path, item] of Object.entries(api.paths)) {
    const isIt = new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(pathname);
    const operation = item[method];
    if (isIt && operation) return {path, method, operation};
  }
  return assert.fail(`${method} ${pathname} is not described`);
}

/** What has been answered so far, as `operationId status`. */
export const seen = new Set<string>();

export const assertDescribed = (method: Method, address: string, reply: Reply): void => {
  assertAnswers(operationAt(method, address), reply);
};

/** Fails unless the description has this response of the operation. */
export function assertAnswers(
  {path, method, operation}: Call,
  {status, headers, text: body}: Pick<Reply, 'status' | 'headers' | 'text'>,
): void {
  const what = `${method} ${path} ${String(status)}`;
  const written = operation.responses[String(status)];
  assert.ok(written, `${what} is not described: ${body}`);
  seen.add(`${operation.operationId} ${String(status)}`);
  const at = pointer('paths', path, method, 'responses', String(status));
  const [place, response] = follow(at, written);
  for (const [name, header] of Object.entries(response.headers ?? {})) {
    const value = headers.get(name);
    const [headerPlace, described] = follow(`${place}/headers/${name}`, header);
    if ('required' in described || value !== null) {
      assertFits(`${headerPlace}/schema`, value, `${what}, header ${name}`);
    }
  }
  const [type = ''] = (headers.get('content-type') ?? '').split(';');
  const content = response.content?.[type];
  if (!response.content) {
    assert.equal(body, '', `${what} has no body`);
    return;
  }
  assert.ok(content, `${what}: ${type} is not described`);
  if (type === 'application/json') {
    assertFits(`${place}/content/application~1json/schema`, JSON.parse(body), what);
  }
}

/** Fails unless the description allows this request body. */
export function assertMaySend(address: string, body: object): void {
  const {path, operation} = operationAt('post', address);
  if (!operation.requestBody) {
    assert.deepEqual(body, {}, `${path} takes nothing`);
    return;
  }
  const place = pointer('paths', path, 'post', 'requestBody', 'content', 'application/json', 'schema');
  assertFits(place, body, `the request to ${path}`);
}
