/** What the parts of `<payby-scan-input>` use of their element. The element imports them; they import only this. */
import type {ReactiveControllerHost} from 'lit';
import type {ScanAttributes} from './scan-settings.js';

export interface ScanElement extends ReactiveControllerHost, HTMLElement, ScanAttributes {
  readonly name: string | null;
  /** The last accepted code, or the empty string. */
  readonly value: string;
  readonly form: HTMLFormElement | null;
  readonly readonly: boolean;
  readonly submitOnScan: boolean;
  readonly sound: boolean;
  readonly camera: boolean;
  readonly wasmUrl: string | null;
  /** True while a code is being processed. */
  busy: boolean;
  /** Ends being busy and forgets the code. */
  release(): void;
}
