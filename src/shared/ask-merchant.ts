/** Dispatches `payby-action` and returns the merchant's answer. */
import type {MerchantAction} from '../core/order/actions.js';
import type {Problem} from '../core/errors.js';
import {PaybyActionEvent} from './action-event.js';

/**
 * The promise given to `respondWith()`; `undefined` when a listener prevented the event, or none handled it, which
 * is reported as `action-failed`.
 */
export function askMerchant(
  host: HTMLElement,
  action: MerchantAction,
  reportProblem: (problem: Problem) => void,
  phone?: string,
): Promise<unknown> | undefined {
  const event = new PaybyActionEvent({action}, phone);
  host.dispatchEvent(event);
  const answer = event.answer();
  if (!answer && !event.defaultPrevented) {
    const message = `No listener handled payby-action '${action}'. Call event.respondWith(promise).`;
    reportProblem({code: 'action-failed', message, retryable: false});
  }
  return answer;
}
