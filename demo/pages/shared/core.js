// The package's rules without its elements, as built. A page with a bundler imports them from 'payby-checkout/core'. On
// the server this address is /dist/core/index.js; on the disk, where tests run, it is the same file.
export {isGtin, parseAmount} from '../../../dist/core/index.js';
