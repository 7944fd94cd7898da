export {outage, ScriptedSource} from '../../test/support/scripted-source.js';
export {codelessOrder, liveOrder, status} from '../../test/support/orders.js';
