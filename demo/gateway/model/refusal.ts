/** How the gateway refuses a call: with one of PayBy's codes, in the head of a signed answer. */
import {codeName, PaybyCode} from '../../payby/result-codes.js';

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
