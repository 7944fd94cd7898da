/** The row of what a payer can do to take the voucher along, and the picture for who has to save it by hand. */
import {html, nothing, svg, type TemplateResult} from 'lit';
import type {KeepAction} from '../../core/order/actions.js';
import type {ExportStrings} from '../../i18n/strings.js';

export interface KeepModel {
  readonly strings: ExportStrings;
  readonly offered: readonly KeepAction[];
  /** What is in work. */
  readonly busy: KeepAction | undefined;
  /** What has become of the last wish. */
  readonly notice: string;
  /** The picture, when it is to be saved by a long press. */
  readonly image: string | undefined;
  readonly imageLabel: string;
  readonly choose: (action: KeepAction) => void;
  readonly imageClosed: () => void;
  /** The page's policy does not let it show pictures made here. */
  readonly imageRefused: () => void;
}

export function keepView(model: KeepModel): TemplateResult | typeof nothing {
  const {strings, offered, notice, image} = model;
  if (offered.length === 0 && image === undefined && !notice) return nothing;
  return html`<div part="actions" class="keep" role="group" aria-label=${strings.label}>
    ${offered.map((action) => buttonView(model, action))}
    <p role="status" class="muted">${notice}</p>
    ${image === undefined ? nothing : imageView(model, image)}
  </div>`;
}

function buttonView({strings, busy, choose}: KeepModel, action: KeepAction): TemplateResult {
  return html`<button
    part="action"
    type="button"
    aria-disabled=${busy ? 'true' : 'false'}
    aria-busy=${busy === action ? 'true' : 'false'}
    @click=${() => {
      choose(action);
    }}
  >
    <svg viewBox="0 0 24 24" aria-hidden="true">${icons[action]}</svg>${strings[action]}
  </button>`;
}

/** Lines on a field of 24: a tray, a printer, a way out, a bell. */
const icons: Readonly<Record<KeepAction, TemplateResult>> = {
  save: svg`<path d="M12 4v11m-5-5 5 5 5-5M4 20h16" />`,
  print: svg`<path d="M7 9V4h10v5M7 17H4V9h16v8h-3M7 14h10v6H7z" />`,
  share: svg`<path d="M12 15V4m-4 4 4-4 4 4M6 12H5v8h14v-8h-1" />`,
  calendar: svg`<path d="M6 17V11a6 6 0 0 1 12 0v6l1.500 1h-15zM10 21h4" />`,
};

function imageView(
  {strings, imageLabel, imageClosed, imageRefused}: KeepModel,
  image: string,
): TemplateResult {
  const {title, text} = strings.holdToSave;
  return html`<dialog class="picture" aria-labelledby="hold" @close=${imageClosed}>
    <p id="hold" class="title">${title}</p>
    <p>${text}</p>
    <img src=${image} alt=${imageLabel} @error=${imageRefused} />
    <form method="dialog"><button>${strings.close}</button></form>
  </dialog>`;
}
