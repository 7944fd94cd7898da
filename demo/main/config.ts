/** The environment, parsed once by a schema into a configuration, or into one sentence about what is wrong with it. */
import type {KeyObject} from 'node:crypto';
import * as v from 'valibot';
import {KeyFileError, readPrivateKey, readPublicKey} from '../payby/keys.js';
import {isAddressOrNetwork} from '../merchant/http/client-address.js';
import type {Shop} from '../merchant/orders/order-placing.js';
import type {StoreChoice} from '../merchant/storage/open-store.js';

const DEFAULT_PORT = '8080';
const DEFAULT_HOST = '127.0.0.1';
const DEFAULT_DATA_DIR = '.demo';
const UAE = '971';
const SHORTEST_PASSWORD = 12; // characters
const REMOTE_VARIABLES = [
  'PAYBY_BASE_URL',
  'PAYBY_PARTNER_ID',
  'PAYBY_PRIVATE_KEY_FILE',
  'PAYBY_PUBLIC_KEY_FILE',
] as const;

export interface DemoConfig {
  readonly port: number;
  readonly host: string;
  /** Where the world reaches this server; PayBy sends its notifications there. */
  readonly publicUrl: string | undefined;
  /** Pages of the merchant's on other hosts that may place and watch orders here. */
  readonly allowedOrigins: readonly string[];
  /** Proxies in front of this server, which are believed about whose request they pass on. */
  readonly trustedProxies: readonly string[];
  /** Multiplies every limit of requests. */
  readonly limitFactor: number;
  /** Country codes of the phones that may be sent a message, `971`. */
  readonly messageCountries: readonly string[];
  /** Which shop this is, for PayBy. */
  readonly shop: Shop;
  readonly store: StoreChoice;
  /** Without one, a random one is made and printed at every start. */
  readonly staffPassword: string | undefined;
  /** Opens /cashier and nothing else. */
  readonly tillPassword: string | undefined;
  readonly logFormat: 'json' | 'auto';
  readonly gateway: GatewayChoice;
}

export type GatewayChoice = LocalGateway | RemoteGateway;

export interface LocalGateway {
  readonly kind: 'local';
  /** Answer QRPAY orders with a `tokenUrl`, as older PayBy does. */
  readonly qrpayTokenUrl: boolean;
}

export interface RemoteGateway {
  readonly kind: 'remote';
  readonly baseUrl: string;
  readonly partnerId: string;
  readonly privateKey: KeyObject;
  readonly paybyPublicKey: KeyObject;
}

/** The demo cannot start. The message is one sentence for the person who started it. */
export class StartError extends Error {
  override readonly name = 'StartError';
}

export type Environment = Readonly<Record<string, string | undefined>>;

const variable = v.optional(v.string());

const portMessage = ({input}: v.BaseIssue<unknown>): string =>
  `PORT must be a number from 0 to 65535, and "${String(input)}" is not.`;

const port = v.pipe(
  v.string(),
  v.regex(/^\d{1,5}$/, portMessage),
  v.check((value) => Number(value) <= 65_535, portMessage),
  v.transform(Number),
);

/** Without a slash at its end. Plain http is for this machine only: amounts and codes travel here. */
const address = (name: string) =>
  v.pipe(
    v.string(),
    v.check(isHttpsOrLocal, ({input}) => `${name} must be an https address, and "${input}" is not.`),
    v.transform((value) => value.replace(/\/+$/, '')),
  );

function isHttpsOrLocal(value: string): boolean {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  const isLocal = url?.hostname === '127.0.0.1' || url?.hostname === 'localhost';
  return url?.protocol === 'https:' || (url?.protocol === 'http:' && isLocal);
}

const password = (name: string) =>
  v.pipe(
    v.string(),
    v.minLength(SHORTEST_PASSWORD, `${name} needs at least ${String(SHORTEST_PASSWORD)} characters.`),
  );

/** Items with commas between them, each checked. */
const list = (isItem: (item: string) => boolean, message: (item: string) => string) =>
  v.pipe(
    v.string(),
    v.transform((text) =>
      text
        .split(',')
        .map((item) => item.trim())
        .filter((item) => item !== ''),
    ),
    v.array(
      v.pipe(
        v.string(),
        v.check(isItem, ({input}) => message(input)),
      ),
    ),
  );

const origins = list(
  (origin) => URL.canParse(origin) && new URL(origin).origin === origin,
  (origin) => `ALLOWED_ORIGINS must list origins such as https://shop.example, and "${origin}" is none.`,
);

const proxies = list(
  isAddressOrNetwork,
  (item) => `TRUSTED_PROXIES must list addresses or networks such as 10.0.0.0/8, and "${item}" is neither.`,
);

const countries = list(
  (item) => /^[1-9]\d{0,2}$/.test(item),
  (item) => `MESSAGE_COUNTRIES must list country codes such as 971, and "${item}" is none.`,
);

const FACTOR_MESSAGE = 'LIMIT_FACTOR must be a number from 0.1 to 1000.';
const factor = v.pipe(
  v.string(),
  v.regex(/^\d{1,4}(\.\d+)?$/, FACTOR_MESSAGE),
  v.transform(Number),
  v.minValue(0.1, FACTOR_MESSAGE),
  v.maxValue(1_000, FACTOR_MESSAGE),
);

const shopWord = (name: string) =>
  v.optional(
    v.pipe(v.string(), v.maxLength(200, `${name} must have at most 200 characters, as PayBy demands.`)),
  );

const variables = v.object({
  PORT: v.optional(port, DEFAULT_PORT),
  HOST: v.optional(v.string(), DEFAULT_HOST),
  PUBLIC_URL: v.optional(address('PUBLIC_URL')),
  ALLOWED_ORIGINS: v.optional(origins, ''),
  TRUSTED_PROXIES: v.optional(proxies, ''),
  LIMIT_FACTOR: v.optional(factor, '1'),
  MESSAGE_COUNTRIES: v.optional(countries, UAE),
  MERCHANT_NAME: shopWord('MERCHANT_NAME'),
  STORE_ID: shopWord('STORE_ID'),
  STORE_NAME: shopWord('STORE_NAME'),
  // The address is not quoted in the message: it holds a password.
  DATABASE_URL: v.optional(
    v.pipe(
      v.string(),
      v.regex(/^(memory:$|postgres(ql)?:\/\/.)/, 'DATABASE_URL must be a postgres:// address, or "memory:".'),
    ),
  ),
  DATA_DIR: variable,
  STAFF_PASSWORD: v.optional(password('STAFF_PASSWORD')),
  TILL_PASSWORD: v.optional(password('TILL_PASSWORD')),
  LOG_FORMAT: v.optional(
    v.picklist(['json', 'auto'], 'LOG_FORMAT must be "json", or "auto" for readable lines on a terminal.'),
    'auto',
  ),
  QRPAY_TOKEN_URL: variable,
  PAYBY_BASE_URL: v.optional(address('PAYBY_BASE_URL')),
  PAYBY_PARTNER_ID: v.optional(
    v.pipe(
      v.string(),
      v.regex(/^\w{1,12}$/, 'PAYBY_PARTNER_ID must be the merchant id of at most 12 letters and digits.'),
    ),
  ),
  PAYBY_PRIVATE_KEY_FILE: variable,
  PAYBY_PUBLIC_KEY_FILE: variable,
});

const EnvironmentSchema = v.pipe(
  variables,
  v.check(
    ({DATABASE_URL, DATA_DIR}) => DATABASE_URL === undefined || DATA_DIR === undefined,
    'Set either DATABASE_URL or DATA_DIR, not both.',
  ),
);

type Variables = v.InferOutput<typeof EnvironmentSchema>;

/** The name of every variable that is read. */
export const variableNames: readonly string[] = Object.keys(variables.entries);

/** Throws {@link StartError}. An empty variable is one that is not set. */
export async function readConfig(env: Environment): Promise<DemoConfig> {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value));
  requireAllOrNone(given);
  const parsed = v.safeParse(EnvironmentSchema, given, {abortEarly: true});
  if (!parsed.success) throw new StartError(parsed.issues[0].message);
  const values = parsed.output;
  const gateway = await gatewayChoice(values);
  return {
    port: values.PORT,
    host: values.HOST,
    publicUrl: values.PUBLIC_URL,
    allowedOrigins: values.ALLOWED_ORIGINS,
    trustedProxies: values.TRUSTED_PROXIES,
    limitFactor: values.LIMIT_FACTOR,
    messageCountries: values.MESSAGE_COUNTRIES,
    shop: {
      merchantName: values.MERCHANT_NAME,
      storeId: values.STORE_ID,
      storeName: values.STORE_NAME,
    },
    store: storeChoice(values, gateway),
    staffPassword: values.STAFF_PASSWORD,
    tillPassword: values.TILL_PASSWORD,
    logFormat: values.LOG_FORMAT,
    gateway,
  };
}

function requireAllOrNone(given: Environment): void {
  const missing = REMOTE_VARIABLES.filter((name) => given[name] === undefined);
  if (missing.length === 0 || missing.length === REMOTE_VARIABLES.length) return;
  const verb = missing.length === 1 ? 'is' : 'are';
  throw new StartError(
    `To talk to the real PayBy, ${missing.join(' and ')} must be set too (or unset all PAYBY_ variables to use the local gateway): ${verb} missing.`,
  );
}

async function gatewayChoice({
  PAYBY_BASE_URL: baseUrl,
  PAYBY_PARTNER_ID: partnerId,
  PAYBY_PRIVATE_KEY_FILE: privateKeyFile,
  PAYBY_PUBLIC_KEY_FILE: publicKeyFile,
  QRPAY_TOKEN_URL,
}: Variables): Promise<GatewayChoice> {
  if (!baseUrl || !partnerId || !privateKeyFile || !publicKeyFile) {
    return {kind: 'local', qrpayTokenUrl: QRPAY_TOKEN_URL === '1'};
  }
  return {
    kind: 'remote',
    baseUrl,
    partnerId,
    privateKey: await readKey('PAYBY_PRIVATE_KEY_FILE', privateKeyFile, readPrivateKey),
    paybyPublicKey: await readKey('PAYBY_PUBLIC_KEY_FILE', publicKeyFile, readPublicKey),
  };
}

/** The local gateway loses its orders when it ends, so by default the merchant's are not stored either. */
function storeChoice({DATABASE_URL: url, DATA_DIR: folder}: Variables, gateway: GatewayChoice): StoreChoice {
  if (url !== undefined && url !== 'memory:') return {kind: 'postgres', url};
  if (url === undefined && folder !== undefined) return {kind: 'folder', path: folder};
  if (url === undefined && gateway.kind === 'remote') return {kind: 'folder', path: DEFAULT_DATA_DIR};
  return {kind: 'memory'};
}

async function readKey(
  name: string,
  path: string,
  read: (path: string) => Promise<KeyObject>,
): Promise<KeyObject> {
  try {
    return await read(path);
  } catch (error) {
    if (error instanceof KeyFileError) throw new StartError(`${name}: ${error.message}.`, {cause: error});
    throw error;
  }
}
