/** The gateway says no: one of PayBy's codes, told in the head of a signed answer. */
import {codeName, PaybyCode} from '../../payby/result-codes.js';

export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly code: PaybyCode;

  constructor(code: PaybyCode, detail?: string) {
    super(detail ?? codeName(code));
    this.code = code;
  }
}

/** PayBy's general complaint, with the name of the field that it is about. */
export const invalid = (field: string): Refusal =>
  new Refusal(PaybyCode.INVALID_PARAMETER, `INVALID_PARAMETER: ${field}`);
