/** What `npm run test:mutation` plants faults in, part by part, and the tests that must notice them. */
const merchant = (name) => `test/demo/merchant/${name}.test.ts`;

export const parts = {
  /** The rules of src/core about orders and their status. */
  core: {
    mutate: ['src/core/order/*.ts', 'src/core/status/*.ts'],
    spec: ['test/core/{order,status}/*.test.ts'],
  },
  /** What a voucher, a code, a host's messages, an attribute and a language are read as. */
  texts: {
    mutate: ['src/core/*.ts', 'src/core/bridge/*.ts', 'src/core/qr/*.ts', 'src/core/voucher/*.ts'],
    // Without the one of telephone numbers: their library cannot be loaded here
    spec: ['test/core/{bridge,qr}/*.test.ts', 'test/core/voucher/[!p]*.test.ts', 'test/core/*.test.ts'],
  },
  /** What keys of a scanner, or the camera's frames, are read as. */
  scan: {
    mutate: ['src/core/scan/*.ts'],
    // Without what takes seconds: a thousand faults would take hours
    spec: [
      ...[
        'burst-decoding',
        'burst-timing',
        'camera-frames',
        'keystroke',
        'payment-code',
        'scanner-diagnosis',
      ],
      ...['us-layout', 'wedge', 'recordings'],
    ].map((name) => `test/core/scan/${name}.test.ts`),
  },
  /** How the element asks for the status. */
  page: {
    mutate: ['src/checkout/status/*.ts', 'src/checkout/checkout-controller.ts'],
    spec: ['test/checkout/status/*.test.ts', 'test/checkout/checkout-controller.test.ts'],
  },
  /** What the merchant's server decides from an order alone. */
  orders: {
    mutate: ['order', 'next-step', 'order-number'].map((name) => `demo/merchant/orders/${name}.ts`),
    spec: ['next-step', 'order', 'order-number'].map(merchant),
  },
  /** How it carries that out with PayBy and its store: without a gateway, each rule takes milliseconds. */
  merchant: {
    mutate: [
      ...['refunds', 'coin-ledger', 'order-recorder', 'order-events', 'order-commands', 'order-placing'],
      ...['order-service', 'status-queries', 'query-coalescer', 'order-cancelling', 'reconciler'],
    ].map((name) => `demo/merchant/orders/${name}.ts`),
    spec: [
      ...['coin-entry', 'order-events', 'refunds', 'order-recorder', 'order-commands', 'order-placing'],
      ...['order-notifications', 'query-coalescer', 'status-queries', 'order-cancelling', 'reconciler-steps'],
    ].map(merchant),
  },
};
