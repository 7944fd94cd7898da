/** The shop's own server, which asks PayBy: an order and its status. */
const {SHOP_API = 'http://127.0.0.1:8080'} = process.env;

export default {
  rewrites: () => [{source: '/api/:path*', destination: `${SHOP_API}/api/:path*`}],
};
