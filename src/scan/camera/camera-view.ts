import {html, nothing, type TemplateResult} from 'lit';
import type {CameraTrouble} from '../../core/scan/camera-errors.js';
import type {CameraStrings} from '../../i18n/strings.js';

/** The camera as far as a person is concerned. */
export type CameraPicture =
  | {readonly kind: 'starting' | 'resting'}
  | {
      readonly kind: 'live';
      readonly stream: MediaStream;
      readonly cameras: readonly {readonly id: string; readonly name: string}[];
      readonly cameraId: string;
      readonly torch: 'none' | 'off' | 'on';
      readonly isCrowded: boolean;
    }
  | {readonly kind: 'trouble'; readonly trouble: CameraTrouble};

export interface CameraModel {
  readonly picture: CameraPicture;
  readonly strings: CameraStrings;
  readonly close: () => void;
  readonly tryAgain: () => void;
  readonly choose: (cameraId: string) => void;
  readonly setTorch: (isOn: boolean) => void;
}

export const cameraView = (model: CameraModel): TemplateResult => {
  const {picture, strings, close} = model;
  return html`
    <section
      part="camera"
      class="camera ${picture.kind}"
      aria-label=${strings.open}
      @keydown=${(event: KeyboardEvent) => {
        if (event.key === 'Escape') close();
      }}
    >
      ${picture.kind === 'trouble' ? nothing : finderView(model)}
      <p part="camera-status" class="camera-status" role="status">${said(model)}</p>
      <div class="camera-controls">
        ${picture.kind === 'live' ? [torchView(model), choiceView(model)] : nothing}
        ${picture.kind === 'trouble' ? retryView(model) : nothing}
        <button part="camera-button" class="camera-close" type="button" @click=${close}>
          ${strings.close}
        </button>
      </div>
    </section>
  `;
};

function said({picture, strings}: CameraModel): string {
  switch (picture.kind) {
    case 'starting':
      return strings.starting;
    case 'resting':
      return strings.paused;
    case 'live':
      return picture.isCrowded ? strings.several : strings.aim;
    case 'trouble':
      return strings.errors[picture.trouble];
  }
}

const finderView = ({picture, strings}: CameraModel): TemplateResult => html`
  <div class="camera-finder">
    <video
      part="camera-picture"
      aria-label=${strings.picture}
      autoplay
      playsinline
      disablepictureinpicture
      .muted=${true}
      .srcObject=${picture.kind === 'live' ? picture.stream : null}
    ></video>
    <span class="camera-frame" aria-hidden="true"></span>
  </div>
`;

function torchView({picture, strings, setTorch}: CameraModel): TemplateResult | typeof nothing {
  if (picture.kind !== 'live' || picture.torch === 'none') return nothing;
  const isOn = picture.torch === 'on';
  return html`<button
    part="camera-button"
    type="button"
    aria-pressed=${isOn ? 'true' : 'false'}
    @click=${() => {
      setTorch(!isOn);
    }}
  >
    ${strings.torch}
  </button>`;
}

function choiceView({picture, strings, choose}: CameraModel): TemplateResult | typeof nothing {
  if (picture.kind !== 'live' || picture.cameras.length < 2) return nothing;
  return html`<select
    part="camera-choice"
    aria-label=${strings.choose}
    @change=${(event: Event) => {
      choose((event.currentTarget as HTMLSelectElement).value);
    }}
  >
    ${picture.cameras.map(
      ({id, name}, index) =>
        html`<option value=${id} .selected=${id === picture.cameraId}>
          ${name || strings.numbered(index + 1)}
        </option>`,
    )}
  </select>`;
}

/** What no second try can mend, has no button for one. */
const retryView = ({picture, strings, tryAgain}: CameraModel): TemplateResult | typeof nothing =>
  picture.kind === 'trouble' && !['insecure', 'unsupported', 'blocked'].includes(picture.trouble)
    ? html`<button part="camera-button" type="button" @click=${tryAgain}>${strings.tryAgain}</button>`
    : nothing;
