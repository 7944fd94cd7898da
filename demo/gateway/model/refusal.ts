/** How the gateway refuses a call: with one of PayBy's codes, in the head of a signed answer. */
import {codeName, PaybyCode} from '../../payby/result-codes.js';

/**
 * How a refusal is written. PayBy's pages document three forms for every call: the `applyStatus` `FAIL`, `ERROR`, and
 * `SUCCESS` with another code than "0". `unsigned` is an `ERROR` without a signature, as for a caller that is not accepted.
 */
export const refusalForms = ['fail', 'success', 'error', 'unsigned'] as const;

/** One of {@link refusalForms}. */
export type RefusalForm = (typeof refusalForms)[number];

/** Whether the value is one of {@link refusalForms}. */
export const isRefusalForm = (value: unknown): value is RefusalForm =>
  refusalForms.some((form) => form === value);

/** The call is refused with this code. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly code: PaybyCode;

  /** `msg` is PayBy's name of the code unless it is given. */
  constructor(code: PaybyCode, msg?: string) {
    super(msg ?? codeName(code));
    this.code = code;
  }
}

/** PayBy's `INVALID_PARAMETER`, with the name of the field. */
export const invalid = (field: string): Refusal =>
  new Refusal(PaybyCode.INVALID_PARAMETER, `INVALID_PARAMETER: ${field}`);
