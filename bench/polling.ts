/**
 * What polling for the outcome costs a merchant's server, and how soon a payer sees it: the project's own schedule beside
 * a fixed 2 s, Adyen's 2 s and 10 s, and a stream. A discrete-event simulation; nothing waits, and a seed gives the
 * same figures everywhere.
 */
import {parseArgs} from 'node:util';
import {cashTopUp, dynamicQr} from './polling/checkouts.js';
import {outageRun, type OutageCost} from './polling/outage-run.js';
import {ownElement} from './polling/own-element.js';
import {adyen, fixed2s} from './polling/plain-timer.js';
import {steadyRun, type SteadyCost, type SteadyRun} from './polling/steady-run.js';
import {stream} from './polling/stream.js';
import {table} from './polling/table.js';
import {isMet, targets, type Target} from './polling/targets.js';

const USAGE = `Usage: npm run bench:polling -- [--seed=1] [--orders=20000] [--open=100000] [--median=35] [--check]
  --seed    the luck of the run      --orders  sample per policy      --open  checkouts open at once
  --median  seconds until half of the payers of a dynamic QR have paid
  --check   exit code 1 when a target is missed`;

interface Options {
  readonly seed: number;
  readonly orders: number;
  readonly open: number;
  readonly median: number;
  readonly check: boolean;
}

function readOptions(args: readonly string[]): Options | undefined {
  try {
    const number = (value: string): number => (/^\d{1,9}$/.test(value) ? Number(value) : NaN);
    const {values} = parseArgs({
      args: [...args],
      options: {
        seed: {type: 'string', default: '1'},
        orders: {type: 'string', default: '20000'},
        open: {type: 'string', default: '100000'},
        median: {type: 'string', default: '35'},
        check: {type: 'boolean', default: false},
      },
    });
    const {check} = values;
    const [seed, orders, open, median] = [values.seed, values.orders, values.open, values.median].map(number);
    if (seed === undefined || Number.isNaN(seed)) return undefined;
    return orders && open && median ? {seed, orders, open, median, check} : undefined;
  } catch {
    return undefined; // an unknown option
  }
}

function run({seed, orders, open, median}: Options): readonly Target[] {
  const own = ownElement('payby-checkout');
  const ownStream = stream('payby-checkout, stream');
  const policies = [fixed2s, adyen, own, ownStream];
  const makeQr: typeof dynamicQr = (random) => dynamicQr(random, median * 1000);
  const plan = {policies, seed, orders, open};

  console.log(`seed ${seed}, ${count(orders)} orders per policy, scaled to ${count(open)} open at once\n`);
  const qr = steadyRun({...plan, makeCheckout: makeQr});
  sayRun(`Dynamic QR: payment after a median of ${median} s`, qr);
  const cash = steadyRun({...plan, makeCheckout: cashTopUp});
  sayRun('Cash top-up: payment after a median of 3 h', cash);
  const outage = outageRun({makeCheckout: makeQr, policies, seed, open, meanOpenMs: qr.meanOpenMs});
  sayOutage('Dynamic QR, a server outage of 60 s', outage);

  const reached = targets({
    dynamicQr: named(qr.costs),
    cash: named(cash.costs),
    outage: named(outage),
  });
  sayTargets(reached);
  return reached;
}

/** The runs keep the order of their policies. */
function named<T>([fixed, , own, ownStream]: readonly T[]): {fixed: T; own: T; stream: T} {
  if (!fixed || !own || !ownStream) throw new Error('a policy was not played');
  return {fixed, own, stream: ownStream};
}

function sayRun(title: string, {costs, meanOpenMs, hiddenShare}: SteadyRun): void {
  console.log(`${title}; open ${seconds(meanOpenMs)} s on average, hidden ${percent(hiddenShare)} of it`);
  const fixed = costs[0];
  const row = (cost: SteadyCost): string[] => [
    cost.name,
    cost.perOrder.toFixed(1),
    count(cost.perOrderP95),
    count(cost.perSecond),
    fixed ? (cost.perSecond / fixed.perSecond).toFixed(3) : '',
    `${seconds(cost.visible.p50)} / ${seconds(cost.visible.p95)}`,
    `${seconds(cost.returned.p50)} / ${seconds(cost.returned.p95)}`,
  ];
  const head = [
    '',
    'req/order',
    'p95',
    'req/s',
    '÷ fixed 2 s',
    'detected p50 / p95 s, visible',
    'after return s',
  ];
  console.log(`${table([head, ...costs.map(row)])}\n`);
}

function sayOutage(title: string, costs: readonly OutageCost[]): void {
  console.log(title);
  const fixed = costs[0];
  const row = ({name, steady, during, peak, streamPeak, detectedP95}: OutageCost): string[] => [
    name,
    count(steady),
    `${during.toFixed(2)} ×`,
    `${peak.toFixed(2)} ×`,
    fixed ? ((peak * steady) / fixed.steady).toFixed(2) : '',
    streamPeak === 0 ? '' : count(streamPeak),
    seconds(detectedP95),
  ];
  const head = [
    '',
    'steady req/s',
    'during it',
    'peak second after',
    'peak ÷ steady of fixed 2 s',
    'peak of streams/s',
    'paid in it: detected after its end, p95 s',
  ];
  console.log(`${table([head, ...costs.map(row)])}\n`);
}

function sayTargets(reached: readonly Target[]): void {
  const figure = (value: number, unit: string): string => `${value.toFixed(unit === 's' ? 2 : 3)} ${unit}`;
  const row = (target: Target): string[] => [
    target.promise,
    `≤ ${target.limit} ${target.unit}`,
    figure(target.reached, target.unit),
    isMet(target) ? 'ok' : 'missed',
  ];
  console.log(table([['Target', 'limit', 'reached', ''], ...reached.map(row)]));
}

const seconds = (ms: number): string => (Number.isNaN(ms) ? '–' : (ms / 1000).toFixed(2));
const count = (value: number): string => Math.round(value).toLocaleString('en');
const percent = (share: number): string => `${Math.round(share * 100)} %`;

const options = readOptions(process.argv.slice(2));
if (!options) {
  console.error(USAGE);
  process.exitCode = 1;
} else if (!run(options).every(isMet) && options.check) {
  process.exitCode = 1;
}
