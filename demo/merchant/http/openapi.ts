/**
 * The OpenAPI 3.1 description of this server: its operations are listed here, and every schema in it is generated
 * from the valibot schemas that parse the requests and type the responses. `npm run openapi` writes `openapi.json`.
 */
import {toJsonSchema, toJsonSchemaDefs, type ConversionConfig} from '@valibot/to-json-schema';
import type * as v from 'valibot';
import * as requests from './request-parsing.js';
import * as responses from './schemas.js';

/** Schemas with a name of their own in the document. */
const components = {
  MerchantOrderNo: responses.MerchantOrderNo,
  Time: responses.Time,
  Amount: responses.Amount,
  Money: responses.Money,
  Scene: responses.Scene,
  OrderStatus: responses.OrderStatus,
  OrderInput: requests.OrderInput,
  ExpiryInput: requests.ExpiryInput,
  InstructionsInput: requests.InstructionsInput,
  RefundInput: requests.RefundInput,
  LoginInput: requests.LoginInput,
  NotificationInput: requests.NotificationInput,
  CheckoutOrder: responses.CheckoutOrder,
  Status: responses.Status,
  NewExpiry: responses.NewExpiry,
  OrderCoins: responses.OrderCoins,
  PlayerCoins: responses.PlayerCoins,
  InstructionsSent: responses.InstructionsSent,
  Refund: responses.Refund,
  StaffRefund: responses.StaffRefund,
  StaffOrder: responses.StaffOrder,
  TimelineEvent: responses.TimelineEvent,
  Alert: responses.Alert,
  OrderList: responses.OrderList,
  OrderDetails: responses.OrderDetails,
  ChangedOrder: responses.ChangedOrder,
  RefundedOrder: responses.RefundedOrder,
  AlertList: responses.AlertList,
  Acknowledged: responses.Acknowledged,
  Session: responses.Session,
  SentMessageList: responses.SentMessageList,
  SkuList: responses.SkuList,
  NotificationReceipt: responses.NotificationReceipt,
  Health: responses.Health,
  ErrorResponse: responses.ErrorResponse,
} satisfies Readonly<Record<string, v.GenericSchema>>;

type Component = keyof typeof components;

/** Error responses by status: the description, and whether `Retry-After` comes with it. */
const errors = {
  400: {name: 'BadRequest', description: 'Something in the request is missing or wrong.'},
  401: {
    name: 'LoginNeeded',
    description: '`login-needed`, `wrong-password`; for a notification, `bad-signature`.',
  },
  403: {
    name: 'Forbidden',
    description:
      '`cross-site`: a page of another site may not do this. `staff-only`: a till may not. `login-needed`: this till needs its password.',
  },
  404: {
    name: 'NotFound',
    description: '`unknown-order`: the same for every number that is not an order here.',
  },
  405: {name: 'WrongMethod', description: '`method-not-allowed`: `Allow` names the right ones.'},
  409: {
    name: 'Conflict',
    description: "The order's state does not allow it. A code of digits is PayBy's, every other one ours.",
  },
  410: {name: 'Gone', description: '`order-closed`: the order can no longer be paid.'},
  413: {name: 'TooLarge', description: '`body-too-large`: more than 64 kB.'},
  415: {
    name: 'NotJson',
    description: '`not-json`: POST takes `application/json` only, which a form of another site cannot send.',
  },
  422: {name: 'Refused', description: 'PayBy refused.'},
  429: {
    name: 'TooManyRequests',
    description: 'Too many requests. `Retry-After` says when to try again.',
    retries: true,
  },
  500: {name: 'Internal', description: '`internal`: an error of this server.'},
  502: {
    name: 'NotTrusted',
    description:
      "`payby-untrusted`, `payby-mismatch`: PayBy's answer failed a check, so nothing was concluded.",
  },
  503: {
    name: 'Unavailable',
    description: 'PayBy or the database is unavailable, or the outcome is unknown. Nothing was concluded.',
    retries: true,
  },
  504: {
    name: 'TimedOut',
    description: '`payby-timeout`: PayBy has not answered yet. Nothing was concluded.',
    retries: true,
  },
} as const satisfies Readonly<
  Record<number, {readonly name: string; readonly description: string; readonly retries?: true}>
>;

type ErrorStatus = keyof typeof errors;

/** Every POST under `/api`: its origin, its type and its size are checked. */
const CHANGES: readonly ErrorStatus[] = [403, 413, 415];
/** PayBy is queried, and may not answer. */
const QUERIES_PAYBY: readonly ErrorStatus[] = [429, 502, 503, 504];
/** PayBy is called to change something, and may refuse. */
const COMMANDS_PAYBY: readonly ErrorStatus[] = [...QUERIES_PAYBY, 409, 422];
const NEEDS_STAFF: readonly ErrorStatus[] = [401, 403];

interface Operation {
  readonly id: string;
  /** As OpenAPI writes them: `get /api/orders/{merchantOrderNo}`. */
  readonly route: `${'get' | 'post'} /${string}`;
  readonly tag: 'payer' | 'staff' | 'session' | 'payby' | 'server';
  readonly summary: string;
  readonly description?: string;
  readonly security?: readonly Readonly<Record<string, readonly string[]>>[];
  readonly query?: v.GenericSchema;
  readonly headers?: readonly object[];
  readonly body?: Component;
  /** An empty body means the same as `{}`. */
  readonly isBodyOptional?: true;
  /** What is not an error, and errors of this operation only. */
  readonly answers: Readonly<Record<number, Answer>>;
  /** 405 and 500 belong to every operation and are not repeated. */
  readonly errors?: readonly ErrorStatus[];
}

interface Answer {
  readonly description: string;
  readonly schema?: Component;
  readonly headers?: Readonly<Record<string, object>>;
  /** Media type of what is no JSON. */
  readonly stream?: string;
  /** Media type of a picture. */
  readonly picture?: 'image/svg+xml' | 'image/png';
}

const noStore = {'Cache-Control': {$ref: '#/components/headers/NoStore'}};
const etag = {ETag: {$ref: '#/components/headers/ETag'}};
const location = {Location: {description: "The address of the order's status.", schema: {type: 'string'}}};
const staff = [{staff: []}];

const ifNoneMatch = {name: 'If-None-Match', in: 'header', required: false, schema: {type: 'string'}};
const chosenNumber = {
  name: 'merchantOrderNo',
  in: 'header',
  required: false,
  description:
    "A number of the caller's own, instead of one in the body. With the real PayBy at least 19 characters of good randomness.",
  schema: {$ref: '#/components/schemas/MerchantOrderNo'},
};
const signature = {
  name: 'sign',
  in: 'header',
  required: true,
  description: "Base64 of SHA256withRSA over the exact body, with PayBy's key.",
  schema: {type: 'string'},
};

const json = (schema: Component, description: string, headers: Answer['headers'] = noStore): Answer => ({
  schema,
  description,
  headers,
});

const ORDER = '/api/orders/{merchantOrderNo}';
const STAFF_ORDER = '/api/admin/orders/{merchantOrderNo}';

const operations: readonly Operation[] = [
  {
    id: 'placeOrder',
    route: 'post /api/orders',
    tag: 'payer',
    summary: 'Place an order',
    description:
      "The order is stored before PayBy is called. Repeating a `merchantOrderNo` with the same parameters returns the same order; with other parameters it is 409 `order-number-taken`. `QRPAY` charges a customer's code and needs a till's or staff's session; the other scenes need none.",
    security: [{}, {till: []}, {staff: []}],
    headers: [chosenNumber],
    body: 'OrderInput',
    answers: {
      201: json('CheckoutOrder', 'PayBy took the order. Hand it to `<payby-checkout>` as its `order`.', {
        ...noStore,
        ...location,
      }),
      202: json(
        'CheckoutOrder',
        "`QRPAY` only: PayBy's answer was lost, so the customer may have been charged. The order is open; its status says what became of it.",
        {...noStore, ...location},
      ),
    },
    errors: [400, 401, ...CHANGES, ...COMMANDS_PAYBY],
  },
  {
    id: 'order',
    route: `get ${ORDER}`,
    tag: 'payer',
    summary: 'The order again',
    description:
      'For a page that is opened again: a client that knows the number is its payer. `tokenUrl` is there only while the order can be paid.',
    answers: {200: json('CheckoutOrder', 'The order.')},
    errors: [404, 503],
  },
  {
    id: 'orderStatus',
    route: `get ${ORDER}/status`,
    tag: 'payer',
    summary: "An order's status",
    description:
      '**The contract behind `status-url`.** A client that knows the number is the payer; every other number, malformed or unknown, is the same 404. Polling is cheap: all callers share one query to PayBy per order and two seconds. The status of an open order is returned only after PayBy has confirmed it: when PayBy is silent, the answer is 503 or 504 with `Retry-After`, never an old "unpaid". A payment that PayBy has confirmed is returned whatever PayBy does next.',
    headers: [ifNoneMatch],
    answers: {
      200: json(
        'Status',
        "`serverTime` is when this was the status, by PayBy's clock, as are all times here.",
        {
          ...noStore,
          ...etag,
        },
      ),
      304: {
        description:
          'Nothing has changed since the `ETag` in `If-None-Match`. `serverTime` is not part of the tag: the `Date` header has the time.',
        headers: {...etag, ...noStore},
      },
    },
    errors: [404, ...QUERIES_PAYBY],
  },
  {
    id: 'orderEvents',
    route: `get ${ORDER}/events`,
    tag: 'payer',
    summary: 'The status as a stream',
    description:
      'Server-Sent Events for `stream-url`: each `data:` line is a `Status`, one on connecting and one for every change; a comment line every 15 seconds keeps the connection open. It ends after the last status of a closed order, when nobody reads it, and when the server closes: connect again. 429: too many are open.',
    answers: {200: {description: 'The stream.', headers: noStore, stream: 'text/event-stream'}},
    errors: [404, 429, 503],
  },
  {
    id: 'cancelOrder',
    route: `post ${ORDER}/cancel`,
    tag: 'payer',
    summary: 'Close an unpaid order',
    description:
      'The server repeats the request every few seconds until PayBy has accepted or refused it. 409: the order is already paid or closed.',
    answers: {200: json('Status', "The order's status now.")},
    errors: [404, ...CHANGES, ...COMMANDS_PAYBY],
  },
  {
    id: 'extendOrder',
    route: `post ${ORDER}/extend`,
    tag: 'payer',
    summary: 'Move the expiry of an open order',
    body: 'ExpiryInput',
    answers: {200: json('NewExpiry', 'The new expiry.')},
    errors: [400, 404, ...CHANGES, ...COMMANDS_PAYBY],
  },
  {
    id: 'orderCoins',
    route: `get ${ORDER}/coins`,
    tag: 'payer',
    summary: "The coins of an order in the game's ledger",
    description:
      'Credited in the transaction in which the order turned paid, exactly once; taken back when it was revoked or refunded whole. `no-coins` (404) for an order of something else.',
    answers: {200: json('OrderCoins', 'The coins.')},
    errors: [404, 503],
  },
  ...(['svg', 'png'] as const).map((kind): Operation => ({
    id: `${kind}Code`,
    route: `get ${ORDER}/qr.${kind}`,
    tag: 'payer',
    summary: `The code of an open order as ${kind.toUpperCase()}`,
    description:
      'For receipts, mails and pages without JavaScript. `no-code` (404) while PayBy has given no `tokenUrl`; 410 once the order is paid, closed or over.',
    query: requests.QrQuery,
    answers: {
      200: {
        description: 'The picture.',
        headers: noStore,
        picture: kind === 'svg' ? 'image/svg+xml' : 'image/png',
      },
    },
    errors: [400, 404, 410, 429, 503],
  })),
  {
    id: 'sendInstructions',
    route: `post ${ORDER}/guide`,
    tag: 'payer',
    summary: 'Send the payer payment instructions by text message',
    description:
      'Cash top-ups only, to phones of the configured countries (the UAE). At most one a minute for an order, and a few a day for a phone and an address (429 with `Retry-After`). The phone number is passed on, neither stored nor logged. With the real PayBy this server answers 503 until you have connected a text message service.',
    body: 'InstructionsInput',
    answers: {
      200: json('InstructionsSent', 'The message has been sent.'),
      503: json('ErrorResponse', '`no-message-service`, or the database is unavailable. Nothing was sent.'),
    },
    errors: [400, 404, 409, 429, ...CHANGES],
  },
  {
    id: 'revokeOrder',
    route: `post ${ORDER}/revoke`,
    tag: 'staff',
    summary: 'Close an unpaid order, or give a paid one back',
    security: staff,
    answers: {200: json('Status', "The order's status now.")},
    errors: [404, ...NEEDS_STAFF, ...CHANGES, ...COMMANDS_PAYBY],
  },
  {
    id: 'refundOrder',
    route: `post ${ORDER}/refund`,
    tag: 'staff',
    summary: 'Give money back',
    description:
      'Idempotent by `refundMerchantOrderNo`. The amount is reserved before PayBy is called, so refunds never exceed what was paid, however many are requested at once.',
    security: staff,
    body: 'RefundInput',
    isBodyOptional: true,
    answers: {
      200: json('Refund', "PayBy's answer about the refund."),
      202: json(
        'Refund',
        "PayBy's answer was lost: status `REQUESTED`. The server queries PayBy until it knows; repeat only with the same number.",
      ),
    },
    errors: [400, 404, ...NEEDS_STAFF, ...CHANGES, ...COMMANDS_PAYBY],
  },
  {
    id: 'listOrders',
    route: 'get /api/admin/orders',
    tag: 'staff',
    summary: 'Orders, newest first',
    security: staff,
    query: requests.OrderListQuery,
    answers: {200: json('OrderList', 'The orders.')},
    errors: [400, ...NEEDS_STAFF, 503],
  },
  {
    id: 'orderDetails',
    route: `get ${STAFF_ORDER}`,
    tag: 'staff',
    summary: 'One order with its whole timeline',
    security: staff,
    answers: {200: json('OrderDetails', 'The order.')},
    errors: [404, ...NEEDS_STAFF, 503],
  },
  {
    id: 'playerCoins',
    route: 'get /api/admin/players/{player}',
    tag: 'staff',
    summary: 'The ledger of one player',
    security: staff,
    answers: {200: json('PlayerCoins', 'The balance and the entries, oldest first.')},
    errors: [404, ...NEEDS_STAFF, 503],
  },
  {
    id: 'staffCancel',
    route: `post ${STAFF_ORDER}/cancel`,
    tag: 'staff',
    summary: 'Close an unpaid order',
    security: staff,
    answers: {200: json('ChangedOrder', 'The order now.')},
    errors: [404, ...NEEDS_STAFF, ...CHANGES, ...COMMANDS_PAYBY],
  },
  {
    id: 'staffRevoke',
    route: `post ${STAFF_ORDER}/revoke`,
    tag: 'staff',
    summary: 'Close an unpaid order, or give a paid one back',
    security: staff,
    answers: {200: json('ChangedOrder', 'The order now.')},
    errors: [404, ...NEEDS_STAFF, ...CHANGES, ...COMMANDS_PAYBY],
  },
  {
    id: 'staffRefund',
    route: `post ${STAFF_ORDER}/refund`,
    tag: 'staff',
    summary: 'Give money back',
    description:
      'As `/api/orders/{merchantOrderNo}/refund`; a refund without an answer has the status `REQUESTED`.',
    security: staff,
    body: 'RefundInput',
    isBodyOptional: true,
    answers: {200: json('RefundedOrder', 'The refund, and the order now.')},
    errors: [400, 404, ...NEEDS_STAFF, ...CHANGES, ...COMMANDS_PAYBY],
  },
  {
    id: 'listAlerts',
    route: 'get /api/admin/alerts',
    tag: 'staff',
    summary: 'What needs the attention of staff',
    security: staff,
    query: requests.AlertListQuery,
    answers: {200: json('AlertList', 'The alerts, newest first.')},
    errors: [...NEEDS_STAFF, 503],
  },
  {
    id: 'acknowledgeAlert',
    route: 'post /api/admin/alerts/{id}/acknowledge',
    tag: 'staff',
    summary: 'Mark an alert as seen to',
    security: staff,
    answers: {200: json('Acknowledged', 'The alert is acknowledged.')},
    errors: [404, ...NEEDS_STAFF, ...CHANGES, 503],
  },
  {
    id: 'session',
    route: 'get /api/session',
    tag: 'session',
    summary: 'The role of the current session',
    answers: {200: json('Session', 'The role, or null.')},
    errors: [503],
  },
  {
    id: 'login',
    route: 'post /api/login',
    tag: 'session',
    summary: 'Open a session',
    description:
      'After wrong passwords a caller waits longer and longer, up to a minute: 429 with `Retry-After`. A caller is a browser that has logged in before, or else an address.',
    body: 'LoginInput',
    answers: {
      200: json(
        'Session',
        'The role that the password opens. The session is in a cookie that scripts cannot read.',
        {
          ...noStore,
          'Set-Cookie': {
            description: '`session`, or `__Host-session` over https: HttpOnly, SameSite=Strict.',
            schema: {type: 'string'},
          },
        },
      ),
    },
    errors: [400, 401, 429, ...CHANGES, 503],
  },
  {
    id: 'logout',
    route: 'post /api/logout',
    tag: 'session',
    summary: 'End the session',
    answers: {200: json('Session', 'The session has ended.')},
    errors: [...CHANGES, 503],
  },
  {
    id: 'openTill',
    route: 'post /api/login/till',
    tag: 'session',
    summary: 'Open the session of a till without a password',
    description: 'With the local gateway, and from this machine only.',
    answers: {200: json('Session', 'The session is open.')},
    errors: [...CHANGES, 503],
  },
  {
    id: 'logoutAll',
    route: 'post /api/logout-all',
    tag: 'session',
    summary: 'End every session, of staff and tills',
    security: staff,
    answers: {200: json('Session', 'All sessions have ended, the own one too.')},
    errors: [401, ...CHANGES, 503],
  },
  {
    id: 'sentMessages',
    route: 'get /api/outbox',
    tag: 'payer',
    summary: 'The text messages that the demo would have sent',
    description: 'With the local gateway only.',
    answers: {200: json('SentMessageList', 'The messages, newest first.')},
    errors: [404],
  },
  {
    id: 'skus',
    route: 'get /api/skus',
    tag: 'payer',
    summary: "What the demo's shops sell",
    answers: {200: json('SkuList', 'The goods.', {})},
  },
  {
    id: 'notify',
    route: 'post /payby/notify',
    tag: 'payby',
    summary: 'A notification from PayBy',
    description:
      'Only PayBy calls this. The signature is verified over the exact bytes before they are read, then the age, then the amount and the currency. A `notify_id` counts once, and `SUCCESS` is returned only after it is stored on disk; any other answer makes PayBy repeat it.',
    headers: [signature],
    body: 'NotificationInput',
    answers: {200: json('NotificationReceipt', 'Stored, now or before.', {})},
    errors: [400, 401, 404, 409, 413, 503],
  },
  {
    id: 'health',
    route: 'get /healthz',
    tag: 'server',
    summary: 'Health for monitoring',
    answers: {
      200: json('Health', 'The server runs, reaches its database and can write to it.'),
      503: json('Health', 'The server is closing, or cannot reach its database or write to it.'),
    },
  },
];

/** The document, ready to be written as JSON. */
export const openapiDocument = (): object => ({
  openapi: '3.1.0',
  jsonSchemaDialect: 'https://json-schema.org/draft/2020-12/schema',
  info: {
    title: 'The reference merchant server',
    version: '1',
    description:
      "The HTTP interface of the merchant's server in `demo/` for pages, tills, staff and PayBy. Payers have no accounts: an order's number is their key to it. Amounts are decimal strings, times are milliseconds since epoch, and an error response never says whether money has moved.",
  },
  servers: [{url: '/'}],
  tags: [
    {name: 'payer', description: "Needs the order's number, and no session."},
    {name: 'staff', description: 'Needs a session of staff, on a page of this server.'},
    {name: 'session'},
    {name: 'payby'},
    {name: 'server'},
  ],
  paths: pathItems(),
  components: {
    securitySchemes: {
      staff: cookie('A session of staff; `__Host-session` over https.'),
      till: cookie('A session of a till; `__Host-session` over https.'),
    },
    parameters: {
      merchantOrderNo: pathParameter({$ref: '#/components/schemas/MerchantOrderNo'}, 'merchantOrderNo'),
      id: pathParameter({type: 'integer', minimum: 1}, 'id'),
      player: pathParameter({type: 'string'}, 'player'),
    },
    headers: {
      NoStore: {schema: {const: 'no-store'}},
      ETag: {required: true, schema: {type: 'string', pattern: '^W/"[A-Za-z0-9_-]{22}"$'}},
      RetryAfter: {required: true, description: 'Seconds.', schema: {type: 'string', pattern: '^[0-9]+$'}},
    },
    responses: Object.fromEntries(Object.values(errors).map((error) => [error.name, errorResponse(error)])),
    schemas: toJsonSchemaDefs(components, conversion('input')),
  },
});

function pathItems(): Readonly<Record<string, object>> {
  const items: Record<string, Record<string, object>> = {};
  for (const operation of operations) {
    const [method = '', path = ''] = operation.route.split(' ');
    const parameters = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => ({
      $ref: `#/components/parameters/${name}`,
    }));
    items[path] = {
      ...items[path],
      ...(parameters.length > 0 && {parameters}),
      [method]: operationObject(operation),
    };
  }
  return items;
}

function operationObject({id, tag, summary, description, security, ...rest}: Operation): object {
  const parameters = [...(rest.headers ?? []), ...(rest.query ? queryParameters(rest.query) : [])];
  const statuses = [...new Set<ErrorStatus>([...(rest.errors ?? []), 405, 500])];
  return {
    operationId: id,
    tags: [tag],
    summary,
    ...(description !== undefined && {description}),
    ...(security && {security}),
    ...(parameters.length > 0 && {parameters}),
    ...(rest.body && {
      requestBody: {required: rest.isBodyOptional !== true, content: jsonContent(rest.body)},
    }),
    responses: {
      ...Object.fromEntries(
        statuses.map((status) => [status, {$ref: `#/components/responses/${errors[status].name}`}]),
      ),
      ...Object.fromEntries(
        Object.entries(rest.answers).map(([status, answer]) => [status, responseObject(answer)]),
      ),
    },
  };
}

function responseObject({description, headers, schema, stream, picture}: Answer): object {
  const content = schema
    ? jsonContent(schema)
    : picture
      ? {[picture]: {schema: {type: 'string', contentMediaType: picture}}}
      : stream && {
          [stream]: {
            schema: {
              type: 'string',
              description: 'Lines as in the HTML standard; the data of each message is a `Status`.',
            },
          },
        };
  return {
    description,
    ...(headers && Object.keys(headers).length > 0 && {headers}),
    ...(content && {content}),
  };
}

const errorResponse = ({description, ...error}: (typeof errors)[ErrorStatus]): object => ({
  description,
  content: jsonContent('ErrorResponse'),
  headers: {
    ...noStore,
    ...('retries' in error && {'Retry-After': {$ref: '#/components/headers/RetryAfter'}}),
  },
});

const jsonContent = (schema: Component): object => ({
  'application/json': {schema: {$ref: `#/components/schemas/${schema}`}},
});

/** Of a query, readers want to know the number that is written, not the string that carries it. */
function queryParameters(query: v.GenericSchema): readonly object[] {
  const {properties = {}} = toJsonSchema(query, conversion('output'));
  return Object.entries(properties).map(([name, schema]) => {
    const {description, ...type} = schema as {readonly description?: string};
    return {name, in: 'query', required: false, ...(description && {description}), schema: type};
  });
}

const pathParameter = (schema: object, name: string): object => ({name, in: 'path', required: true, schema});

const cookie = (description: string): object => ({
  type: 'apiKey',
  in: 'cookie',
  name: 'session',
  description,
});

/** A check by a function has no JSON Schema: its meaning is in a description, or added by `v.metadata`. */
const conversion = (typeMode: 'input' | 'output'): ConversionConfig => ({
  target: 'draft-2020-12',
  typeMode,
  ignoreActions: ['check'],
  overrideRef: ({referenceId}) => `#/components/schemas/${referenceId}`,
});
