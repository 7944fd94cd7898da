/** Registers `<payby-scan-input>`. */
import {define} from './shared/define.js';
import {PaybyScanInput} from './scan/payby-scan-input.js';

define('payby-scan-input', PaybyScanInput);

export {PaybyScanInput};
