import {html, nothing, type TemplateResult} from 'lit';
import type {RedirectStrings} from '../../i18n/strings.js';

export interface RedirectModel {
  readonly strings: RedirectStrings;
  readonly url: string;
  /** The page goes there by itself, unless the payer stops it. */
  readonly isLeaving: boolean;
  readonly stay: () => void;
}

export const redirectView = ({strings, url, isLeaving, stay}: RedirectModel): TemplateResult => html`
  <div class="redirect">
    <a part="action" href=${url}>${strings.continueTo(siteOf(url))}</a>
    ${
      isLeaving
        ? html`<p class="muted">${strings.leaving}</p>
            <button part="action" type="button" @click=${stay}>${strings.stay}</button>`
        : nothing
    }
  </div>
`;

/** The host name, isolated from the direction of the sentence around it. */
const siteOf = (url: string): string => `\u2068${new URL(url).hostname.replace(/^www\./, '')}\u2069`;
