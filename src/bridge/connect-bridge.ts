import {BridgeController, type BridgeOptions} from './bridge-controller.js';
import {embeddingPage} from './embedding-page.js';
import type {PaybyCheckout} from '../checkout/payby-checkout.js';
import type {IgnoredReason} from '../core/bridge/commands.js';

/** A connection between a checkout and its host. */
export interface Bridge {
  /** Takes a message of the app around the web view: an object, or its JSON. Never throws. */
  receive(message: unknown): void;
  /** How many messages were ignored so far, by reason. */
  readonly ignored: Readonly<Partial<Record<IgnoredReason, number>>>;
  /** Ends it. The checkout stays as it is. */
  disconnect(): void;
}

/**
 * Sends the events of a checkout to its host, and carries out the commands of the host. Hosts are the page around the frame, if
 * its origin is in `origins` or this page's own, and the app around the web view, in whatever way it offers.
 *
 * @param checkout a `<payby-checkout>` that is defined
 */
export function connectBridge(checkout: PaybyCheckout, options: BridgeOptions = {}): Bridge {
  const controller = new BridgeController(checkout, embeddingPage, options);
  controller.connect();
  return controller;
}
