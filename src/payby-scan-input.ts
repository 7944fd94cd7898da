/** Registers `<payby-scan-input>`. */
import {define} from './elements/define.js';
import {PaybyScanInput} from './elements/payby-scan-input.js';

define('payby-scan-input', PaybyScanInput);

export {PaybyScanInput};
