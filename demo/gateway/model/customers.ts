/** The people with a PayBy or BOTIM app in this room. The first one is meant when nobody is named. */

export interface Customer {
  readonly id: string;
  readonly payerMid: string;
  /** As PayBy tells it to merchants. */
  readonly phoneMask: string;
}

const AMIRA: Customer = {id: 'amira', payerMid: '100000017317', phoneMask: '+971-50*17'};
const CUSTOMERS: ReadonlyMap<string, Customer> = new Map(
  [AMIRA, {id: 'omar', payerMid: '100000020845', phoneMask: '+971-52*45'}].map((one) => [one.id, one]),
);

/** `undefined` for somebody who is not in the room. */
export const customerNamed = (id: unknown): Customer | undefined =>
  id === undefined ? AMIRA : typeof id === 'string' ? CUSTOMERS.get(id) : undefined;
