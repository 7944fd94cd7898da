/** Tells the page what a checkout has to tell, by events; what is wrong also in the console, for the integrator. */
import type {Announcement} from '../core/order/checkout-messages.js';
import type {Problem} from '../core/errors.js';
import {
  PaybyChangeEvent,
  PaybyErrorEvent,
  PaybyFailureEvent,
  PaybyReadyEvent,
  PaybySuccessEvent,
} from './checkout-events.js';

export function announce(host: HTMLElement, announcement: Announcement): void {
  switch (announcement.kind) {
    case 'ready':
      host.dispatchEvent(new PaybyReadyEvent(announcement.detail));
      break;
    case 'change':
      host.dispatchEvent(new PaybyChangeEvent(announcement.detail));
      break;
    case 'success':
      host.dispatchEvent(new PaybySuccessEvent(announcement.detail));
      break;
    case 'failure':
      host.dispatchEvent(new PaybyFailureEvent(announcement.detail));
      break;
    case 'error':
      announceProblem(host, announcement.detail);
      break;
  }
}

export function announceProblem(host: HTMLElement, problem: Problem): void {
  const {code, message, issues = []} = problem;
  const paths = issues.map(({path, message: why}) => `${path} ${why}`).join('; ');
  console.error(`payby-checkout: ${code}: ${message}${paths && ` (${paths})`}`, host);
  host.dispatchEvent(new PaybyErrorEvent(problem));
}
