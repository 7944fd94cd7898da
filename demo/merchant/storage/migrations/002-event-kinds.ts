/** Events and alerts of orders from before this version, under the kinds that staff's page reads today. */
import type {Migration} from './migration.js';

const EVENTS: readonly (readonly [string, string])[] = [
  ['placing-asking', 'placing-pending'],
  ['question-failed', 'query-failed'],
  ['question-answered', 'query-answered'],
  ['cancel-asked', 'cancel-requested'],
  ['revoke-asked', 'revoke-requested'],
  ['extend-asked', 'extend-requested'],
];
const ALERTS: readonly (readonly [string, string])[] = [
  ['question-failing', 'query-failing'],
  ['foreign-answer', 'mismatched-answer'],
  ['foreign-notification', 'mismatched-notification'],
];

export const eventKinds: Migration = {
  version: 2,
  name: 'event-kinds',
  sql: () =>
    [
      ...EVENTS.map(([from, to]) => `UPDATE events SET kind = '${to}' WHERE kind = '${from}'`),
      // A key begins with its kind.
      ...ALERTS.map(
        ([from, to]) =>
          `UPDATE alerts SET kind = '${to}', alert_key = replace(alert_key, '${from} ', '${to} ') WHERE kind = '${from}'`,
      ),
      // The status of a refund in an event's facts.
      `UPDATE events SET facts = replace(facts, '"status":"ASKING"', '"status":"REQUESTED"') WHERE kind = 'refund'`,
    ].join(';\n'),
};
