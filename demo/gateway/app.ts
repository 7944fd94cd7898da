/** The local PayBy as one app: its signed wire under `/sgs/api`, and the people who use it under `/app` and `/pos`. */
import type {KeyObject} from 'node:crypto';
import type {Hono} from 'hono';
import {jsonApp, type Log} from '../http/json-app.js';
import type {Clock} from '../payby/clock.js';
import type {KeyPair} from '../payby/keys.js';
import type {Random} from '../payby/random.js';
import {signBytes} from '../payby/signature.js';
import {Gateway} from './gateway.js';
import {Notifier} from './notifier.js';
import {standInApp} from './stand-ins.js';
import {wireApp} from './wire.js';

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
  /** Ends notifications that are still to be repeated. */
  readonly signal: AbortSignal;
}

export function gatewayApp(options: GatewayAppOptions): Hono {
  const {keys, partnerId, log} = options;
  const {privateKey} = keys;
  const notifier = new Notifier({...options, sign: (bytes) => signBytes(bytes, privateKey)});
  const gateway = new Gateway({
    ...options,
    payeeMid: partnerId,
    tell: (notifyUrl, subject) => {
      notifier.tell(notifyUrl, subject);
    },
  });
  const app = jsonApp(options);
  app.route('/sgs/api', wireApp({...options, gateway, privateKey}));
  app.route('/', standInApp(gateway, log));
  return app;
}
