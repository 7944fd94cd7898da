// The page of a shop for browsers of long ago: it pays an order, shows a voucher, reads a code, and posts a report to
// `/report`. It runs in old Chromiums (scripts/old-chromiums.mjs), and in one of today without the newer APIs
// (test/e2e/removed-apis.test.ts).

/** No syntax and no API here is newer than the oldest browser. */
export const shop = `
const errors = [];
addEventListener('error', ({message}) => errors.push('error: ' + message));
addEventListener('unhandledrejection', ({reason}) => errors.push('rejection: ' + reason));
const {error} = console;
console.error = (...line) => { errors.push('console: ' + line.join(' ')); error(...line); };
const when = async (isTrue) => {
  for (let i = 0; i < 600 && !isTrue(); i++) await new Promise((resolve) => setTimeout(resolve, 50));
  return Boolean(isTrue());
};
const order = (changes) => Object.assign({merchantOrderNo: 'M-1', paySceneCode: 'DYNQR',
  tokenUrl: 'https://qr.payby.com?BIZ_TYPE=202&ft=7ac14d5d372a459fbe948e83fcaae0cb&t=1765054600668',
  totalAmount: {amount: '25.00', currency: 'AED'}, expiredTime: Date.now() + 900000}, changes);
(async () => {
  const report = {};
  await when(() => customElements.get('payby-checkout') && customElements.get('payby-scan-input'));
  const checkout = document.createElement('payby-checkout');
  const events = [];
  for (const type of ['ready', 'success', 'failure', 'error'])
    checkout.addEventListener('payby-' + type, () => events.push(type));
  checkout.statusUrl = '/status';
  checkout.order = order({});
  document.body.append(checkout);
  const all = (selector) => Array.from(checkout.shadowRoot ? checkout.shadowRoot.querySelectorAll(selector) : []);
  await when(() => all('[part=qr]').length > 0);
  report.codes = all('[part=qr]').length;
  report.codeWidth = all('[part=qr]').map((code) => Math.round(code.getBoundingClientRect().width));
  report.isStyled = getComputedStyle(checkout).display === 'block';
  report.isPaid = await when(() => events.includes('success'));
  report.events = events;
  report.codesAfter = all('[part=qr]').length;

  const voucher = document.createElement('payby-checkout');
  voucher.order = order({merchantOrderNo: 'M-2', paySceneCode: 'CASHTOPUP'});
  document.body.append(voucher);
  report.isVoucherShown = await when(() => voucher.shadowRoot.querySelector('.deadline'));

  const field = document.createElement('payby-scan-input');
  const scans = [];
  field.addEventListener('payby-scan', ({detail}) => scans.push(detail.code));
  document.body.append(field);
  await field.updateComplete;
  field.simulate('281234567890123456');
  await when(() => scans.length > 0);
  report.scans = scans;
  report.errors = errors;
  await fetch('/report', {method: 'POST', body: JSON.stringify(report)});
})();`;

/** The report, if all went well. */
export const expected = JSON.stringify({
  codes: 1,
  codeWidth: [270],
  isStyled: true,
  isPaid: true,
  events: ['ready', 'success'],
  codesAfter: 0,
  isVoucherShown: true,
  scans: ['281234567890123456'],
  errors: [],
});
