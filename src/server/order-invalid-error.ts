import type {Issue} from '../core/errors.js';

/** An order that cannot be shown. The message and the issues name paths, never a value. */
export class OrderInvalidError extends Error {
  override readonly name = 'OrderInvalidError';
  /** As in `payby-error`. */
  readonly code = 'order-invalid';
  /** What is wrong, path by path. */
  readonly issues: readonly Issue[];

  constructor(issues: readonly Issue[]) {
    const fields = issues.map(({path, message}) => `${path || 'it'} ${message}`).join('; ');
    super(`The order cannot be shown: ${fields}.`);
    this.issues = issues;
  }
}
