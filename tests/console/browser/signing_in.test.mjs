// Signing in and out, as people do it: with scripts, without, and by keyboard alone.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { Person, closeBrowser } from './person.mjs';
import { freshCode } from './place.mjs';

after(closeBrowser);

for (const scripts of [true, false]) {
  test(`an officer signs in and out, scripts: ${scripts}`, async () => {
    const ada = (await Person.arrives('ada', { scripts })).expects(422);
    await ada.goes('/');
    assert.equal(await ada.heading(), 'Sign in');
    await ada.looks('sign-in');
    await ada.fills('Name', 'ada');
    await ada.fills('Password', 'not the password');
    await ada.presses('Continue');
    await ada.says('That name and password do not go together');
    await ada.looks('sign-in-wrong');
    await ada.fills('Password', ada.account.password);
    await ada.presses('Continue');
    await ada.looks('sign-in-code');
    await ada.page.locator('#code').fill('12345');
    await ada.presses('Sign in');
    await ada.says('Enter the 6 digits');
    await ada.page.locator('#code').fill(await freshCode(ada.account));
    await ada.presses('Sign in');
    assert.equal(await ada.heading(), 'Overview');
    await ada.looks('overview');
    await ada.presses('Sign out');
    await ada.says('You have signed out.');
    await ada.goes('/');
    assert.equal(await ada.heading(), 'Sign in');
    await ada.leaves();
  });
}

// What came over the wire for the page that is shown, heads included; nothing of what the browser had.
const loaded = (person) =>
  person.page.evaluate(() => ['navigation', 'resource'].flatMap((kind) => performance.getEntriesByType(kind)).map((each) => [new URL(each.name).pathname, each.transferSize]));

test('a first page is less than 200 kB over the wire', async (t) => {
  const ada = await Person.arrives('ada');
  const weighs = async (name) => {
    await ada.page.waitForLoadState('load');
    const parts = await loaded(ada);
    const bytes = parts.reduce((sum, [, size]) => sum + size, 0);
    t.diagnostic(`${name}: ${bytes} bytes: ${parts.map(([path, size]) => `${path} ${size}`).join(', ')}`);
    assert.ok(bytes > 1000 && bytes < 200_000, `${name}: ${bytes}`);
    return bytes;
  };
  await ada.goes('/sign-in');
  const first = await weighs('sign-in');
  await ada.signsIn();
  const second = await weighs('overview');
  assert.ok(first + second < 200_000, 'both together');
  await ada.leaves();
});

test('an officer signs in by keyboard alone', async () => {
  const ada = await Person.arrives('ada');
  await ada.goes('/sign-in');
  await ada.page.keyboard.press('Tab');
  assert.equal(await ada.page.evaluate(() => document.activeElement.innerText), 'Skip to main content');
  await ada.tabsTo('Name');
  await ada.page.keyboard.type('ada');
  await ada.tabsTo('Password');
  await ada.page.keyboard.type(ada.account.password);
  await ada.page.keyboard.press('Enter');
  await ada.page.waitForURL('**/sign-in/code**');
  await ada.tabsTo('Enter the code from your authenticator');
  await ada.page.keyboard.type(await freshCode(ada.account));
  await ada.page.keyboard.press('Enter');
  await ada.page.waitForURL((url) => url.pathname === '/');
  assert.equal(await ada.heading(), 'Overview');
  await ada.leaves();
});

test('a page that is not there says what to do', async () => {
  const ada = (await Person.arrives('ada')).expects(404);
  await ada.signsIn();
  await ada.goes('/nothing-here');
  await ada.says('Page not found');
  await ada.looks('not-found');
  await ada.leaves();
});
