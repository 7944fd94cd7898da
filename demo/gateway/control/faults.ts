/**
 * What can be made to go wrong on purpose, in words that a header (`x-gateway-fault`) and the control page share:
 *
 * - `delay=MS` answers later; `timeout` never answers; `lost` acts and then drops the connection
 * - a code of PayBy (`500`, `504`, `402`, `601`, `62039` …) refuses with it; `http=STATUS` is a proxy on the way
 * - `garbage` is signed nonsense; `huge` signed and far too long; `wrong-signature`, `no-signature`, `tampered`
 * - `notify=N` tells N times at once; `notify=hold` keeps what is to be told until it is released; `notify=lose` never
 *
 * Refusals, `timeout` and `http` come instead of acting; with `;after` they come after it: done, and told otherwise.
 * The others act first; with `;before` they do not act.
 */
import type {Context} from 'hono';
import {HttpError} from '../../http/http-error.js';
import {isPaybyCode, PaybyCode} from '../../payby/result-codes.js';
import type {Manner} from '../wire/notifier.js';

/** What is done to an answer. */
export type Disturbance =
  | {readonly kind: 'refuse'; readonly code: PaybyCode}
  | {readonly kind: 'http'; readonly status: number}
  | {readonly kind: 'timeout' | 'lost' | 'garbage' | 'huge'}
  | {readonly kind: 'wrong-signature' | 'no-signature' | 'tampered'};

/** One fault as it was written, and what it means. */
export interface Fault {
  readonly written: string;
  readonly delayMs: number;
  readonly disturbance: Disturbance | undefined;
  /** Whether the call is carried out all the same. */
  readonly acts: boolean;
  readonly manner: Manner | undefined;
}

/** Does it to the next calls that fit. */
export interface FaultRule {
  readonly fault: Fault;
  /** The last word of the path, `placeOrder`; `refund/placeOrder` for refunds. Any call if it is not given. */
  readonly operation: string | undefined;
  readonly merchantOrderNo: string | undefined;
  /** How many calls are still to come. */
  readonly times: number;
}

const NO_FAULT = {delayMs: 0, disturbance: undefined, acts: true, manner: undefined} as const;
const NUMBER = /^\d{1,7}$/;

/** `undefined` for a word that means nothing. */
export function readFault(written: string): Fault | undefined {
  const [word = '', when] = written.split(';').map((part) => part.trim());
  if (when !== undefined && when !== 'after' && when !== 'before') return undefined;
  const fault = faultOf(word);
  if (!fault) return undefined;
  return {...fault, written: when ? `${word};${when}` : word, acts: when ? when === 'after' : fault.acts};
}

/** Several with commas between them, as in the header. `undefined` if any of them means nothing. */
export function readFaults(written: string): readonly Fault[] | undefined {
  const faults = written
    .split(',')
    .filter((word) => word.trim() !== '')
    .map(readFault);
  return faults.every((fault) => fault !== undefined) ? faults : undefined;
}

/** The faults that the header of this request asks for. A word that means nothing is told, not overlooked. */
export function headerFaults(c: Context): readonly Fault[] {
  const faults = readFaults(c.req.header('x-gateway-fault') ?? '');
  if (!faults)
    throw new HttpError(400, 'unknown-fault', 'x-gateway-fault names a fault that does not exist.');
  return faults;
}

function faultOf(word: string): Omit<Fault, 'written'> | undefined {
  const [name, value = ''] = word.split('=');
  switch (name) {
    case 'delay':
      return NUMBER.test(value) ? {...NO_FAULT, delayMs: Number(value)} : undefined;
    case 'notify': {
      const manner = mannerOf(value);
      return manner && {...NO_FAULT, manner};
    }
    case 'http':
      return /^[45]\d\d$/.test(value)
        ? {...NO_FAULT, disturbance: {kind: 'http', status: Number(value)}, acts: false}
        : undefined;
    case 'timeout':
      return {...NO_FAULT, disturbance: {kind: name}, acts: false};
    case 'lost':
    case 'garbage':
    case 'huge':
    case 'wrong-signature':
    case 'no-signature':
    case 'tampered':
      return {...NO_FAULT, disturbance: {kind: name}};
    default:
      return isPaybyCode(word) && word !== PaybyCode.SUCCESS
        ? {...NO_FAULT, disturbance: {kind: 'refuse', code: word}, acts: false}
        : undefined;
  }
}

function mannerOf(value: string): Manner | undefined {
  if (value === 'hold' || value === 'lose') return {kind: value};
  return /^[1-9]$/.test(value) ? {kind: 'send', copies: Number(value)} : undefined;
}

export class FaultPlan {
  #rules: readonly FaultRule[] = [];

  get rules(): readonly FaultRule[] {
    return this.#rules;
  }

  add(rule: FaultRule): void {
    if (rule.times > 0) this.#rules = [...this.#rules, rule];
  }

  clear(): void {
    this.#rules = [];
  }

  /** What happens to this call: the oldest rule that fits is used up by one. */
  take(path: string, merchantOrderNo: string | undefined): Fault | undefined {
    const operation = path.replace(/^\/acquire2\//, '');
    const index = this.#rules.findIndex(
      (rule) =>
        (rule.operation === undefined || rule.operation === operation) &&
        (rule.merchantOrderNo === undefined || rule.merchantOrderNo === merchantOrderNo),
    );
    const taken = this.#rules[index];
    if (!taken) return undefined;
    const left = {...taken, times: taken.times - 1};
    this.#rules = this.#rules.flatMap((rule) => (rule !== taken ? [rule] : left.times > 0 ? [left] : []));
    return taken.fault;
  }
}
