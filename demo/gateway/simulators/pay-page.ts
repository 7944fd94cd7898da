/**
 * PayBy's own page at the `tokenUrl` of a cash order, under `/pay-page`: the simulated PayBy has no name in any name
 * server, so the query of the token is the address here. Plain forms, so that it works without scripts.
 */
import type {Context, Hono} from 'hono';
import {html, raw} from 'hono/html';
import {create, toBuffer, toString} from 'qrcode';
import {HttpError} from '../../http/http-error.js';
import {bodyBytes} from '../../http/json-body.js';
import {route} from '../../http/json-app.js';
import {stateAt, type GatewayOrder} from '../model/gateway-order.js';
import {TOKEN_ORIGIN, type Gateway} from '../model/gateway.js';
import {uaeMobile} from '../model/messages.js';
import {payPageStores, payPageTexts, type PayPageLanguage, type PayPageTexts} from './pay-page-texts.js';
import {simulatorApp, type SimulatorOptions} from './simulator.js';

/** What became of the request for a message; it stands in the address after the form was sent. */
type Notice = 'sent' | 'bad-phone' | 'too-soon';
const isNotice = (text: string | undefined): text is Notice =>
  text === 'sent' || text === 'bad-phone' || text === 'too-soon';

type Html = ReturnType<typeof html>;

export function payPage({gateway, log}: SimulatorOptions): Hono {
  const app = simulatorApp(log);
  route(app, '/pay-page/main', {
    GET: (c) => showPage(c, gateway),
    POST: async (c) => {
      const order = payable(c, gateway);
      if (order instanceof HttpError) return showPage(c, gateway);
      const form = new URLSearchParams(new TextDecoder().decode(await bodyBytes(c)));
      const phone = uaeMobile(form.get('phone') ?? '');
      const notice: Notice =
        phone === undefined ? 'bad-phone' : gateway.messages.sendGuide(order, phone) ? 'sent' : 'too-soon';
      const address = `main?${tokenQuery(c)}&lang=${languageOf(c)}&notice=${notice}#message`;
      return c.body(null, 303, {Location: address});
    },
  });
  route(app, '/pay-page/code.png', {
    GET: async (c) => {
      const order = payable(c, gateway);
      if (order instanceof HttpError) throw order;
      const {tokenUrl = ''} = order;
      const png = new Uint8Array(await toBuffer(tokenUrl, {width: 1080, margin: 4}));
      return c.body(png, 200, {'Content-Type': 'image/png', 'Cache-Control': 'no-store'});
    },
  });
  return app;
}

/** The order of the token in the address, while it can be paid in cash; otherwise what the POS would say of its code. */
function payable(c: Context, gateway: Gateway): GatewayOrder | HttpError {
  const tokenUrl = tokenUrlOf(c);
  const order = gateway.findByTokenUrl(tokenUrl);
  if (!order) return new HttpError(404, 'unknown-code', 'This is not a code of PayBy.');
  if (order.paySceneCode !== 'CASHTOPUP') {
    return new HttpError(409, 'wrong-scene', 'This code is for the PayBy or BOTIM app, not for cash.');
  }
  switch (stateAt(order, gateway.moment.now).kind) {
    case 'paid':
      return new HttpError(409, 'already-paid', 'This order is already paid.');
    case 'closed':
      return new HttpError(410, 'expired-code', 'This code is no longer valid.');
    case 'open':
      return gateway.isAlive(tokenUrl, order)
        ? order
        : new HttpError(410, 'replaced-code', 'This code is too old. The page of the order shows a new one.');
  }
}

async function showPage(c: Context, gateway: Gateway): Promise<Response> {
  const language = languageOf(c);
  const headers = {'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-store'};
  const order = payable(c, gateway);
  if (!(order instanceof HttpError)) {
    return c.body(String(await orderPage(c, order, language)), 200, headers);
  }
  const sentence = payPageTexts[language].refusals[order.code] ?? order.message;
  const refusal = html`<p class="refusal" data-test="refusal">${sentence}</p>`;
  return c.body(String(await document(c, language, refusal)), order.status, headers);
}

async function orderPage(c: Context, order: GatewayOrder, language: PayPageLanguage): Promise<Html> {
  const texts = payPageTexts[language];
  const {totalAmount, merchantOrderNo, requestTime, expiredTime, subject, subjectAr, tokenUrl = ''} = order;
  const notice = c.req.query('notice');
  const query = tokenQuery(c);
  const {modules} = create(tokenUrl);
  const svg = await toString(tokenUrl, {type: 'svg', margin: 4, width: Math.max(240, modules.size * 4)});
  return document(
    c,
    language,
    html`
      <p class="banner" data-test="banner">${texts.before(moment(language, expiredTime))}</p>
      <p class="amount" data-test="amount">${totalAmount.currency} ${totalAmount.amount}</p>
      <p class="muted">${texts.amount}</p>
      <dl>
        <dt>${texts.orderNumber}</dt>
        <dd><bdi dir="ltr" data-test="number">${merchantOrderNo}</bdi></dd>
        <dt>${texts.orderTime}</dt>
        <dd>${moment(language, requestTime)}</dd>
        <dt>${texts.product}</dt>
        <dd><bdi>${language === 'ar' ? (subjectAr ?? subject) : subject}</bdi></dd>
      </dl>
      <div class="code" role="img" aria-label="${texts.code}" data-test="code">${raw(svg)}</div>
      <section>
        <h2>${texts.save}</h2>
        <p>${texts.saveHow}</p>
        <a class="button" href="code.png?${query}" download="payby-code.png" data-test="save"
          >${texts.saveImage}</a
        >
      </section>
      <section id="message">
        <h2>${texts.message}</h2>
        <form method="post" action="main?${query}&lang=${language}">
          <label for="phone">${texts.phone}</label>
          <input
            id="phone"
            name="phone"
            type="tel"
            autocomplete="tel"
            maxlength="32"
            dir="ltr"
            data-test="phone"
            required
          />
          <button class="button" data-test="send">${texts.send}</button>
        </form>
        ${isNotice(notice) ? html`<p role="status" data-test="notice">${texts.notices[notice]}</p>` : ''}
      </section>
      <section>
        <h2>${texts.howTo}</h2>
        <ol data-test="how-to">
          ${texts.steps.map((step) => html`<li>${step}</li>`)}
        </ol>
      </section>
      <section>
        <h2>${texts.stores}</h2>
        <ul class="stores" data-test="stores">
          ${payPageStores(language).map((store) => storeEntry(store))}
        </ul>
      </section>
    `,
  );
}

const storeEntry = ({name, address, hours, phone}: ReturnType<typeof payPageStores>[number]): Html =>
  html`<li>
    <strong>${name}</strong><br />
    ${address}<br />
    <bdi dir="ltr">${hours}</bdi> · <a href="tel:${phone.replaceAll(' ', '')}" dir="ltr">${phone}</a>
  </li>`;

function document(c: Context, language: PayPageLanguage, contents: Html): Html {
  const texts: PayPageTexts = payPageTexts[language];
  const other = language === 'ar' ? 'en' : 'ar';
  return html`<!doctype html>
    <html lang="${language}" dir="${language === 'ar' ? 'rtl' : 'ltr'}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>${texts.title}</title>
        <style>
          ${raw(STYLE)}
        </style>
      </head>
      <body>
        <header>
          <h1>PayBy</h1>
          <span class="muted">${texts.simulated}</span>
          <a href="main?${tokenQuery(c)}&lang=${other}" lang="${other}" data-test="language"
            >${texts.otherLanguage}</a
          >
        </header>
        <main>${contents}</main>
      </body>
    </html>`;
}

/** The token as it was given out: the query of the address without what this page adds to it. */
const tokenUrlOf = (c: Context): string => `${TOKEN_ORIGIN}?${tokenQuery(c)}`;

function tokenQuery(c: Context): string {
  const {searchParams} = new URL(c.req.url);
  for (const own of ['lang', 'notice']) searchParams.delete(own);
  return searchParams.toString();
}

function languageOf(c: Context): PayPageLanguage {
  const wanted = c.req.query('lang') ?? c.req.header('accept-language') ?? '';
  return wanted.toLowerCase().startsWith('ar') ? 'ar' : 'en';
}

const moment = (language: PayPageLanguage, ms: number): string =>
  new Intl.DateTimeFormat(language === 'ar' ? 'ar-AE-u-nu-latn' : 'en-GB', {
    dateStyle: 'medium',
    timeStyle: 'short',
    timeZone: 'Asia/Dubai',
  }).format(ms);

const STYLE = `
  body { margin: 0; background: #f4f5f7; color: #14181f; font: 16px/1.5 system-ui, sans-serif; }
  header { display: flex; gap: 8px; align-items: baseline; padding: 12px 16px; background: #fff; }
  h1 { margin: 0; font-size: 18px; }
  header a { margin-inline-start: auto; color: inherit; }
  main { max-width: 480px; margin: 0 auto; padding: 16px; }
  .muted { color: #5a6270; font-size: 14px; }
  .banner { margin: 0 0 16px; padding: 8px 12px; border-radius: 8px; background: #fff3d6; text-align: center; }
  .amount { margin: 0; font-size: 32px; font-weight: 700; text-align: center; }
  .amount + p { margin: 0 0 16px; text-align: center; }
  dl { display: grid; grid-template-columns: max-content 1fr; gap: 4px 12px; }
  dt { color: #5a6270; } dd { margin: 0; overflow-wrap: anywhere; }
  .code { width: 260px; max-width: 100%; margin: 16px auto; background: #fff; }
  .code svg { display: block; width: 100%; height: auto; }
  section { margin: 16px 0; padding: 12px 16px; border-radius: 12px; background: #fff; }
  h2 { margin: 0 0 8px; font-size: 18px; }
  label { display: block; }
  input { box-sizing: border-box; width: 100%; min-height: 44px; margin: 4px 0 8px; padding: 0 12px; font: inherit;
    border: 1px solid #868e9c; border-radius: 8px; }
  .button { display: inline-flex; align-items: center; min-height: 44px; padding: 0 16px; font: inherit; border: 0;
    border-radius: 8px; background: #14181f; color: #fff; text-decoration: none; }
  .stores { padding: 0; list-style: none; } .stores li { padding: 8px 0; border-top: 1px solid #e3e5ea; }
  .refusal { padding: 24px 16px; text-align: center; }
`;
