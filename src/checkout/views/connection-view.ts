import {html, nothing, type TemplateResult} from 'lit';
import type {ConnectionStrings} from '../../i18n/strings.js';

export interface WeatherModel {
  readonly strings: ConnectionStrings;
  readonly isOffline: boolean;
  /** Since the last answer, ms; `undefined` before the first. */
  readonly silenceMs: number | undefined;
  readonly mayCheck: boolean;
  readonly check: () => void;
}

/** A calm word about a connection that has been bad for a while, and a way to ask at once. */
export function weatherView({strings, isOffline, silenceMs, mayCheck, check}: WeatherModel): TemplateResult {
  return html`<div class="trouble">
    <p role="status">${isOffline ? strings.offline : strings.retrying}</p>
    ${
      silenceMs === undefined
        ? nothing
        : html`<p><small class="muted">${strings.lastChecked(Math.round(silenceMs / 1000))}</small></p>`
    }
    <button part="action" type="button" aria-disabled=${mayCheck ? 'false' : 'true'} @click=${check}>
      ${strings.checkNow}
    </button>
  </div>`;
}
