/**
 * The local PayBy as one app: its signed wire under `/sgs/api`, the people who use it under `/app` and `/pos`, and the
 * strings to pull under `/control`.
 */
import type {KeyObject} from 'node:crypto';
import type {Hono} from 'hono';
import {jsonApp, type Log} from '../http/json-app.js';
import type {Clock} from '../payby/clock.js';
import type {KeyPair} from '../payby/keys.js';
import type {Random} from '../payby/random.js';
import {signBytes} from '../payby/signature.js';
import {AdjustableClock} from './control/adjustable-clock.js';
import {controlApp} from './control/control-app.js';
import {GatewayControl} from './control/control.js';
import {FaultPlan} from './control/faults.js';
import {Gateway} from './model/gateway.js';
import {Journal} from './control/request-log.js';
import {Notifier} from './wire/notifier.js';
import type {GatewaySettings} from './model/settings.js';
import {standInApp} from './simulators/simulators.js';
import {wireApp} from './wire/wire.js';

export interface GatewayAppOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** The one merchant that this gateway knows. */
  readonly partnerId: string;
  readonly merchantPublicKey: KeyObject;
  /** The gateway's own keys: merchants verify with the public half. */
  readonly keys: KeyPair;
  readonly settleAfterMs: number;
  readonly qrpayTokenUrl: boolean;
  readonly fetch: typeof globalThis.fetch;
  /** Ends notifications that are still to be repeated, and calls that are made to wait. */
  readonly signal: AbortSignal;
}

export interface GatewayRoom {
  readonly app: Hono;
  readonly control: GatewayControl;
}

export function gatewayRoom(options: GatewayAppOptions): GatewayRoom {
  const {partnerId, log, clock: patience} = options;
  const {privateKey} = options.keys;
  const settings: GatewaySettings = {
    settleAfterMs: options.settleAfterMs,
    qrpayTokenUrl: options.qrpayTokenUrl,
    refundAfterMs: 0,
    refundOutcome: 'REFUNDED_SETTLED',
    products: new Set(['DYNQR', 'QRPAY', 'CASHTOPUP']),
  };
  const shared = {
    ...options,
    clock: new AdjustableClock(patience),
    patience,
    sign: (bytes: Uint8Array) => signBytes(bytes, privateKey),
    journal: new Journal(),
    faults: new FaultPlan(),
    settings,
  };
  const notifier = new Notifier(shared);
  const gateway = new Gateway({
    ...shared,
    payeeMid: partnerId,
    tell: (news) => {
      notifier.tell(news);
    },
  });
  const control = new GatewayControl({...shared, gateway, notifier});
  const app = jsonApp(options);
  app.route('/sgs/api', wireApp({...shared, gateway, notifier}));
  app.route('/', standInApp({gateway, notifier, log}));
  app.route('/', controlApp(control, log));
  return {app, control};
}

export const gatewayApp = (options: GatewayAppOptions): Hono => gatewayRoom(options).app;
