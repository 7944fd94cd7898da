/** Registers both elements and exports everything of `pure`. */
import './payby-checkout.js';
import './payby-scan-input.js';

export * from './pure.js';
