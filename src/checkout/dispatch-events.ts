/** Dispatches the events of a checkout. A problem is also printed to the console, for the integrator. */
import type {CheckoutMessage} from '../core/order/checkout-messages.js';
import type {Problem} from '../core/errors.js';
import {
  PaybyChangeEvent,
  PaybyErrorEvent,
  PaybyFailureEvent,
  PaybyReadyEvent,
  PaybySuccessEvent,
} from './checkout-events.js';

export function dispatchMessage(host: HTMLElement, message: CheckoutMessage): void {
  switch (message.kind) {
    case 'ready':
      host.dispatchEvent(new PaybyReadyEvent(message.detail));
      break;
    case 'change':
      host.dispatchEvent(new PaybyChangeEvent(message.detail));
      break;
    case 'success':
      host.dispatchEvent(new PaybySuccessEvent(message.detail));
      break;
    case 'failure':
      host.dispatchEvent(new PaybyFailureEvent(message.detail));
      break;
    case 'error':
      dispatchProblem(host, message.detail);
      break;
  }
}

function dispatchProblem(host: HTMLElement, problem: Problem): void {
  const {code, message, issues = [], cause} = problem;
  const paths = issues.map(({path, message: why}) => `${path} ${why}`).join('; ');
  const text = `payby-checkout: ${code}: ${message}${paths && ` (${paths})`}`;
  console.error(text, ...(cause === undefined ? [] : [cause]), host);
  host.dispatchEvent(new PaybyErrorEvent(problem));
}
