/**
 * `payby-checkout/testing`: for the tests of a merchant's page. Orders, a scripted server, a clock that stands still, a
 * scanner. It uses only what every page may use (`statusSource`, `setStatus()`, `refresh()`, `fetch`, key events), so an
 * element in a test decides as it does in a shop. No page of a shop loads it.
 */
export {cashOrder, dynqrOrder, qrpayOrder} from './testing/test-orders.js';
export {cases, type CaseName} from './testing/cases.js';
export {StatusScript, type Reply, type Step, type StepName} from './testing/status-script.js';
export {payBy, type PayByControl, type PaymentFailure} from './testing/pay-by.js';
export {setOnline} from './testing/set-online.js';
export {stopClock, type StoppedClock} from './testing/stopped-clock.js';
export {FakeScanner, type ScanOptions} from './testing/fake-scanner.js';
