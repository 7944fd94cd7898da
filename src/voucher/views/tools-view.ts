/** The buttons that export a voucher, and the dialog with the picture for browsers that cannot download it. */
import {html, nothing, type SVGTemplateResult, type TemplateResult} from 'lit';
import type {ExportAction} from '../../core/order/actions.js';
import type {ExportStrings} from '../../i18n/strings.js';
import {icon, printIcon, reminderIcon, saveIcon, shareIcon} from '../../shared/views/icons.js';
import {rowView} from './row-view.js';

export interface ToolsModel {
  readonly strings: ExportStrings;
  /** Whether a row holds the buttons, which opens: below a voucher they are one of several. */
  readonly isRow: boolean;
  readonly offered: readonly ExportAction[];
  /** The export in progress. */
  readonly busy: ExportAction | undefined;
  /** How the last export ended, or that earlier ones hold a code of the past, as a sentence; empty for none. */
  readonly notice: string;
  /** The picture as a data URL, while the dialog shows it to be saved by a long press. */
  readonly image: string | undefined;
  readonly imageLabel: string;
  /** PayBy's own page for the order: its token URL. */
  readonly page: string | undefined;
  readonly choose: (action: ExportAction) => void;
  readonly imageClosed: () => void;
  /** Called when the page's CSP blocks the picture. */
  readonly imageRefused: () => void;
}

export function toolsView(model: ToolsModel): TemplateResult | typeof nothing {
  const {strings, isRow, offered, notice, image, page} = model;
  if (offered.length === 0 && !page && image === undefined && !notice) return nothing;
  const buttons = html`<div part="actions" class="tools" role="group" aria-label=${strings.label}>
    ${offered.map((action) => buttonView(model, action))}
    ${
      page
        ? html`<a part="action" href=${page} target="_blank" rel="noopener noreferrer">${strings.page}</a>`
        : nothing
    }
  </div>`;
  // Notice and picture do not come from a tap alone: a closed row would hide them
  return html`<div class="exports">
    ${isRow ? rowView('', strings.label, buttons) : buttons}
    <p role="status" class="muted">${notice}</p>
    ${image === undefined ? nothing : imageView(model, image)}
  </div>`;
}

const icons: Readonly<Record<ExportAction, SVGTemplateResult>> = {
  save: saveIcon,
  print: printIcon,
  share: shareIcon,
  calendar: reminderIcon,
};

function buttonView({strings, busy, choose}: ToolsModel, action: ExportAction): TemplateResult {
  return html`<button
    part="action"
    type="button"
    aria-disabled=${busy ? 'true' : 'false'}
    aria-busy=${busy === action ? 'true' : 'false'}
    @click=${() => {
      choose(action);
    }}
  >
    ${icon(icons[action])}${strings[action]}
  </button>`;
}

function imageView(
  {strings, imageLabel, imageClosed, imageRefused}: ToolsModel,
  image: string,
): TemplateResult {
  const {title, text} = strings.holdToSave;
  return html`<dialog class="picture" aria-labelledby="hold" @close=${imageClosed}>
    <p id="hold" class="title">${title}</p>
    <p>${text}</p>
    <img src=${image} alt=${imageLabel} @error=${imageRefused} />
    <button
      type="button"
      @click=${(event: Event) => {
        closeDialog(event, imageClosed);
      }}
    >
      ${strings.close}
    </button>
  </dialog>`;
}

/** Where browsers have no `<dialog>` the picture is a part of the page. */
function closeDialog({currentTarget}: Event, closed: () => void): void {
  const dialog = (currentTarget as Element).closest('dialog') as Partial<HTMLDialogElement> | null;
  if (dialog?.close) dialog.close();
  else closed();
}
