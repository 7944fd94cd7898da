import type {Meta, StoryObj} from '@storybook/web-components-vite';
import {html, type TemplateResult} from 'lit';
import '../src/payby-scan-input.js';
import type {PaybyScanInput} from '../src/scan/payby-scan-input.js';
import type {PaybyScanEvent} from '../src/scan/scan-events.js';
import {FakeScanner} from '../src/testing.js';

/** Scan with a barcode scanner, or press the button below the field: the test kit's scanner presses the same keys. */
const meta: Meta = {title: 'payby-scan-input', component: 'payby-scan-input'};
export default meta;

/** The sample code of PayBy’s documentation. */
const CODE = '20007900T400690098F';

const fieldOf = ({target}: Event): PaybyScanInput | null | undefined =>
  (target as Element).parentElement?.querySelector('payby-scan-input');

/** A field with a button that scans. The focus says which field of a page with several it is for. */
const withScanner = (field: TemplateResult, code = CODE, gap = 8): TemplateResult => html`
  <div>
    ${field}
    <button
      type="button"
      @click=${(event: Event) => {
        fieldOf(event)?.focus();
        new FakeScanner().scan(code, {gap});
      }}
    >
      Scan
    </button>
  </div>
`;

export const Armed: StoryObj = {
  render: () => withScanner(html`<payby-scan-input placeholder="Scan…"></payby-scan-input>`),
};

export const Accepts: StoryObj = {
  render: () =>
    withScanner(html`
      <payby-scan-input
        sound
        @payby-scan=${(event: PaybyScanEvent) => {
          event.waitUntil(new Promise((placed) => setTimeout(placed, 1500)));
        }}
      ></payby-scan-input>
    `),
};

export const Refuses: StoryObj = {
  render: () =>
    withScanner(html`
      <payby-scan-input
        sound
        @payby-scan=${(event: PaybyScanEvent) => {
          event.waitUntil(Promise.reject(new Error('This code was used before. Ask for a new one.')));
        }}
      ></payby-scan-input>
    `),
};

export const ScansAProduct: StoryObj = {
  render: () =>
    withScanner(html`<payby-scan-input pattern="[0-9A-Z]{19}"></payby-scan-input>`, '4006381333931'),
};

export const SlowScanner: StoryObj = {
  render: () => withScanner(html`<payby-scan-input></payby-scan-input>`, CODE, 90),
};

/** Blind until it has the focus. */
export const Blind: StoryObj = {
  render: () => html`<payby-scan-input capture="focus"></payby-scan-input>`,
};
export const Busy: StoryObj = {render: () => html`<payby-scan-input busy></payby-scan-input>`};
export const Disabled: StoryObj = {render: () => html`<payby-scan-input disabled></payby-scan-input>`};
export const Arabic: StoryObj = {
  render: () => withScanner(html`<payby-scan-input locale="ar"></payby-scan-input>`),
};
export const NeverMasked: StoryObj = {
  render: () => withScanner(html`<payby-scan-input mask="never"></payby-scan-input>`),
};
export const Urdu: StoryObj = {render: () => html`<payby-scan-input locale="ur"></payby-scan-input>`};
export const Malayalam: StoryObj = {render: () => html`<payby-scan-input locale="ml"></payby-scan-input>`};
export const WithHelp: StoryObj = {
  render: () =>
    withScanner(html`
      <payby-scan-input label="Payment code" placeholder="Scan…" pattern="[0-9A-Z]{19}">
        <small slot="help">19 letters and digits, from the customer’s own app</small>
      </payby-scan-input>
    `),
};

const advise = async (event: Event): Promise<void> => {
  const {target} = event;
  const report = await fieldOf(event)?.diagnose();
  const output = (target as Element).parentElement?.querySelector('output');
  if (output) output.textContent = JSON.stringify(report, null, 2);
};

/** Press the button, then scan: the report lists what to change on the scanner. */
export const Diagnosis: StoryObj = {
  render: () => html`
    <div>
      <payby-scan-input></payby-scan-input>
      <button type="button" @click=${advise}>Check this scanner</button>
      <output style="display: block; white-space: pre-wrap"></output>
    </div>
  `,
};
