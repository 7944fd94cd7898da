// How a till tells the display that its customer looks at what to show: two pages of one browser, by BroadcastChannel.
// What is sent is what a stranger in the queue may read: no code, no order number.

/**
 * What the customer sees. The words for an outcome are those of `payby-success` and `payby-failure`.
 * @typedef {'idle' | 'scan' | 'again' | 'refused' | 'wait' | 'confirm' | 'checking' | 'paid' | 'failed' | 'cancelled'
 *   | 'expired' | 'revoked' | 'missing'} DisplayView
 */
/** @typedef {{readonly view: DisplayView, readonly amount: string | null}} DisplayState Amount as decimal text. */

/** A display that has just been opened sends this, and gets the state. */
const ASK = 'ask';

/** @type {DisplayState} */
export const IDLE = {view: 'idle', amount: null};

/** @param {string} terminalId */
const channelOf = (terminalId) => new BroadcastChannel(`customer-display ${terminalId}`);

/**
 * The till's side.
 * @param {string} terminalId
 * @returns {(state: DisplayState) => void} shows this from now on, also to a display that is opened later
 */
export function customerDisplayOf(terminalId) {
  const channel = channelOf(terminalId);
  let shown = IDLE;
  channel.addEventListener('message', ({data}) => {
    if (data === ASK) channel.postMessage(shown);
  });
  // A till that is closed or reloaded leaves nothing of its customer to the next one
  addEventListener('pagehide', () => channel.postMessage(IDLE));
  addEventListener('pageshow', () => channel.postMessage(shown));
  return (state) => {
    if (state.view === shown.view && state.amount === shown.amount) return;
    shown = state;
    channel.postMessage(shown);
  };
}

/**
 * The display's side.
 * @param {string} terminalId
 * @param {(state: DisplayState) => void} show is called with every change, and with the state of a till that is open
 */
export function followTill(terminalId, show) {
  const channel = channelOf(terminalId);
  channel.addEventListener('message', ({data}) => {
    if (data !== ASK) show(data);
  });
  channel.postMessage(ASK);
}
