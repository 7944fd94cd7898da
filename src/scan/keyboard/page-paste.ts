/** Receives what is pasted while nothing editable has the focus, as by an app that makes a phone a scanner. */
import type {ReactiveControllerHost} from 'lit';
import {whileConnected} from '../../shared/while-connected.js';
import {targetOf} from './key-target.js';

/** @param take returns whether the text was a code: then nothing else receives it */
export function onPagePaste(
  host: ReactiveControllerHost,
  take: (text: string, event: ClipboardEvent) => boolean,
): void {
  const receive = (event: ClipboardEvent): void => {
    const target = event.composedPath()[0] as Element;
    if (event.defaultPrevented || targetOf(target) !== 'none') return;
    if (take(event.clipboardData?.getData('text/plain') ?? '', event)) event.preventDefault();
  };
  whileConnected(host, (signal) => {
    window.addEventListener('paste', receive, {signal});
  });
}
