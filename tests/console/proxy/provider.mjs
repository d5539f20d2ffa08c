// An OpenID provider that signs in whoever TEST_PERSON names, without asking: enough of OpenID Connect Core for one relying party to
// find it, send a browser to it, and check what it says. Serves until it is killed; says its address on stdout.
import { createHash, createSign, generateKeyPairSync, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const person = process.env.TEST_PERSON;
const codes = new Map();

const encoded = (value) => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');

function signed(claims) {
  const head = `${encoded({ alg: 'RS256', typ: 'JWT', kid: 'one' })}.${encoded(claims)}`;
  return `${head}.${createSign('RSA-SHA256').update(head).sign(privateKey).toString('base64url')}`;
}

const server = createServer((request, response) => {
  const issuer = `http://${request.headers.host}`;
  const url = new URL(request.url, issuer);
  const json = (value) => response.writeHead(200, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' }).end(JSON.stringify(value));
  if (url.pathname === '/.well-known/openid-configuration')
    return json({
      issuer, authorization_endpoint: `${issuer}/authorize`, token_endpoint: `${issuer}/token`, jwks_uri: `${issuer}/keys`, userinfo_endpoint: `${issuer}/userinfo`,
      response_types_supported: ['code'], subject_types_supported: ['public'], id_token_signing_alg_values_supported: ['RS256'],
      token_endpoint_auth_methods_supported: ['client_secret_basic'], scopes_supported: ['openid', 'profile'],
    });
  if (url.pathname === '/keys') return json({ keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'one', use: 'sig', alg: 'RS256' }] });
  if (url.pathname === '/userinfo') return json({ sub: `subject-of-${person}`, preferred_username: person });
  if (url.pathname === '/authorize') {
    const code = randomBytes(16).toString('hex');
    codes.set(code, { nonce: url.searchParams.get('nonce'), client: url.searchParams.get('client_id') });
    const back = new URL(url.searchParams.get('redirect_uri'));
    back.searchParams.set('code', code);
    back.searchParams.set('state', url.searchParams.get('state'));
    return response.writeHead(302, { Location: back.href }).end();
  }
  if (url.pathname !== '/token') return response.writeHead(404).end();
  let body = '';
  request.on('data', (piece) => (body += piece));
  request.on('end', () => {
    const given = new URLSearchParams(body);
    const code = codes.get(given.get('code'));
    codes.delete(given.get('code'));
    if (!code) return response.writeHead(400, { 'Content-Type': 'application/json' }).end('{"error":"invalid_grant"}');
    const now = Math.floor(Date.now() / 1000);
    const token = randomBytes(16).toString('base64url');
    return json({
      access_token: token, token_type: 'Bearer', expires_in: 300,
      id_token: signed({
        iss: issuer, sub: `subject-of-${person}`, aud: code.client, exp: now + 300, iat: now, nonce: code.nonce, preferred_username: person,
        at_hash: createHash('sha256').update(token).digest().subarray(0, 16).toString('base64url'),
      }),
    });
  });
});
server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}`));
