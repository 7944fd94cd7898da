/** The icons of the status indicator, which differ in shape, not only in colour. */
import {html, svg, type TemplateResult} from 'lit';
import type {ScanState} from '../scan-events.js';

const BARS = 'M4 6v12M8 6v12M11 6v12M15 6v12M20 6v12';

const paths: Readonly<Record<Exclude<ScanState, 'busy'>, string>> = {
  armed: BARS,
  receiving: `${BARS}M2 12h20`,
  blind: `${BARS}M3 21L21 3`,
  accepted: 'M5 13l5 5L19 7',
  rejected: 'M6 6l12 12M18 6L6 18',
};

export const stateIconView = (state: ScanState): TemplateResult =>
  state === 'busy'
    ? html`<span class="turning"></span>`
    : html`<svg viewBox="0 0 24 24">${svg`<path d=${paths[state]} />`}</svg>`;
