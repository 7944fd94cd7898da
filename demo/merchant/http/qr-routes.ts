/**
 * The code of an open order as a picture, for receipts, mails and pages without JavaScript: the same modules as the
 * element draws, unless another level is asked for.
 */
import type {Context, Hono} from 'hono';
import {create, toBuffer, toString, type QRCode} from 'qrcode';
import type {Clock} from 'payby-checkout/core';
import {HttpError} from '../../http/http-error.js';
import {route} from '../../http/json-app.js';
import {isPayable} from '../orders/order.js';
import {admitted, type AdmissionOptions} from './admission.js';
import {parseQrQuery, type QrQuery} from './request-parsing.js';
import {noStore} from './responses.js';

export interface QrOptions extends AdmissionOptions {
  readonly clock: Clock;
}

export function addQrRoutes(app: Hono, options: QrOptions): void {
  const picture = '/api/orders/:merchantOrderNo/qr';
  route(app, `${picture}.svg`, {
    GET: async (c) => {
      const {token, query} = await requested(c, options);
      const svg = await toString(token, {type: 'svg', ...encoderOptions(token, query)});
      return c.body(svg, 200, {...noStore, 'Content-Type': 'image/svg+xml; charset=utf-8'});
    },
  });
  route(app, `${picture}.png`, {
    GET: async (c) => {
      const {token, query} = await requested(c, options);
      const png = new Uint8Array(await toBuffer(token, encoderOptions(token, query)));
      return c.body(png, 200, {...noStore, 'Content-Type': 'image/png'});
    },
  });
}

async function requested(
  c: Context,
  options: QrOptions,
): Promise<{readonly token: string; readonly query: QrQuery}> {
  const query = parseQrQuery(c.req.query());
  const order = await admitted(c, 'picture', options); // drawing takes time
  // A picture outlives its page: nobody may find a code here that cannot be paid any more.
  if (!isPayable(order, options.clock.now()))
    throw new HttpError(410, 'order-closed', 'This order can no longer be paid.');
  const {tokenUrl} = order;
  if (tokenUrl === undefined) throw new HttpError(404, 'no-code', 'This order has no code.');
  return {token: tokenUrl, query};
}

/**
 * Modules a whole number of pixels wide, as readers want them; so the picture may be smaller than asked for. A picture
 * of fewer pixels than modules cannot be read: it is drawn at one pixel a module.
 */
function encoderOptions(token: string, {size, margin, level}: QrQuery) {
  const modules = codeOf(token, level).modules.size + 2 * margin;
  const scale = Math.max(1, Math.floor(size / modules));
  return {errorCorrectionLevel: level, margin, width: scale * modules};
}

/** A long token fits into a code of a low level only; the library's error does not say that of itself. */
function codeOf(token: string, level: QrQuery['level']): QRCode {
  try {
    return create(token, {errorCorrectionLevel: level});
  } catch {
    throw new HttpError(400, 'bad-picture', 'This code needs a lower level: its token is long.');
  }
}
