// A browser that comes to the proxy: it is sent to the provider and back, and then the console knows who it is, whatever it says itself.
import assert from 'node:assert/strict';
import { request } from 'node:http';

const start = process.argv[2];
const jar = new Map();

// As browsers go to a page: fetch() would say that a script asks.
function get(address, headers = {}) {
  const url = new URL(address);
  const kept = jar.get(url.host) ?? new Map();
  jar.set(url.host, kept);
  const cookies = [...kept].map(([name, value]) => `${name}=${value}`).join('; ');
  const sent = { Accept: 'text/html', 'Sec-Fetch-Mode': 'navigate', 'Sec-Fetch-Dest': 'document', ...headers, ...(cookies ? { Cookie: cookies } : {}) };
  return new Promise((resolve, reject) => {
    request(url, { headers: sent }, (response) => {
      for (const cookie of response.headers['set-cookie'] ?? []) {
        const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie);
        if (value) kept.set(name, value);
        else kept.delete(name);
      }
      let text = '';
      response.on('data', (piece) => (text += piece));
      response.on('end', () => resolve({ status: response.statusCode, location: response.headers.location, text }));
    })
      .on('error', reject)
      .end();
  });
}

async function follow(address, headers) {
  const seen = [];
  for (let i = 0; i < 12; ++i) {
    const response = await get(address, headers);
    seen.push(`${response.status} ${address}`);
    if (!response.location) return { response, text: response.text, seen };
    address = new URL(response.location, address).href;
  }
  throw new Error(`goes round in circles: ${seen.join(', ')}`);
}

// The header of somebody else is thrown away by the proxy.
const came = await follow(`${start}/search`, { 'X-Concordat-Person': 'ada' });
assert.ok(came.seen.some((each) => each.includes('/authorize')), `never came to the provider: ${came.seen.join(', ')}`);
assert.equal(came.response.status, 200, came.seen.join(', '));
assert.ok(came.text.includes('Signed in as Oda Single'), came.text.slice(0, 2000));
assert.ok(came.text.includes('Search the log'));

// A stranger without the proxy's session never sees the console.
jar.clear();
const stranger = await get(`${start}/search`, { 'X-Concordat-Person': 'oda' });
assert.equal(stranger.status, 302);
assert.ok(stranger.location.includes('/authorize'));
console.log('single sign-on works, and only through the provider');
