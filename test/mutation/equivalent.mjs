/**
 * Faults that nobody can tell from the code: they count neither as noticed nor as missed. Each is a line of a file (or of
 * any), as it stands there, what a fault makes of a part of it, and why that changes nothing.
 */
export const equivalent = [
  {
    line: /^(signal|run)\.addEventListener\('abort', .*, \{once: true\}\);$/,
    becomes: ['{}', 'false', '{once: false}'],
    why: 'a signal aborts once',
  },
  {
    file: 'src/checkout/status/status-request.ts',
    line: "parseMoment(Date.parse(headers.get('date') ?? '') || undefined, 'date', []);",
    becomes: ['"Stryker was here!"', '""', '["Stryker was here"]'],
    why: 'no text is a date, and what is wrong with the time is not read',
  },
  {
    file: 'src/checkout/status/status-request.ts',
    line: 'if (!header) return undefined;',
    becomes: ['false'],
    why: 'nothing is neither a number nor a date; the compiler needs the question',
  },
  {
    file: 'src/checkout/status/http-status-source.ts',
    line: "let number = '';",
    becomes: ['"Stryker was here!"'],
    why: 'no order has either number, and there is no tag yet',
  },
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
    file: 'src/core/order/order-status.ts',
    line: /^default:/,
    becomes: [/^default:/],
    why: 'the end of the function returns undefined, too; the compiler needs the case',
  },
  {
    file: 'src/core/order/order-status.ts',
    line: 'if (isPresent(totalAmount)) {',
    becomes: ['true'],
    why: "a missing amount is read as the order's own",
  },
  {
    file: 'src/core/order/order.ts',
    line: 'const found = merchantOrderNo === undefined ? undefined : find(merchantOrderNo);',
    becomes: ['false'],
    why: 'no order is known by no number; the compiler needs the question',
  },
  {
    file: 'src/core/order/actions.ts',
    line: "parseMoment(isPayload(answer) ? answer['expiredTime'] : answer, '', []);",
    becomes: ['"Stryker was here!"', '["Stryker was here"]'],
    why: 'what is wrong with the time is not read',
  },
  {
    file: 'src/core/order/redirect-url.ts',
    line: '} catch {',
    becomes: ['{}'],
    why: 'the end of the function returns undefined, too',
  },
  {
    file: 'src/core/status/poll-schedule.ts',
    line: /^if \(elapsedMs < BRISK_FROM_MS\)/,
    becomes: ['elapsedMs <= BRISK_FROM_MS'],
    why: 'both ways are the brisk delay at that moment',
  },
  {
    file: 'src/core/status/sse-parser.ts',
    line: "this.#line = lines.pop() ?? '';",
    becomes: ['"Stryker was here!"'],
    why: 'a split text has a last line; the compiler does not know',
  },
  {
    file: 'src/core/status/sse-parser.ts',
    line: "const [, name, value = ''] = FIELD.exec(line) ?? [];",
    becomes: ['"Stryker was here!"', '["Stryker was here"]'],
    why: 'every line matches, with both groups; the compiler does not know',
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
  {
    file: 'demo/merchant/orders/refunds.ts',
    line: "await recorder.update(merchantOrderNo, 'reconciler', (stored) =>",
    becomes: ['""'],
    why: 'the count of tries is no event, so nobody is named',
  },
  {
    file: 'demo/merchant/orders/coin-ledger.ts',
    line: /^const kind = coins < 0 /,
    becomes: ['coins <= 0'],
    why: 'a change of no coins has returned before',
  },
  {
    file: 'demo/merchant/orders/order-placing.ts',
    line: 'alerts: shouldAlert(after.followUp.token?.failures ?? 0)',
    becomes: ['after.followUp.token.failures'],
    why: 'a failed renewal is counted in the token; the compiler does not know',
  },
  {
    file: 'demo/merchant/orders/order-service.ts',
    line: "await this.#recorder.update(merchantOrderNo, 'reconciler', (order) => order);",
    becomes: ['""'],
    why: 'a new time of the next step is no event, so nobody is named',
  },
  {
    file: 'demo/merchant/orders/order-service.ts',
    line: 'if (origin === undefined) throw new OrderNotFound();',
    becomes: ['false'],
    why: 'no order is known by no number; the compiler needs the question',
  },
  {
    file: 'demo/merchant/orders/order-service.ts',
    line: 'const [order] = number === undefined ? [] : await store.list({number, limit: 1});',
    becomes: ['["Stryker was here"]'],
    why: 'a text has no order number, and no order is known by none',
  },
  {
    file: 'demo/merchant/orders/order-cancelling.ts',
    line: 'let isClaimed = true;',
    becomes: ['false'],
    why: 'the change decides it; the compiler needs a value',
  },
  {
    file: 'demo/merchant/orders/order-cancelling.ts',
    line: "await this.#options.recorder.update(merchantOrderNo, 'reconciler', (order) => {",
    becomes: ['""'],
    why: 'the claim is no event, so nobody is named',
  },
  {
    file: 'demo/merchant/orders/order-cancelling.ts',
    line: "case 'CREATED':",
    becomes: ['""', "case 'CREATED':"],
    why: 'an open order is not refused; the compiler needs the case',
  },
];
