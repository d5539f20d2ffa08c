// An operator's day: who is connected, what waits, and a message that its recipient does not believe. With scripts and without.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { Person, closeBrowser } from './person.mjs';
import { changesDirectory, command, area, sends } from './place.mjs';

after(closeBrowser);

const queue = () => JSON.parse(command('queue', 'list', '--area', area, '--reason', 'a journey looks', '--json')).parcels;

async function waitsFor(what, holds) {
  for (let i = 0; i < 150; ++i) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  assert.fail(`it did not come about in 30 seconds: ${what}`);
}

// For a while nobody's directory has the trust's key, so whatever it sends is not believed.
async function makesDeadLetters() {
  let keys;
  const trust = (directory) => directory.organisations.find((each) => each.id === 'nhs/nelft');
  changesDirectory((directory) => {
    keys = trust(directory).signingKeys;
    trust(directory).signingKeys = [{ ...keys[0], until: keys[0].from }];
  });
  await new Promise((resolve) => setTimeout(resolve, 2500)); // adapters look every second or so
  sends('nhs', 'nhs-referral.json');
  await waitsFor('dead letters', () => queue().some((each) => each.state === 'dead-letter'));
  changesDirectory((directory) => {
    trust(directory).signingKeys = keys;
  });
  await new Promise((resolve) => setTimeout(resolve, 2500));
}

for (const scripts of [true, false]) {
  test(`an operator sees how the area is working, scripts: ${scripts}`, async () => {
    const olu = (await Person.arrives('olu', { scripts })).expects(403);
    await olu.signsIn();
    await olu.follows('Operations');
    await olu.says('Connected');
    await olu.says('Metropolitan');
    await olu.says('GB free of');
    await olu.looks('operations');
    await olu.follows('Not delivered');
    await olu.looks('queue');
    await olu.goes('/search');
    await olu.says('You cannot use this page');
    await olu.looks('not-for-you');
    await olu.leaves();
  });

  test(`an operator sends a dead letter again, and gives another back, scripts: ${scripts}`, async () => {
    await makesDeadLetters();
    const olu = (await Person.arrives('olu', { scripts })).expects(422);
    await olu.signsIn();
    await olu.goes('/operations');
    await olu.looks('operations-dead-letters');
    await olu.follows('See what is not delivered');
    await olu.says('Dead letter');
    await olu.looks('dead-letters');
    const dead = queue().filter((each) => each.state === 'dead-letter');
    assert.ok(dead.length >= 2, 'there is one to send and one to give back');

    await olu.follows(String(dead[0].record));
    await olu.looks('dead-letter');
    await olu.presses('Continue');
    await olu.says('Select what you have decided');
    await olu.looks('dead-letter-wrong');
    await olu.page.getByLabel('Send it again now').check();
    await olu.page.locator('#reason').fill('the key has come');
    await olu.presses('Continue');
    await olu.confirms();
    await olu.says('It will be sent again.');
    await waitsFor('it is delivered', () => !queue().some((each) => each.record === dead[0].record));

    await olu.follows(String(dead[1].record));
    await olu.page.getByLabel('Give it back to its sender').check();
    await olu.page.locator('#reason').fill('told by telephone instead');
    await olu.presses('Continue');
    await olu.confirms();
    await olu.says('It was given back to its sender.');
    await olu.looks('dead-letter-given-back');
    assert.ok(!queue().some((each) => each.record === dead[1].record));
    await olu.leaves();
  });
}
