/** `<payby-scan-input>` as a component of React. */
import '../payby-scan-input.js';
import type {PaybyScanInput as PaybyScanInputElement} from '../pure.js';
import {
  scanInputEvents,
  scanInputProperties,
  type ScanInputEvents,
  type ScanInputProperties,
} from './elements.js';
import {component, type Component, type ComponentProps} from './react-component.js';

export type PaybyScanInputProps = ComponentProps<PaybyScanInputElement, ScanInputProperties, ScanInputEvents>;

/** A field for the customer's payment code. */
export const PaybyScanInput: Component<PaybyScanInputElement, ScanInputProperties, ScanInputEvents> =
  component<PaybyScanInputElement, ScanInputProperties, ScanInputEvents>({
    tag: 'payby-scan-input',
    properties: scanInputProperties,
    events: scanInputEvents,
  });
