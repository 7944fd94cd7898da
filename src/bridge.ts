/** Connects a `<payby-checkout>` in a frame, or in the web view of an app, with its host. See docs/embedding.md. */
export {connectBridge, type Bridge} from './bridge/connect-bridge.js';
export type {BridgeOptions} from './bridge/bridge-controller.js';
export type {BridgeCommand, BridgeTheme, IgnoredReason, Insets} from './core/bridge/commands.js';
export type {BridgeMessage} from './core/bridge/messages.js';
