// An officer's first hour: what waits, who was given what of a referral and why, the proof, a paper, the whole log. With scripts and without.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { Person, closeBrowser } from './person.mjs';

after(closeBrowser);

// Looks for everything that went to one agency since the beginning of time, and opens the first disclosure.
async function findsDisclosure(ada) {
  await ada.follows('Search');
  await ada.looks('search');
  await ada.presses('Search');
  await ada.says('Enter at least one thing to search for');
  await ada.looks('search-wrong');
  await ada.page.locator('#agency').fill('council/lbbd');
  await ada.page.locator('#reason').fill('a journey through the console');
  await ada.presses('Search');
  if ((await ada.heading()) === 'Somebody is not to be told') {
    await ada.looks('not-to-be-told');
    await ada.page.locator('#choice-include').check();
    await ada.page.locator('#decision').fill('the whole of the demonstration is looked at');
    await ada.presses('Continue');
  }
  assert.equal(await ada.heading(), 'What was found');
  await ada.looks('results');
  assert.ok(!ada.page.url().includes('lbbd'), 'what is looked for is in no address');
  await ada.page.locator('tr', { hasText: 'disclosed' }).first().getByRole('link').click();
  await ada.page.waitForLoadState();
}

for (const scripts of [true, false]) {
  test(`an officer finds out who was given what, and why, scripts: ${scripts}`, async () => {
    const ada = (await Person.arrives('ada', { scripts })).expects(422);
    await ada.signsIn();
    await ada.looks('overview');
    await findsDisclosure(ada);

    assert.match(await ada.heading(), /^Why do you need to see this disclosure/);
    await ada.looks('reason');
    await ada.presses('Continue');
    await ada.says('Enter why you need to see this disclosure');
    await ada.givesReason('a journey through the console');
    assert.match(await ada.heading(), /^What .+ was given$/);
    for (const part of ['Released in full', 'Withheld', 'Concealed', 'Legal basis']) await ada.says(part);
    await ada.looks('disclosure');
    if (scripts) await ada.prints('disclosure');

    await ada.follows('Check the proof that this is in the log');
    assert.match(await ada.heading(), /^Entry \d+ is in the log$/);
    await ada.looks('proof');
    if (scripts) await ada.prints('proof');
    await ada.follows('Back');

    await ada.follows('The whole case');
    assert.match(await ada.heading(), /^Why do you need to see this case/);
    await ada.givesReason('a journey through the console');
    await ada.looks('case');
    if (scripts) await ada.prints('case');
    await ada.goes(new URL(ada.page.url()).pathname);
    assert.doesNotMatch(await ada.heading(), /^Why/, 'asked once');
    await ada.leaves();
  });

  test(`an officer makes a paper, scripts: ${scripts}`, async () => {
    const ada = (await Person.arrives('ada', { scripts })).expects(422);
    await ada.signsIn();
    await ada.follows('Papers');
    await ada.looks('papers');
    await ada.follows('Breach report');
    await ada.looks('paper-form');
    await ada.page.locator('#agency').fill('council/lbbd');
    await ada.page.locator('#reason').fill('incident 9, a rehearsal');
    await ada.presses('Make it');
    assert.match(await ada.heading(), /^Breach report/);
    await ada.says('Where this comes from');
    await ada.looks('paper');
    if (scripts) await ada.prints('paper');
    const address = new URL(ada.page.url()).pathname;
    for (const [ending, type] of [['csv', 'text/csv'], ['json', 'application/json'], ['pdf', 'application/pdf']]) {
      const file = await ada.context.request.get(new URL(`${address}/paper.${ending}`, ada.page.url()).href);
      assert.equal(file.status(), 200, ending);
      assert.ok(file.headers()['content-type'].startsWith(type), ending);
      assert.ok((await file.body()).length > 100, ending);
    }
    await ada.leaves();
  });

  test(`an officer checks the whole log, scripts: ${scripts}`, async () => {
    const ada = (await Person.arrives('ada', { scripts })).expects(422);
    await ada.signsIn();
    await ada.follows('Check the whole log');
    await ada.looks('verify');
    await ada.page.locator('#reason').fill('a monthly check');
    await ada.presses('Check the log');
    for (let i = 0; i < 100 && (await ada.heading()) !== 'The log is what was logged'; ++i) {
      await ada.page.waitForTimeout(200);
      await ada.goes('/verify');
    }
    assert.equal(await ada.heading(), 'The log is what was logged');
    await ada.looks('verified');
    await ada.leaves();
  });

  test(`an officer sees what waits, scripts: ${scripts}`, async () => {
    const ada = await Person.arrives('ada', { scripts });
    await ada.signsIn();
    for (const [link, name] of [['Held', 'holds'], ['Emergencies', 'emergencies'], ['Recalls', 'recalls']]) {
      await ada.follows(link);
      await ada.looks(name);
    }
    await ada.leaves();
  });

  test(`an officer reviews an emergency, and proves who they are, scripts: ${scripts}`, async () => {
    const ada = (await Person.arrives('ada', { scripts })).expects(422);
    await ada.signsIn();
    await ada.follows('Emergencies');
    await ada.page.locator('tbody a').first().click();
    await ada.page.waitForLoadState();
    assert.equal(await ada.heading(), 'Emergency');
    await ada.looks('emergency');
    await ada.presses('Continue');
    await ada.says('Select what you have decided');
    await ada.says('Enter why you have decided so');
    await ada.looks('emergency-wrong');
    await ada.page.getByLabel('Yes, it was justified').check();
    await ada.page.locator('#reason').fill('read with the school: the passage had to go');
    await ada.presses('Continue');
    assert.equal(await ada.heading(), 'Confirm it is you');
    await ada.looks('prove');
    await ada.page.locator('#proof').fill('not my password');
    await ada.presses('Confirm');
    await ada.says('That is not your password');
    await ada.confirms();
    await ada.says('Your decision is recorded.');
    await ada.looks('emergency-reviewed');
    await ada.leaves();
  });
}

// What a screen reader is told and what the keyboard reaches is what everybody else has: from signing in to the proof without a mouse.
test('an officer finds a disclosure and checks its proof by keyboard alone', async () => {
  const ada = await Person.arrives('ada');
  await ada.signsIn();
  await ada.enters('Search');
  await ada.types('Agency', 'council/lbbd');
  await ada.types('Why are you looking?', 'a journey without a mouse');
  await ada.enters('Search', 120);
  if ((await ada.heading()) === 'Somebody is not to be told') {
    await ada.tabsTo('Everything but those entries');
    await ada.page.keyboard.press('ArrowDown');
    await ada.types('Why?', 'the whole of the demonstration is looked at');
    await ada.enters('Continue');
  }
  assert.equal(await ada.heading(), 'What was found');
  const entry = (await ada.page.locator('tr', { hasText: 'disclosed' }).first().locator('th').innerText()).trim();
  await ada.enters(entry, 200);
  await ada.types('Why do you need to see this disclosure?', 'a journey without a mouse');
  await ada.enters('Continue');
  assert.match(await ada.heading(), /^What .+ was given$/);
  await ada.enters('Check the proof that this is in the log', 200);
  assert.match(await ada.heading(), /^Entry \d+ is in the log$/);
  await ada.leaves();
});

test('an officer decides by keyboard alone', async () => {
  const ada = await Person.arrives('ada');
  await ada.signsIn();
  await ada.enters('Emergencies');
  const record = (await ada.page.locator('tbody th').last().innerText()).trim();
  await ada.enters(record, 120);
  await ada.tabsTo('Yes, it was justified');
  await ada.page.keyboard.press('Space');
  await ada.types('Why?', 'read with the school');
  await ada.enters('Continue');
  await ada.types('Your password, or the 6-digit code from your authenticator', ada.account.password);
  await ada.enters('Confirm');
  await ada.says('Your decision is recorded.');
  await ada.leaves();
});

test('the counts of the overview change by themselves', async () => {
  const ada = await Person.arrives('ada');
  await ada.signsIn();
  const shown = () => ada.page.locator('[data-count="entries"]').innerText();
  const before = await shown();
  const other = await Person.arrives('ada');
  await other.signsIn();
  await other.goes('/holds'); // is recorded, so the log grows
  await ada.page.waitForFunction((old) => document.querySelector('[data-count="entries"]').innerText !== old, before, { timeout: 20000 });
  await other.leaves();
  await ada.leaves();
});

// Last, since with a case goes what waits of it: an emergency that others review.
for (const scripts of [true, false]) {
  test(`an officer sees what is kept, and has one case erased, scripts: ${scripts}`, async () => {
    const ada = (await Person.arrives('ada', { scripts })).expects(422);
    await ada.signsIn();
    await ada.follows('Retention');
    await ada.givesReason('quarterly review');
    if ((await ada.heading()) === 'Somebody is not to be told') {
      await ada.page.locator('#choice-include').check();
      await ada.page.locator('#decision').fill('the whole of the demonstration is looked at');
      await ada.presses('Continue');
    }
    assert.equal(await ada.heading(), 'Retention');
    await ada.says('Nothing is due to be erased.');
    await ada.looks('retention');
    await ada.page.locator('tbody a').last().click(); // not the one that other journeys look at
    await ada.page.waitForLoadState();
    await ada.givesReason('a request by the person');
    if ((await ada.heading()) === 'Somebody is not to be told') {
      await ada.page.locator('#choice-include').check();
      await ada.page.locator('#decision').fill('the whole of the demonstration is looked at');
      await ada.presses('Continue');
    }
    const id = new URL(ada.page.url()).pathname;
    await ada.presses('See what erasing this case would take');
    if ((await ada.heading()) === 'Somebody is not to be told') {
      await ada.page.locator('#choice-include').check();
      await ada.page.locator('#decision').fill('the whole case goes');
      await ada.presses('Continue');
    }
    assert.equal(await ada.heading(), 'What would be erased');
    await ada.says('There is no way back');
    await ada.looks('erasure');
    await ada.presses('Continue');
    await ada.says('Select what you have decided');
    await ada.looks('erasure-wrong');
    await ada.page.getByLabel('The person asked for it').check();
    await ada.page.locator('#reason').fill('Article 17 request 8, agreed');
    await ada.presses('Continue');
    await ada.confirms();
    assert.equal(new URL(ada.page.url()).pathname, id);
    await ada.says('It is erased.');
    await ada.says('Nothing is recorded of a case with this id.');
    await ada.looks('case-erased');
    await ada.leaves();
  });
}
