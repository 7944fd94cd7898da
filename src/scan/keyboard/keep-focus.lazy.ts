/** Fetched for `keep-focus="idle"` only. A scan that goes elsewhere is shown, and received, without it. */
export {KeepFocusController} from './keep-focus-controller.js';
