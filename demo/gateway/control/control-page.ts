/** The control page for the people who test: plain forms, so it works without scripts. */
import {html} from 'hono/html';
import {logLine} from '../model/request-log.js';
import {paymentFailures} from '../model/payment-failures.js';
import {refusalForms} from '../model/refusal.js';
import type {GatewayControl} from './control.js';

/** How many lines of the log the page shows. */
const MAX_LINES = 60;

/** The faults that the page offers; its calls take all of `model/faults.ts`. */
const FAULTS: readonly (readonly [string, string])[] = [
  ['lost', 'carried out, connection dropped'],
  ['500', 'SYSTEM_ERROR, not carried out'],
  ['500;after', 'SYSTEM_ERROR, carried out'],
  ['504', 'SERVICE_TIMEOUT'],
  ['402', 'RATE_LIMIT_REJECT'],
  ['601', 'RISK_FAIL'],
  ['62039', 'REVOKE_FAILURE'],
  ['form=success', 'a refusal with applyStatus SUCCESS'],
  ['form=error', 'a refusal with applyStatus ERROR'],
  ['form=unsigned', 'a refusal with applyStatus ERROR, not signed'],
  ['timeout', 'no answer, not carried out'],
  ['timeout;after', 'no answer, carried out'],
  ['delay=3000', 'answer after 3 s'],
  ['http=502', 'HTTP 502 from a proxy'],
  ['garbage', 'signed, but not JSON'],
  ['huge', 'signed, more than 2 MB'],
  ['wrong-signature', 'wrong signature'],
  ['no-signature', 'no signature'],
  ['tampered', 'one byte changed after signing'],
];

const OPERATIONS = [
  'placeOrder',
  'getOrder',
  'cancelOrder',
  'revokeOrder',
  'refund/placeOrder',
  'refund/getOrder',
  'updateExpiredTime',
  'getCashierUrlInfo',
] as const;

/** The page as it is now. */
export function controlPage(control: GatewayControl): ReturnType<typeof html> {
  const {clock, settings, faults} = control;
  const {mode, held} = control.notifications;
  const lines = control.log().slice(-MAX_LINES).reverse().map(logLine);
  return html`<!doctype html>
    <html lang="en">
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width" />
      <title>Local gateway: control</title>
      <style>
        body {
          font: 16px/1.5 system-ui;
          margin: 2em auto;
          max-width: 70em;
          padding: 0 1em;
        }
        form {
          display: inline-block;
          margin: 0.25em 1em 0.25em 0;
        }
        pre {
          overflow-x: auto;
        }
      </style>
      <h1>Local gateway</h1>
      <p>None of this exists at the real PayBy. <a href="">Refresh</a></p>
      <h2>Time</h2>
      <p>
        ${new Date(clock.now()).toISOString()}, ${Math.round(clock.aheadMs / 1000)} s ahead of this machine
      </p>
      ${[
        ['1 minute', 60_000],
        ['15 minutes', 900_000],
        ['2 hours', 7_200_000],
        ['1 day', 86_400_000],
      ].map(
        ([label, ms]) =>
          html`<form method="post" action="control/clock">
            <button name="advanceMs" value="${ms}">${label} later</button>
          </form>`,
      )}
      <h2>Faults</h2>
      <ul>
        ${faults.map(
          ({fault, operation = 'any call', times}) => html`<li>${fault}: ${operation}, ${times} more</li>`,
        )}
      </ul>
      <form method="post" action="control/faults">
        <label
          >Fault
          <select name="fault">
            ${FAULTS.map(([word, meaning]) => html`<option value="${word}">${meaning} (${word})</option>`)}
          </select></label
        >
        <label
          >at
          <select name="operation">
            <option value="">any call</option>
            ${OPERATIONS.map((name) => html`<option>${name}</option>`)}
          </select></label
        >
        <label>times <input name="times" type="number" min="1" max="1000" value="1" /></label>
        <button>Add fault</button>
      </form>
      <form method="post" action="control/reset">
        <button>Reset: no faults, each notification once</button>
      </form>
      <h2>Notifications</h2>
      <p>
        ${mode.kind === 'send' ? `copies sent of each: ${String(mode.copies)}` : `now: ${mode.kind}`}; held:
        ${held}
      </p>
      ${[
        ['Send each once', 'send', 1],
        ['Send each twice', 'send', 2],
        ['Hold them', 'hold', 1],
        ['Lose them', 'lose', 1],
      ].map(
        ([label, kind, copies]) =>
          html`<form method="post" action="control/notifications">
            <input type="hidden" name="delivery" value="${kind}" />
            <button name="copies" value="${copies}">${label}</button>
          </form>`,
      )}
      <form method="post" action="control/release">
        <button name="order" value="oldest-first">Release the held ones</button>
        <button name="order" value="newest-first">Release them in reverse</button>
      </form>
      <h2>Settings</h2>
      <form method="post" action="control/settings">
        <label
          >Settled after (ms) <input name="settleAfterMs" type="number" value="${settings.settleAfterMs}"
        /></label>
        <label
          >Tokens die after (ms, 0 for never)
          <input name="tokenLifeMs" type="number" value="${settings.tokenLifeMs}"
        /></label>
        <label
          >Refunds are REFUNDED_SETTLED after (ms)
          <input name="refundAfterMs" type="number" value="${settings.refundAfterMs}"
        /></label>
        <label
          >… and end after another (ms)
          <input name="refundSettledForMs" type="number" value="${settings.refundSettledForMs}"
        /></label>
        <label
          >Refunds end as
          <select name="refundOutcome">
            <option ${settings.refundOutcome === 'SUCCESS' ? 'selected' : ''}>SUCCESS</option>
            <option ${settings.refundOutcome === 'FAILURE' ? 'selected' : ''}>FAILURE</option>
          </select></label
        >
        <label
          >Payments in the app fail with
          <select name="paymentFailure">
            ${['none', ...paymentFailures].map(
              (code) =>
                html`<option ${(settings.paymentFailure ?? 'none') === code ? 'selected' : ''}>
                  ${code}
                </option>`,
            )}
          </select></label
        >
        <label
          >Calls are refused as
          <select name="refusalForm">
            ${refusalForms.map(
              (form) => html`<option ${settings.refusalForm === form ? 'selected' : ''}>${form}</option>`,
            )}
          </select></label
        >
        <label
          >QRPAY answers with a code
          <select name="qrpayTokenUrl">
            <option value="false" ${settings.qrpayTokenUrl ? '' : 'selected'}>no</option>
            <option value="true" ${settings.qrpayTokenUrl ? 'selected' : ''}>yes</option>
          </select></label
        >
        <button>Set</button>
      </form>
      <h2>Log</h2>
      <p>Newest first. <a href="control/log?format=text">The whole log</a></p>
      <pre>${lines.join('\n')}</pre>
    </html>`;
}
