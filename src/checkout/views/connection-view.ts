import {html, nothing, type TemplateResult} from 'lit';
import type {ConnectionStrings} from '../../i18n/strings.js';

export interface ConnectionModel {
  readonly strings: ConnectionStrings;
  readonly isOffline: boolean;
  /** Several status requests in a row have failed. */
  readonly isPoor: boolean;
  /** Time since the last answer, ms; `undefined` before the first. */
  readonly silenceMs: number | undefined;
  /** False for some seconds after a request by hand, while its answer is on its way. */
  readonly mayCheck: boolean;
  readonly check: () => void;
}

/** A short notice while the connection is poor, and a button that requests the status at once. */
export function connectionView(model: ConnectionModel): TemplateResult | typeof nothing {
  const {strings, isOffline, isPoor, silenceMs, mayCheck, check} = model;
  if (!isOffline && !isPoor) return nothing;
  return html`<div class="connection">
    <p role="status">${isOffline ? strings.offline : strings.retrying}</p>
    ${
      silenceMs === undefined
        ? nothing
        : html`<p><small class="muted">${strings.lastChecked(Math.round(silenceMs / 1000))}</small></p>`
    }
    <button
      part="action"
      type="button"
      aria-disabled=${mayCheck ? 'false' : 'true'}
      aria-busy=${mayCheck ? 'false' : 'true'}
      @click=${check}
    >
      ${strings.checkNow}
    </button>
  </div>`;
}
