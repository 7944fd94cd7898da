/** `npm run openapi`: writes `openapi.json`, the description that is committed. A test fails when it is stale. */
import {writeFileSync} from 'node:fs';
import {openapiDocument} from './openapi.js';

writeFileSync(new URL('openapi.json', import.meta.url), `${JSON.stringify(openapiDocument(), null, 2)}\n`);
