/** Receives what is pasted while nothing editable has the focus, as by an app that makes a phone a scanner. */
import type {ReactiveControllerHost} from 'lit';
import {listenUntil} from '../../shared/listen.js';
import {whileConnected} from '../../shared/while-connected.js';
import {targetOf} from './key-target.js';

/** @param take returns whether the text was a code: then nothing else receives it */
export function onPagePaste(
  host: ReactiveControllerHost,
  take: (text: string, event: Event) => boolean,
): void {
  const receive = (event: Event): void => {
    const {clipboardData} = event as ClipboardEvent;
    const target = event.composedPath()[0] as Element;
    if (event.defaultPrevented || targetOf(target) !== 'none') return;
    if (take(clipboardData?.getData('text/plain') ?? '', event)) event.preventDefault();
  };
  whileConnected(host, (signal) => {
    listenUntil(signal, window, 'paste', receive);
  });
}
