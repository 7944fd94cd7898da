import type {ReactiveControllerHost} from 'lit';
import {listenUntil} from '../../shared/listen.js';
import {whileConnected} from '../../shared/while-connected.js';

/** Calls back when the page is left, because the back/forward cache may restore it exactly as it was. */
export function onPageHide(host: ReactiveControllerHost, callback: () => void): void {
  whileConnected(host, (signal) => {
    listenUntil(signal, window, 'pagehide', callback);
  });
}
