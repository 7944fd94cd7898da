import type {APIRoute} from 'astro';

/** The shop's own server knows the status. */
export const GET: APIRoute = ({params}) => fetch(`${process.env.SHOP_API}/api/${params.path}`);
