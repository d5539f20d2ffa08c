// Where a test stands: the console's address, who may sign in, and where pictures go; tests/console/run says so in the environment.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';

export const address = process.env.CONSOLE_ADDRESS;
export const area = process.env.CONSOLE_AREA;
export const pictures = process.env.CONSOLE_PICTURES;
const program = process.env.CONSOLE_PROGRAM;

if (!address || !area || !pictures || !program) throw new Error('run these with tests/console/run');
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
