import {html, nothing, type TemplateResult} from 'lit';
import type {Template} from '../../shared/views/template.js';
import type {ScanState} from '../scan-events.js';

/** What the engine contributes to the view. */
export interface ScanStatus {
  readonly state: ScanState;
  /** Text of the status indicator. */
  readonly status: string;
  /** Why the last code was refused; empty for none. */
  readonly error: string;
  readonly icon: Template;
  readonly reveal: Template;
  /** Keeps the place of the camera button. */
  readonly offersCamera: boolean;
  /** The camera button, once it is loaded. */
  readonly camera: TemplateResult | undefined;
  /** Text of the `<label>`s outside the element, which then name the field; empty for none. */
  readonly outerLabel: string;
  readonly isDotted: boolean;
  readonly inputMode: string;
}

export interface ScanModel extends ScanStatus {
  readonly direction: 'ltr' | 'rtl';
  readonly language: string;
  /** Empty for none. */
  readonly label: string;
  readonly placeholder: string;
  readonly isDisabled: boolean;
  readonly isReadonly: boolean;
  readonly isRequired: boolean;
}

export const scanView = (model: ScanModel): TemplateResult => html`
  <div
    part="base"
    class="base ${model.state}${model.offersCamera ? ' with-camera' : ''}"
    dir=${model.direction}
    lang=${model.language}
  >
    <label part="label" for="code" ?hidden=${!model.label}><slot name="label">${model.label}</slot></label>
    <div class="field">
      <input
        part="input"
        id="code"
        class=${model.isDotted ? 'dotted' : ''}
        dir="ltr"
        autocomplete="off"
        autocapitalize="characters"
        spellcheck="false"
        enterkeyhint="done"
        inputmode=${model.inputMode}
        placeholder=${model.placeholder}
        aria-label=${model.outerLabel || nothing}
        aria-describedby="status error"
        aria-invalid=${String(Boolean(model.error))}
        aria-required=${String(model.isRequired)}
        ?disabled=${model.isDisabled}
        ?readonly=${model.isReadonly}
      />
      <p class="indicator">
        <span part="icon" class="icon" aria-hidden="true"><slot name="icon">${model.icon}</slot></span>
        <span part="status" id="status" role="status">${model.status}</span>
      </p>
      ${model.camera ?? nothing} ${model.reveal}
    </div>
    <div class="below">
      <p part="error" id="error" class="error" role="alert">${model.error || nothing}</p>
      <div class="help"><slot name="help"></slot></div>
    </div>
  </div>
`;
