/**
 * The faults that can be planted, in the words that the header `x-gateway-fault` and the control page share:
 *
 * - `delay=MS` answers later; `timeout` never answers; `lost` carries the call out and then drops the connection
 * - a code of PayBy (`500`, `504`, `402`, `601`, `62039` …) refuses with it; `http=STATUS` answers as a proxy would
 * - `form=fail`, `form=success`, `form=error`, `form=unsigned` write a refusal of this call in that form
 * - `garbage` is a signed answer that is not JSON; `huge` a signed one of more than 2 MB; `wrong-signature`,
 *   `no-signature`, `tampered`
 * - `notify=N` delivers each notification N times at once; `notify=hold` holds it until it is released; `notify=lose`
 *   never delivers it
 *
 * Refusals, `timeout` and `http` replace the call; with `;after` the call is carried out first. All others carry the
 * call out; with `;before` they do not.
 */
import {isPaybyCode, PaybyCode} from '../../payby/result-codes.js';
import type {DeliveryMode} from './notifications.js';
import {isRefusalForm, type RefusalForm} from './refusal.js';

/** What a fault does to the answer. */
export type FaultEffect =
  | {readonly kind: 'refuse'; readonly code: PaybyCode}
  | {readonly kind: 'http'; readonly status: number}
  | {readonly kind: 'timeout' | 'lost' | 'garbage' | 'huge'}
  | {readonly kind: 'wrong-signature' | 'no-signature' | 'tampered'};

/** One fault, parsed. */
export interface Fault {
  /** As it was written: "lost;before". */
  readonly written: string;
  /** How long the answer is delayed, in ms; 0 for not at all. */
  readonly delayMs: number;
  readonly effect: FaultEffect | undefined;
  /** Whether the call is carried out all the same. */
  readonly isExecuted: boolean;
  readonly delivery: DeliveryMode | undefined;
  /** How the call is refused, if it is. */
  readonly form: RefusalForm | undefined;
}

/** A fault and the next calls that it applies to. */
export interface FaultRule {
  readonly fault: Fault;
  /** The path after `/acquire2/`: `placeOrder`, `refund/placeOrder`. `undefined` for any call. */
  readonly operation: string | undefined;
  /** `undefined` for any order. */
  readonly merchantOrderNo: string | undefined;
  /** How many calls are left. */
  readonly times: number;
}

/** The text names a fault that does not exist. */
export class UnknownFault extends Error {
  override readonly name = 'UnknownFault';
}

const NO_FAULT = {
  delayMs: 0,
  effect: undefined,
  isExecuted: true,
  delivery: undefined,
  form: undefined,
} as const;
const NUMBER = /^\d{1,7}$/;

/** Parses one fault. Throws {@link UnknownFault}. */
export function parseFault(written: string): Fault {
  const [word = '', when] = written.split(';').map((part) => part.trim());
  const fault = faultOf(word);
  if (!fault || (when !== undefined && when !== 'after' && when !== 'before')) throw new UnknownFault();
  if (when === undefined) return {...fault, written: word};
  return {...fault, written: `${word};${when}`, isExecuted: when === 'after'};
}

/** Parses several faults with commas between them, as in the header. Throws {@link UnknownFault}. */
export const parseFaults = (written = ''): readonly Fault[] =>
  written
    .split(',')
    .filter((word) => word.trim() !== '')
    .map(parseFault);

function faultOf(word: string): Omit<Fault, 'written'> | undefined {
  const [name, value = ''] = word.split('=');
  switch (name) {
    case 'delay':
      return NUMBER.test(value) ? {...NO_FAULT, delayMs: Number(value)} : undefined;
    case 'notify': {
      const delivery = deliveryOf(value);
      return delivery && {...NO_FAULT, delivery};
    }
    case 'form':
      return isRefusalForm(value) ? {...NO_FAULT, form: value} : undefined;
    case 'http':
      return /^[45]\d\d$/.test(value)
        ? {...NO_FAULT, effect: {kind: 'http', status: Number(value)}, isExecuted: false}
        : undefined;
    case 'timeout':
      return {...NO_FAULT, effect: {kind: name}, isExecuted: false};
    case 'lost':
    case 'garbage':
    case 'huge':
    case 'wrong-signature':
    case 'no-signature':
    case 'tampered':
      return {...NO_FAULT, effect: {kind: name}};
    default:
      return isPaybyCode(word) && word !== PaybyCode.SUCCESS
        ? {...NO_FAULT, effect: {kind: 'refuse', code: word}, isExecuted: false}
        : undefined;
  }
}

function deliveryOf(value: string): DeliveryMode | undefined {
  if (value === 'hold' || value === 'lose') return {kind: value};
  return /^[1-9]$/.test(value) ? {kind: 'send', copies: Number(value)} : undefined;
}

/** The faults that wait for calls to apply to. */
export class FaultPlan {
  #rules: readonly FaultRule[] = [];

  /** Oldest first. */
  get rules(): readonly FaultRule[] {
    return this.#rules;
  }

  /** Adds a rule. One for 0 calls is dropped. */
  add(rule: FaultRule): void {
    if (rule.times > 0) this.#rules = [...this.#rules, rule];
  }

  /** Removes all rules. */
  clear(): void {
    this.#rules = [];
  }

  /** The fault for this call. The oldest rule that matches loses one of its calls. */
  take(path: string, merchantOrderNo: string | undefined): Fault | undefined {
    const operation = path.replace(/^\/acquire2\//, '');
    const rule = this.#rules.find(
      (one) =>
        (one.operation === undefined || one.operation === operation) &&
        (one.merchantOrderNo === undefined || one.merchantOrderNo === merchantOrderNo),
    );
    if (!rule) return undefined;
    const left = {...rule, times: rule.times - 1};
    this.#rules = this.#rules.flatMap((one) => (one !== rule ? [one] : left.times > 0 ? [left] : []));
    return rule.fault;
  }
}
