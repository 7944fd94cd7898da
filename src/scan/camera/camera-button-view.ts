import {html, type TemplateResult} from 'lit';
import type {CameraButtonStrings} from '../../i18n/strings.js';

export interface CameraButtonModel {
  readonly strings: CameraButtonStrings;
  readonly isOpen: boolean;
  readonly open: () => void;
  readonly close: () => void;
}

export const cameraButtonView = ({strings, isOpen, open, close}: CameraButtonModel): TemplateResult => {
  const label = isOpen ? strings.close : strings.open;
  return html`<button
    part="camera-button"
    class="camera-offer"
    type="button"
    aria-label=${label}
    title=${label}
    aria-pressed=${isOpen ? 'true' : 'false'}
    @click=${isOpen ? close : open}
  >
    <svg viewBox="0 0 24 24" width="26" height="26" aria-hidden="true">
      <path d="M9 5 7.6 7H5a2 2 0 0 0-2 2v8a2 2 0 0 0 2 2h14a2 2 0 0 0 2-2V9a2 2 0 0 0-2-2h-2.6L15 5z" />
      <circle cx="12" cy="13" r="3.5" />
    </svg>
  </button>`;
};
