// Where a test stands: the console's address, who may sign in, and where pictures go; tests/console/run says so in the environment. And
// what else a journey can do to the area: give its agencies another directory, send a document.
import { execFileSync, spawn } from 'node:child_process';
import { createHash, createPrivateKey, sign } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

export const address = process.env.CONSOLE_ADDRESS;
export const area = process.env.CONSOLE_AREA;
export const pictures = process.env.CONSOLE_PICTURES;
export const samples = process.env.CONSOLE_SAMPLES;
const program = process.env.CONSOLE_PROGRAM;

if (!address || !area || !pictures || !samples || !program) throw new Error('run these with tests/console/run');
mkdirSync(pictures, { recursive: true });

// {name, password, secret} of each demonstration account.
export const people = Object.fromEntries(
  readFileSync(`${area}/console/sign-ins`, 'utf8')
    .trim()
    .split('\n')
    .map((line) => line.split(' '))
    .map(([name, password, secret]) => [name, { name, password, secret }]),
);

// What the person's authenticator shows, and no code twice: waits for the next one if it must. Kept in a file, since each file of journeys
// is a process of its own.
export async function freshCode(person) {
  const used = `${area}/console/used-${person.name}`;
  for (;;) {
    const code = execFileSync(program, ['code', person.secret], { encoding: 'utf8' }).trim();
    if (!existsSync(used) || readFileSync(used, 'utf8') !== code) {
      writeFileSync(used, code);
      return code;
    }
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

// The command, in this area. Its exit code may say no: what it wrote is given all the same.
export function command(...args) {
  try {
    return execFileSync(`${dirname(program)}/concordat`, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  } catch (failed) {
    return failed.stdout;
  }
}

// Sends a document of the demonstration's from that kind of agency.
export const sends = (kind, document) => command('send', '--adapter', `${area}/adapters/${kind}/adapter.toml`, '--wait', '20', `${samples}/${document}`);

const pkcs8 = Buffer.from('302e020100300506032b657004220420', 'hex'); // before an Ed25519 seed

// The next version of the directory that the adapters read, signed by the area's approvers; the broker goes on by its own.
export function changesDirectory(change) {
  const directory = JSON.parse(readFileSync(`${area}/directory.json`, 'utf8'));
  directory.version += 1;
  change(directory);
  const text = JSON.stringify(directory, null, 2);
  const signed = Buffer.concat([Buffer.from('concordat signed file 1'), createHash('sha256').update(text).digest()]);
  const lines = readdirSync(`${area}/approvers`).map((file) => {
    const seed = Buffer.from(readFileSync(`${area}/approvers/${file}`, 'utf8').trim(), 'hex');
    const key = createPrivateKey({ key: Buffer.concat([pkcs8, seed]), format: 'der', type: 'pkcs8' });
    return `${file.replace('.seed', '')} ${sign(null, signed, key).toString('base64')}\n`;
  });
  writeFileSync(`${area}/directory.json.sig`, lines.join(''));
  writeFileSync(`${area}/directory.json`, text);
}

// For a moment the agency of that kind speaks our form, by an adapter of its own beside the one it has: so can be sent what its own system has no words for.
export async function sendsForm(kind, document, envelope) {
  const home = `${area}/asking/${kind}`;
  for (const folder of ['in', 'out', 'rejected', 'state']) mkdirSync(`${home}/${folder}`, { recursive: true, mode: 0o700 });
  for (const file of ['curve.secret', 'signing.seed', 'approvers.json']) copyFileSync(`${area}/adapters/${kind}/${file}`, `${home}/${file}`);
  writeFileSync(`${home}/adapter.toml`, readFileSync(`${area}/adapters/${kind}/adapter.toml`, 'utf8').replace(`kind = "${kind}"`, 'kind = "school"'));
  const adapter = spawn(`${dirname(program)}/concordat-adapter`, ['--config', `${home}/adapter.toml`], { stdio: 'ignore' });
  try {
    writeFileSync(`${home}/in/asked.json.envelope.json`, JSON.stringify(envelope));
    writeFileSync(`${home}/in/asked.json`, JSON.stringify(document));
    for (let i = 0; i < 150; ++i) {
      await new Promise((resolve) => setTimeout(resolve, 200));
      const told = existsSync(`${home}/out/status`) ? readdirSync(`${home}/out/status`).map((file) => readFileSync(`${home}/out/status/${file}`, 'utf8')) : [];
      if (told.some((text) => /"state": ?"(accepted|settled)"/.test(text))) return;
      if (readdirSync(`${home}/rejected`).length > 0) break;
    }
    throw new Error(`the ${kind}'s form was not taken: ${readdirSync(`${home}/rejected`)}`);
  } finally {
    const over = new Promise((resolve) => adapter.once('exit', resolve));
    adapter.kill();
    await over;
  }
}
