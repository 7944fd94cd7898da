import {html, nothing, type TemplateResult} from 'lit';
import type {CameraError} from '../../core/scan/camera-errors.js';
import type {CameraButtonStrings, CameraStrings} from '../../i18n/strings.js';
import type {Template} from '../../shared/views/template.js';

/** The state of the open camera, as far as it is shown. */
export type CameraPanelState =
  | {readonly kind: 'starting' | 'paused'}
  | {
      readonly kind: 'live';
      readonly stream: MediaStream;
      readonly cameras: readonly {readonly id: string; readonly name: string}[];
      readonly cameraId: string;
      readonly torch: 'none' | 'off' | 'on';
      readonly isCrowded: boolean;
    }
  | {readonly kind: 'failed'; readonly error: CameraError};

export interface CameraModel {
  readonly state: CameraPanelState;
  readonly strings: CameraStrings & CameraButtonStrings;
  readonly close: () => void;
  readonly tryAgain: () => void;
  readonly choose: (cameraId: string) => void;
  readonly setTorch: (isOn: boolean) => void;
}

export const cameraView = (model: CameraModel): TemplateResult => {
  const {state, strings, close} = model;
  return html`
    <section
      part="camera"
      class="camera ${state.kind}"
      aria-label=${strings.open}
      @keydown=${(event: KeyboardEvent) => {
        if (event.key === 'Escape') close();
      }}
    >
      ${state.kind === 'failed' ? nothing : finderView(model)}
      <p part="camera-status" class="camera-status" role="status">${statusText(model)}</p>
      <div class="camera-controls">
        ${state.kind === 'live' ? [torchView(model), choiceView(model)] : nothing}
        ${state.kind === 'failed' ? retryView(model) : nothing}
        <button part="camera-button" class="camera-close" type="button" @click=${close}>
          ${strings.close}
        </button>
      </div>
    </section>
  `;
};

function statusText({state, strings}: CameraModel): string {
  switch (state.kind) {
    case 'starting':
      return strings.starting;
    case 'paused':
      return strings.paused;
    case 'live':
      return state.isCrowded ? strings.several : strings.aim;
    case 'failed':
      return strings.errors[state.error];
  }
}

const finderView = ({state, strings}: CameraModel): TemplateResult => html`
  <div class="camera-finder">
    <video
      part="camera-picture"
      aria-label=${strings.picture}
      autoplay
      playsinline
      disablepictureinpicture
      .muted=${true}
      .srcObject=${state.kind === 'live' ? state.stream : null}
    ></video>
    <span class="camera-frame" aria-hidden="true"></span>
  </div>
`;

function torchView({state, strings, setTorch}: CameraModel): Template {
  if (state.kind !== 'live' || state.torch === 'none') return nothing;
  const isOn = state.torch === 'on';
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

function choiceView({state, strings, choose}: CameraModel): Template {
  if (state.kind !== 'live' || state.cameras.length < 2) return nothing;
  return html`<select
    part="camera-choice"
    aria-label=${strings.choose}
    @change=${(event: Event) => {
      choose((event.currentTarget as HTMLSelectElement).value);
    }}
  >
    ${state.cameras.map(
      ({id, name}, index) =>
        html`<option value=${id} .selected=${id === state.cameraId}>
          ${name || strings.numbered(index + 1)}
        </option>`,
    )}
  </select>`;
}

/** Not offered for errors that a second try cannot solve. */
const retryView = ({state, strings, tryAgain}: CameraModel): Template =>
  state.kind === 'failed' && !['insecure', 'unsupported', 'forbidden', 'blocked'].includes(state.error)
    ? html`<button part="camera-button" type="button" @click=${tryAgain}>${strings.tryAgain}</button>`
    : nothing;
