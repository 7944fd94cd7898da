/** The targets of the project for its requests, and whether the run met them. */
import type {OutageCost} from './outage-run.js';
import type {SteadyCost} from './steady-run.js';

export interface Figures {
  readonly dynamicQr: {readonly fixed: SteadyCost; readonly own: SteadyCost; readonly stream: SteadyCost};
  readonly cash: {readonly fixed: SteadyCost; readonly own: SteadyCost};
  readonly outage: {readonly fixed: OutageCost; readonly own: OutageCost; readonly stream: OutageCost};
}

export interface Target {
  readonly promise: string;
  readonly limit: number;
  readonly reached: number;
  readonly unit: '×' | 's';
}

export const isMet = ({limit, reached}: Target): boolean => reached <= limit; // NaN is no figure, and not met

export function targets({dynamicQr, cash, outage}: Figures): readonly Target[] {
  const {fixed, own, stream} = dynamicQr;
  const times = (promise: string, limit: number, reached: number): Target => {
    return {promise, limit, reached, unit: '×'};
  };
  const seconds = (promise: string, limit: number, ms: number): Target => {
    return {promise, limit, reached: ms / 1000, unit: 's'};
  };
  return [
    times('dynamic QR, polling: requests ÷ fixed 2 s', 0.55, own.perSecond / fixed.perSecond),
    seconds('dynamic QR, polling: detected while visible, p95', 3, own.visible.p95),
    times('dynamic QR, stream: requests ÷ fixed 2 s', 0.08, stream.perSecond / fixed.perSecond),
    seconds('dynamic QR, stream: detected while visible, p95', 0.3, stream.visible.p95),
    times('cash, polling: requests ÷ fixed 2 s', 0.1, cash.own.perSecond / cash.fixed.perSecond),
    times('outage, polling: requests during it ÷ own steady rate', 0.6, outage.own.during),
    times('outage, polling: peak second after it ÷ own steady rate', 1.25, outage.own.peak),
    times(
      "outage, stream: peak second of reconnects ÷ fixed 2 s's steady rate",
      0.5,
      outage.stream.streamPeak / outage.fixed.steady,
    ),
  ];
}
