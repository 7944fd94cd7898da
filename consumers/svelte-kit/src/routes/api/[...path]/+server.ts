import {env} from '$env/dynamic/private';

/** The shop's own server knows the status. */
export const GET = ({params}: {params: {path: string}}) => fetch(`${env.SHOP_API}/api/${params.path}`);
