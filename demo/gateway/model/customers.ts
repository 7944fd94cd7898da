/** The customers with a PayBy or BOTIM app that the simulator plays. */

export interface Customer {
  /** The name that `payer` takes in the simulator's calls. */
  readonly id: string;
  /** PayBy's member id of the payer. */
  readonly payerMid: string;
  /** The phone number as PayBy shows it to merchants. */
  readonly phoneMask: string;
}

const AMIRA: Customer = {id: 'amira', payerMid: '100000017317', phoneMask: '+971-50*17'};
const CUSTOMERS: ReadonlyMap<string, Customer> = new Map(
  [AMIRA, {id: 'omar', payerMid: '100000020845', phoneMask: '+971-52*45'}].map((one) => [one.id, one]),
);

/** The customer of this id; the first one when none is given; `undefined` when there is none of this id. */
export const customerNamed = (id: unknown): Customer | undefined =>
  id === undefined ? AMIRA : typeof id === 'string' ? CUSTOMERS.get(id) : undefined;
