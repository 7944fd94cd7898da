export {outage, ScriptedSource} from '../../test/helpers/scripted-source.js';
export {codelessOrder, liveOrder, status} from '../../test/helpers/orders.js';
