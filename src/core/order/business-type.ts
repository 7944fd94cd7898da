/** What a cash top-up is for, in PayBy's word: `paySceneParams.businessType` of the order, or beside it. */
import {isPayload, openPayload, text} from './payload.js';

/** @param order in any shape that an order may be handed in with */
export function businessTypeOf(order: unknown): string | undefined {
  const opened = openPayload(order);
  if (!opened.ok) return undefined;
  const {businessType, paySceneParams} = opened.value;
  return text(isPayload(paySceneParams) ? paySceneParams['businessType'] : undefined) ?? text(businessType);
}
