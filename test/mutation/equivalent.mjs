/**
 * Faults that nobody can tell from the code: they count neither as noticed nor as missed. Each is a line of a file, as it
 * stands there, what a fault makes of a part of it, and why that changes nothing.
 */
export const equivalent = [
  {
    file: 'src/core/order/checkout-machine.ts',
    line: "return isDecided ? advance(state, {type: 'report', report, at, successOn}) : state;",
    becomes: ['""'],
    why: 'every input that is not a time is a report',
  },
  {
    file: 'src/core/order/checkout-machine.ts',
    line: /^case ('idle'|'invalid'|'paid'|'failed'|'cancelled'|'revoked'):$|^case undefined:$/,
    becomes: ['""', "case 'revoked':", 'case undefined:'],
    why: 'the end of the function returns undefined, too; the compiler needs the case',
  },
  {
    file: 'src/core/order/checkout-machine.ts',
    line: 'if (order.expiredTime !== undefined && at >= order.expiredTime) {',
    becomes: ['true'],
    why: 'nothing is greater than undefined; the compiler needs the question',
  },
  {
    file: 'src/core/order/checkout-machine.ts',
    line: "const ended = state.phase === 'confirming' && state.why === 'ended';",
    becomes: ['true', "state.phase === 'confirming' || state.why === 'ended'"],
    why: 'only confirming has a reason, and a paid order that settles is heavier than expired',
  },
  {
    file: 'src/core/order/money.ts',
    line: /\?\? \[\];$/,
    becomes: ['["Stryker was here"]'],
    why: 'the first item of a match is not read',
  },
  {
    file: 'demo/merchant/orders/next-step.ts',
    line: 'return steps.filter((step) => step !== undefined).sort((a, b) => a.at - b.at)[0];',
    becomes: ['steps', 'steps.sort((a, b) => a.at - b.at)', 'true'],
    why: 'sort() puts undefined last; the compiler needs the filter',
  },
  {
    file: 'demo/merchant/orders/next-step.ts',
    line: 'if (sentAt !== undefined && now < sentAt + CALL_ENDS_WITHIN_MS) return false;',
    becomes: ['true'],
    why: 'nothing is less than NaN; the compiler needs the question',
  },
  {
    file: 'demo/merchant/orders/order.ts',
    line: /^const status = answered && weight\[answered\] > /,
    becomes: ['weight[answered] >= weight[order.status]'],
    why: 'no two statuses have the same weight',
  },
];
