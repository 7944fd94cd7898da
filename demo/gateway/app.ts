/**
 * The simulated gateway as one app: PayBy's signed API under `/sgs/api`, the simulators of the customer's app and the
 * store's POS under `/app` and `/pos`, and the control API under `/control`.
 */
import type {KeyObject} from 'node:crypto';
import type {Hono} from 'hono';
import type {Clock} from 'payby-checkout/core';
import {jsonApp, type Log} from '../http/json-app.js';
import {ownOriginOnly} from '../http/own-origin.js';
import type {KeyPair} from '../payby/keys.js';
import type {Random} from '../payby/random.js';
import {signBytes} from '../payby/signature.js';
import {AdjustableClock} from './control/adjustable-clock.js';
import {controlApp} from './control/control-app.js';
import {GatewayControl} from './control/control.js';
import {FaultPlan} from './model/faults.js';
import {Gateway} from './model/gateway.js';
import {RequestLog} from './model/request-log.js';
import type {GatewaySettings} from './model/settings.js';
import {customerApp} from './simulators/customer-app.js';
import {payPage} from './simulators/pay-page.js';
import {storePos} from './simulators/store-pos.js';
import {Notifier} from './wire/notifier.js';
import {wireApp} from './wire/wire.js';

export interface GatewayAppOptions {
  /** The time that really passes; the gateway's own clock can be advanced against it. */
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** The `Partner-Id` of the one merchant that this gateway knows. */
  readonly partnerId: string;
  readonly merchantPublicKey: KeyObject;
  /** The gateway's own keys: merchants verify with the public half. */
  readonly keys: KeyPair;
  /** How long after the payment an order is `SETTLED`, in ms. */
  readonly settleAfterMs: number;
  /** Whether a QRPAY order is answered with a `tokenUrl`, as older PayBy does. */
  readonly qrpayTokenUrl: boolean;
  /** Posts the notifications. */
  readonly fetch: typeof globalThis.fetch;
  /** Aborts when the gateway closes: no notification is repeated and no call delayed any longer. */
  readonly signal: AbortSignal;
  /** Names by which this machine is reached, besides its addresses and `localhost`. */
  readonly hosts?: readonly string[] | undefined;
}

export interface ControlledGateway {
  readonly app: Hono;
  /** What the calls under `/control` do, without HTTP. */
  readonly control: GatewayControl;
}

/** The gateway, and its control API as an object. */
export function controlledGateway(options: GatewayAppOptions): ControlledGateway {
  const {partnerId, log, clock: realClock} = options;
  const {privateKey} = options.keys;
  const settings: GatewaySettings = {
    settleAfterMs: options.settleAfterMs,
    qrpayTokenUrl: options.qrpayTokenUrl,
    tokenLifeMs: 0,
    refundAfterMs: 0,
    refundSettledForMs: 20_000,
    refundOutcome: 'SUCCESS',
    paymentFailure: undefined,
    refusalForm: 'fail',
    products: new Set(['DYNQR', 'QRPAY', 'CASHTOPUP']),
  };
  const shared = {
    ...options,
    clock: new AdjustableClock(realClock),
    realClock,
    sign: (bytes: Uint8Array) => signBytes(bytes, privateKey),
    requestLog: new RequestLog(),
    faults: new FaultPlan(),
    settings,
  };
  const notifications = new Notifier(shared);
  const gateway = new Gateway({
    ...shared,
    payeeMid: partnerId,
    notify: (content) => {
      notifications.notify(content);
    },
  });
  const control = new GatewayControl({...shared, gateway, notifications});
  const app = jsonApp(options);
  app.use(ownOriginOnly(options.hosts ?? []));
  app.route('/sgs/api', wireApp({...shared, gateway, notifications}));
  app.route('/', customerApp({gateway, notifications, log}));
  app.route('/', storePos({gateway, notifications, log}));
  app.route('/', payPage({gateway, notifications, log}));
  app.route('/', controlApp(control, log));
  return {app, control};
}

/** The gateway as one app. */
export const gatewayApp = (options: GatewayAppOptions): Hono => controlledGateway(options).app;
